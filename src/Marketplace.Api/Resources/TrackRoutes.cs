using System.Text;
using Marketplace.Api.Files;
using Marketplace.Api.Http;
using Marketplace.Contracts.Logistics;
using Marketplace.Domain;
using Marketplace.Domain.Logistics;

namespace Marketplace.Api.Resources;

/// <summary>What happened to goods, for another system.</summary>
internal static class TrackRoutes
{
    public static void Map(RouteBook routes) => routes.Map("GET", $"/{LogisticsService.Service}/consignments/{{id}}/track", Get)
        .Says("Shared things", "What happened to a consignment, as EPCIS 2.0", "An EPCIS 2.0 document in JSON-LD, oldest event first, for the parties of the consignment. Each `eventID` is the event's hash after CBV 2.0, 8.9, which any holder can reckon again; an event that was told late has `mkt:late`.")
        .Refuses(Codes.NotFound);

    private static async Task Get(Exchange x)
    {
        var track = x.BrainNeeded is { } no ? no : await x.Grains.GetGrain<IFreightBoardGrain>(Keys.Resources(x.Caller.Brain, LogisticsService.Service)).Track(x.Caller, x.Route("id"));
        if (track.Refusal is { } refused)
        {
            await Problems.Write(x.Http, x.Caller.Culture, refused);
            return;
        }
        var bytes = Encoding.UTF8.GetBytes(track.Must());
        Downloads.Begin(x, EpcisRules.MediaType, $"epcis-{x.Route("id")}.jsonld");
        x.Http.Response.ContentLength = bytes.Length;
        await x.Http.Response.Body.WriteAsync(bytes, x.Cancel);
    }
}
