using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Records;

/// <summary>A firm's records, one at a time.</summary>
public sealed class RecordTests(SharedHosts hosts)
{
    private const string Firm = "mkt_dev_sme2";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_record_is_made_read_changed_and_removed_and_its_version_is_its_etag(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "records", engine);
        var firm = await hosts.As(Firm, engine);
        var made = await firm.Post($"{app.Path}/records/note", new { code = "a", title = "题", count = 1, amount = "12.50", due = "2026-11-23", data = new { x = new[] { 1, 2 } } });
        var record = Expect.Ok(made, 201);
        var at = $"{app.Path}/records/note/{record.GetProperty("id").GetString()}";
        Assert.Equal((at, "\"1\"", 1), (made.Header("Location"), made.Header("ETag"), record.GetProperty("version").GetInt64()));
        Assert.Equal("qiaotou-owner", record.GetProperty("createdBy").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", record.GetProperty("createdAt").GetString());
        Assert.True(SameJson.As(record, Expect.Ok(await firm.Get(at))));
        var changed = await firm.Patch(at, new { title = (string?)null, count = 2 }, "", ("If-Match", "\"1\""));
        Assert.Equal((2, "\"2\""), (Expect.Ok(changed).GetProperty("version").GetInt64(), changed.Header("ETag")));
        Assert.True(!changed.Json.TryGetProperty("title", out var title) || title.ValueKind == JsonValueKind.Null);
        Assert.Equal("12.50", changed.Json.GetProperty("amount").GetString());
        Expect.Refused(await firm.Patch(at, new { count = 3 }, "", ("If-Match", "\"1\"")), 409, "conflict.version");
        Expect.Refused(await firm.Delete(at, "", ("If-Match", "\"1\"")), 409, "conflict.version");
        Expect.Pointed(await firm.Patch(at, new { count = 3 }, "", ("If-Match", "\"one\"")), "#If-Match");
        Assert.Equal(204, (await firm.Delete(at, "", ("If-Match", "\"2\""))).Status);
        Expect.Refused(await firm.Get(at), 404, "notFound");
        Expect.Refused(await firm.Patch(at, new { count = 3 }), 404, "notFound");
        Expect.Refused(await firm.Delete(at), 404, "notFound");
    }

    [Theory]
    [InlineData("mkt_dev_worker")]
    [InlineData("mkt_dev_leader")]
    public async Task Only_the_owner_writes_past_the_functions_of_an_app(string token)
    {
        var (owner, staff) = (await hosts.As("mkt_dev_sme"), await hosts.As(token));
        const string Recipes = "/api/v1/installs/auto/tag-to-parameter/records/recipe";
        var draft = Expect.Ok(await staff.Get($"{Recipes}?limit=1&where=" + Uri.EscapeDataString("""{"status":"draft"}"""))).GetProperty("records")[0];
        var at = $"{Recipes}/{draft.GetProperty("id").GetString()}";
        Expect.Refused(await staff.Patch(at, new { status = "approved" }), 403, "role.missing");
        Expect.Refused(await staff.Delete(at), 403, "role.missing");
        Expect.Refused(await staff.Post(Recipes, new { status = "approved" }), 403, "role.missing");
        Assert.True(SameJson.As(draft, Expect.Ok(await owner.Get(at))));
    }

