using Marketplace.Api.Admission;
using Marketplace.Api.Http;
using Marketplace.Contracts.Files;
using Marketplace.Domain;
using Marketplace.Domain.Files;
using Microsoft.AspNetCore.Http;
using Orleans.Concurrency;

namespace Marketplace.Api.Files;

/// <summary>The shape of an attachment, for the OpenAPI page; the route itself writes bytes.</summary>
internal sealed record AttachmentBody(string Id, string Name, string Type, long Size, string Sha256);

/// <summary>A firm's files: what comes in is looked at, what goes out is a download and nothing a browser would run.</summary>
internal static class FileRoutes
{
    private const int Listed = 50, MostListed = 200;

    public static async Task Add(Exchange x)
    {
        var kept = await Kept(x);
        if (kept.Refusal is { } no) await Problems.Write(x.Http, x.Caller.Culture, no);
        else await Raw.Write(x, kept.Must());
    }

    public static async Task<Answer<FilePage>> List(Exchange x)
    {
        if (Target(x).Refusal is { } no) return no;
        return x.Number("limit", Listed, MostListed) is { } limit
            ? await Files(x).List(x.Caller, x.App!, x.Query("after"), limit)
            : Commands.Invalid("?limit", "range", $"1 to {MostListed}");
    }

    public static async Task Get(Exchange x)
    {
        var app = Target(x);
        var read = app.Refusal is { } unfit ? unfit : await Files(x).Read(x.Caller, app.Must(), x.Route("id"));
        if (read.Refusal is { } no)
        {
            await Problems.Write(x.Http, x.Caller.Culture, no);
            return;
        }
        var (facts, bytes) = (read.Must().Facts, read.Must().Bytes.Value);
        Downloads.Begin(x, facts.Type, facts.Name);
        x.Http.Response.Headers.ETag = $"\"{facts.Sha256}\"";
        x.Http.Response.ContentLength = bytes.Length;
        x.Http.Features.Get<Pass>()?.GiveBack();
        if (!HttpMethods.IsHead(x.Http.Request.Method)) await x.Http.Response.Body.WriteAsync(bytes, x.Cancel);
    }

    private static async Task<Answer<byte[]>> Kept(Exchange x)
    {
        var app = Target(x);
        if (!app.Ok) return app.Refusal!;
        var body = await Bodies.Bytes(x.Http.Request, FileRules.LargestFile, Codes.BodyTooLarge, x.Cancel);
        if (!body.Ok) return body.Refusal!;
        var order = new FileOrder { App = app.Must(), Name = x.Query("name"), Type = x.Http.Request.ContentType ?? "" };
        var kept = await Files(x).Add(x.Caller, order, new Immutable<byte[]>(body.Must()));
        if (kept.Ok)
        {
            using var attachment = System.Text.Json.JsonDocument.Parse(kept.Must());
            x.Created($"/api/v1/installs/{app.Must()}/files/{attachment.RootElement.GetProperty("id").GetString()}");
        }
        return kept;
    }

    private static Answer<string> Target(Exchange x) =>
        x.FirmNeeded is { } no ? no : x.App is { } app && x.Route("id").Length <= 100 ? app : Exchange.Nothing("file");

    private static IFilesGrain Files(Exchange x) => x.Grains.GetGrain<IFilesGrain>(Keys.Files(x.Caller.Tenant));
}
