using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Insight;
using Marketplace.Domain;

namespace Marketplace.Api.Insight;

/// <summary>What leaves a firm for its brain, and what the brain makes of it.</summary>
internal static class InsightRoutes
{
    private const int MostRecords = 200;

    public static void Map(RouteBook routes)
    {
        routes.Map("GET", "/shares", Shares)
            .Says("Insight", "What left your firm", "The datasets that your apps share and how each stands, and the records that left, the newest first: what, when, for which purpose, by which install and call.")
            .Asks("app", "Only of this app, `publisher/app`.").Asks("dataset", "Only of this dataset.").Asks("limit", "1 to 200 records, 50 unless told.", "integer")
            .Asks("after", "The cursor `next` of the page before.").Refuses(Codes.InputInvalid);
        routes.Map("PUT", "/shares/{publisher}/{app}/{dataset}", Stop).Takes<ShareBody>()
            .Says("Insight", "Stop a dataset, or let it leave again", "For the owner. From the answer on nothing of it leaves, not even by calls that are running, and figures that hold what left are published no more.")
            .Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("GET", "/insight/{dataset}", Months)
            .Says("Insight", "An indicator of your brain by month and district", "For the brain's analyst and operator: `machine.utilisation`, `delivery.onTime`, `energy.perOutput`, `workOrder.onTime` or `scan.match`, the sum of the parts over the sum of the wholes. A figure of fewer than five firms, of two that are more than 85 % of it, or that would give such a one away by subtraction is hidden, and says why. A month is published once, from the tenth of the next on.")
            .Refuses(Codes.RoleMissing, Codes.NotFound);
    }

    private static async Task<Answer<SharesBody>> Shares(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        if (x.Number("limit", 50, MostRecords) is not { } limit) return Commands.Invalid("?limit", "range", $"1 to {MostRecords}");
        var page = await x.Grains.GetGrain<ISharesGrain>(Keys.Shares(x.Caller.Tenant)).List(x.Caller, x.Query("app"), x.Query("dataset"), x.Query("after"), limit);
        return page.Refusal is { } refused ? refused : new SharesBody(page.Must().Datasets, [.. page.Must().Records.Select(SharedBody.Of)], page.Must().Next);
    }

    private static async Task<Answer<ShareStanding>> Stop(Exchange x)
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.ShareBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        if (x.FirmNeeded is { } no) return no;
        return x.App is { } app ? await x.Grains.GetGrain<ISharesGrain>(Keys.Shares(x.Caller.Tenant)).Stop(x.Caller, app, x.Route("dataset"), body.Must().Stopped) : Exchange.Nothing("dataset");
    }

    private static async Task<Answer<InsightTable>> Months(Exchange x) =>
        !x.Caller.Is(Roles.Analyst) && !x.Caller.Is(Roles.Operator) ? Refusal.Of(Codes.RoleMissing, ("roles", $"{Roles.Analyst} {Roles.Operator}"))
        : x.BrainNeeded is { } no ? no : await x.Grains.GetGrain<IInsightGrain>(Keys.Insight(x.Caller.Brain)).Months(x.Caller, x.Route("dataset"));
}

/// <summary>Whether a dataset is stopped.</summary>
internal sealed record ShareBody
{
    public required bool Stopped { get; init; }
}

/// <summary>Datasets, and a page of records.</summary>
internal sealed record SharesBody(IReadOnlyList<ShareStanding> Datasets, IReadOnlyList<SharedBody> Records, string Next);

/// <summary>A record that left.</summary>
internal sealed record SharedBody(string Id, string App, string Version, string Install, string Brain, string Dataset, string Purpose, JsonElement Record, string Invocation, string Actor, DateTimeOffset At)
{
    public static SharedBody Of(SharedRecord one) =>
        new(one.Id, one.App, one.Version, one.Install, one.Brain, one.Dataset, one.Purpose, JsonElement.Parse(one.Record), one.Invocation, one.Actor, one.At);
}