    [Theory]
    [InlineData("{}", "/code")]
    [InlineData("""{"code":5}""", "/code")]
    [InlineData("""{"code":"a\u0000b"}""", "/code")]
    [InlineData("""{"code":"a","count":-1}""", "/count")]
    [InlineData("""{"code":"a","count":1.5}""", "/count")]
    [InlineData("""{"code":"a","count":9007199254740993}""", "/count")]
    [InlineData("""{"code":"a","amount":12.5}""", "/amount")]
    [InlineData("""{"code":"a","amount":"12.505"}""", "/amount")]
    [InlineData("""{"code":"a","due":"2026-02-30"}""", "/due")]
    [InlineData("""{"code":"a","nothing":1}""", "/nothing")]
    [InlineData("""{"code":"a","id":"mine"}""", "/id")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    public async Task What_does_not_fit_the_entity_is_refused_at_its_place(string body, string pointer)
    {
        var firm = await hosts.As(Firm);
        Expect.Pointed(await firm.Post($"{(await Shared()).Path}/records/note", body), pointer);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_unique_value_is_there_once_even_when_fifty_ask(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "unique", engine);
        var firm = await hosts.As(Firm, engine);
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => firm.Post($"{app.Path}/records/note", new { code = "only" })));
        Assert.Equal((1, 49), (replies.Count(r => r.Status == 201), replies.Count(r => r is { Status: 409, Code: "conflict.unique" })));
        Assert.Equal("code", replies.First(r => r.Status == 409).Fact("field"));
        Expect.Refused(await firm.Call(app.Id, "add", new { code = "only" }), 409, "conflict.unique");
        Assert.Equal(1, (await firm.Get($"{app.Path}/records/note")).Json.GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Writers_of_records_and_callers_of_functions_all_get_through(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "through", engine);
        var firm = await hosts.As(Firm, engine);
        var writes = Enumerable.Range(0, 60).Select(n => firm.Post($"{app.Path}/records/note", new { code = $"w{n}" }));
        var calls = Enumerable.Range(0, 60).Select(n => firm.Call(app.Id, "add", new { code = $"c{n}" }));
        Assert.All(await Task.WhenAll(writes.Concat(calls)), reply => Assert.True(reply.Status is 200 or 201, reply.ToString()));
        Assert.Equal(120, (await firm.Call(app.Id, "total", new { })).Result.GetInt32());
    }

    [Fact]
    public async Task One_of_fifty_changes_of_one_version_wins()
    {
        var app = await ProbeApp.Installed(hosts, "stale");
        var firm = await hosts.As(Firm);
        var at = (await firm.Post($"{app.Path}/records/note", new { code = "a" })).Header("Location");
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => firm.Patch(at, new { count = n }, "", ("If-Match", "\"1\""))));
        Assert.Equal((1, 49), (replies.Count(r => r.Status == 200), replies.Count(r => r is { Status: 409, Code: "conflict.version" })));
        Assert.Equal(2, (await firm.Get(at)).Json.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task What_may_only_be_added_to_is_neither_changed_nor_removed()
    {
        var app = await Shared();
        var firm = await hosts.As(Firm);
        var at = (await firm.Post($"{app.Path}/records/stamp", new { code = "kept" })).Header("Location");
        Expect.Refused(await firm.Patch(at, new { code = "other" }), 409, "conflict.appendOnly");
        Expect.Refused(await firm.Delete(at), 409, "conflict.appendOnly");
        Assert.Equal("kept", Expect.Ok(await firm.Get(at)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_write_repeated_under_its_key_is_one_write_with_one_answer()
    {
        var app = await ProbeApp.Installed(hosts, "rewrites");
        var firm = await hosts.As(Firm);
        var (insert, patch, delete) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var made = await firm.Post($"{app.Path}/records/note", new { code = "a" }, insert);
        var again = await firm.Post($"{app.Path}/records/note", new { code = "a" }, insert);
        Assert.Equal((201, made.Text, made.Header("ETag")), (again.Status, again.Text, again.Header("ETag")));
        var at = made.Header("Location");
        var changed = await firm.Patch(at, new { count = 1 }, patch, ("If-Match", "\"1\""));
        Assert.Equal(Expect.Ok(changed).GetRawText(), Expect.Ok(await firm.Patch(at, new { count = 1 }, patch, ("If-Match", "\"1\""))).GetRawText());
        Assert.Equal((204, 204), ((await firm.Delete(at, delete)).Status, (await firm.Delete(at, delete)).Status));
        Expect.Refused(await firm.Delete(at, insert), 422, "operation.mismatch");
    }

    [Fact]
    public async Task What_is_not_there_is_404_whether_app_entity_or_id()
    {
        var app = await Shared();
        var firm = await hosts.As(Firm);
        Expect.Refused(await firm.Get($"{app.Path}/records/none"), 404, "notFound");
        Expect.Refused(await firm.Get($"{app.Path}/records/note/none"), 404, "notFound");
        Expect.Refused(await firm.Get($"{app.Path}/records/note/{new string('x', 150)}"), 404, "notFound");
        Expect.Refused(await firm.Get("/api/v1/installs/demo/none/records/note"), 404, "notFound");
        Expect.Refused(await firm.Get("/api/v1/installs/DEMO/NONE/records/note"), 404, "notFound");
    }

    private static readonly SemaphoreSlim Once = new(1);
    private static ProbeApp? shared;

    private async Task<ProbeApp> Shared()
    {
        await Once.WaitAsync();
        try
        {
            return shared ??= await ProbeApp.Installed(hosts, "entity");
        }
        finally
        {
            Once.Release();
        }
    }
}
