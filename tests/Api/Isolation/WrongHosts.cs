using Marketplace.Tests.Isolation;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Isolation;

/// <summary>Hosts that are wrong on purpose, each in one way; the matrix sees every one of them.</summary>
internal static class WrongHosts
{
    private const string Record = "GET /api/v1/installs/{publisher}/{app}/records/{entity}/{id}", Operation = "GET /api/v1/operations/{key}", Installs = "GET /api/v1/installs";

    public static async Task AreCaught(Ground ground, IReadOnlyList<SheetRow> rows)
    {
        Task<Reply> Honest(Actor actor, string method, string path, string send, string key, IReadOnlyList<(string, string)> headers) => actor.Send(method, path, send, key, headers);
        Door query = (actor, method, path, send, key, headers) => Honest(path.Contains("tenant=" + Ground.Firm, StringComparison.Ordinal) ? ground["owner"] : actor, method, path, send, key, headers);
        Door header = (actor, method, path, send, key, headers) => Honest(headers.Contains(("X-Tenant", Ground.Firm)) ? ground["owner"] : actor, method, path, send, key, headers);
        Door session = (actor, method, path, send, key, headers) => Honest(actor == ground["revoked"] ? ground["worker"] : actor, method, path, send, key, headers);
        Door telling = async (actor, method, path, send, key, headers) =>
            await Honest(actor, method, path, send, key, headers) is { Status: 404 } reply && path.Contains(ground.Things["$record"], StringComparison.Ordinal) ? reply with { Status = 403 } : await Honest(actor, method, path, send, key, headers);

        await Caught(ground, query, rows, Record, "other", "told of hongyan's record's title");
        await Caught(ground, query, rows, Operation, "other", "404 notFound is expected");
        await Caught(ground, header, rows, Record, "brain", "told of hongyan's record's code");
        await Caught(ground, header, rows, Installs, "none", "401 auth.required is expected");
        await Caught(ground, session, rows, Record, "revoked", "told of hongyan's record's data");
        await Caught(ground, telling, rows, Record, "other", "what is there and what is not are answered differently");
        var value = ground.Birds.All.First(static c => c.Place == "hongyan's record's title");
        Assert.Contains(ground.Birds.InLog(ground.Host.Printed + "\nwarn: the record " + value.Text + " was odd"), static b => b.Contains("record's title", StringComparison.Ordinal));
        Assert.NotEmpty(new OwnersRows(new HashSet<string> { "record: a", "record: b" }).Against(new OwnersRows(new HashSet<string> { "record: a", "record: c" })));
    }

    private static async Task Caught(Ground ground, Door wrong, IReadOnlyList<SheetRow> rows, string route, string column, string words)
    {
        var matrix = new Matrix(ground, wrong);
        var row = rows.Single(r => r.Name == route);
        await matrix.Cell(row, column);
        await matrix.Exists(row, column);
        Assert.True(matrix.Broken.Any(b => b.Contains(words, StringComparison.Ordinal)), $"{route} [{column}] let a wrong host pass: {string.Join('\n', matrix.Broken)}");
    }
}
