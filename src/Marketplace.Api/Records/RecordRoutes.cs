using System.Globalization;
using System.Text;
using Marketplace.Api.Http;
using Marketplace.Contracts.Records;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Records;

/// <summary>A firm's records. The version travels as the ETag; a stale If-Match is <c>conflict.version</c>.</summary>
internal static class RecordRoutes
{
    public static async Task List(Exchange x)
    {
        var target = Target(x);
        var query = target.Ok ? RecordQuery.Read(x) : target.Refusal!;
        var page = query.Refusal is { } unfit ? unfit : await Records(x).Query(x.Caller, target.Must().App, target.Must().Entity, query.Must());
        if (page.Refusal is { } no) await Problems.Write(x.Http, x.Caller.Culture, no);
        else await Raw.Write(x, Page(page.Must()));
    }

    public static Task Get(Exchange x) => One(x, async (app, entity) => await Records(x).Get(x.Caller, app, entity, x.Route("id")));

    public static Task Insert(Exchange x) => One(x, async (app, entity) =>
    {
        var body = await Bodies.Json(x.Http.Request, Limits.RecordBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        var made = await Records(x).Insert(x.Caller, app, entity, body.Must());
        if (made.Ok && RecordHead.Read(made.Must()) is { Id: { Length: > 0 } id })
            x.Created($"/api/v1/installs/{app}/records/{entity}/{Uri.EscapeDataString(id)}");
        return made;
    });

    public static Task Update(Exchange x) => One(x, async (app, entity) =>
    {
        var version = Version(x);
        if (version.Refusal is { } stale) return stale;
        var body = await Bodies.Json(x.Http.Request, Limits.RecordBody, x.Cancel);
        return body.Refusal is { } unfit ? unfit
            : await Records(x).Update(x.Caller, app, entity, x.Route("id"), version.Must(), body.Must());
    });

    public static async Task Delete(Exchange x)
    {
        var target = Target(x);
        var version = target.Ok ? Version(x) : target.Refusal!;
        var done = version.Refusal is { } unfit ? unfit
            : await Records(x).Delete(x.Caller, target.Must().App, target.Must().Entity, x.Route("id"), version.Must());
        if (done.Refusal is { } no) await Problems.Write(x.Http, x.Caller.Culture, no);
        else x.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task One(Exchange x, Func<string, string, Task<Answer<byte[]>>> act)
    {
        var target = Target(x);
        var record = target.Refusal is { } nowhere ? nowhere : await act(target.Must().App, target.Must().Entity);
        if (record.Refusal is { } no)
        {
            await Problems.Write(x.Http, x.Caller.Culture, no);
            return;
        }
        if (RecordHead.Read(record.Must()) is { Version: > 0 and var version }) x.Http.Response.Headers.ETag = $"\"{version}\"";
        await Raw.Write(x, record.Must());
    }

    private static Answer<(string App, string Entity)> Target(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        var entity = x.Route("entity");
        return x.App is { } app && entity.Length <= 40 && x.Route("id").Length <= 100 ? (app, entity) : Exchange.Nothing("record");
    }

    /// <summary>The version of If-Match; 0 (whatever it is) when absent or <c>*</c>.</summary>
    private static Answer<long> Version(Exchange x)
    {
        var match = x.Http.Request.Headers.IfMatch.ToString();
        if (match.Length == 0 || match == "*") return 0;
        var digits = match.StartsWith("W/", StringComparison.Ordinal) ? match[2..] : match;
        return long.TryParse(digits.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? version
            : Commands.Invalid("#If-Match", "version", "an ETag that this service gave");
    }

    private static byte[] Page(RecordPage page)
    {
        var tail = Encoding.UTF8.GetBytes($",\"count\":{page.Count},\"next\":{System.Text.Json.JsonSerializer.Serialize(page.Next, ApiJson.Shapes.String)}}}");
        return [.. "{\"records\":"u8, .. page.Records, .. tail];
    }

    private static IRecordsGrain Records(Exchange x) => x.Grains.GetGrain<IRecordsGrain>(Keys.Records(x.Caller.Tenant));
}
