using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Marketplace.Tests.Api.Operations;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Installs;

/// <summary>Another version and the way back, leaving and coming back, and a whole export that comes in again: over HTTP.</summary>
public sealed class LifeTests(SharedHosts hosts)
{
    private const string Firm = "mkt_dev_sme2", Other = "mkt_dev_sme";

    [Fact]
    public async Task A_firm_reads_what_changes_before_it_takes_it()
    {
        var (app, firm) = (ProbeApp.Named("reads"), await hosts.As(Firm));
        await LifeProbe.Listed(hosts, app, "sqlite", "1.0.0");
        Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = new[] { "subscribe:device.topic" } }), 201);
        Assert.Equal(JsonValueKind.Null, Expect.Ok(await firm.Get($"{app.Path}/upgrade")).GetProperty("offer").ValueKind);
        await LifeProbe.Listed(hosts, app, "sqlite", "1.1.0");
        var offer = Expect.Ok(await firm.Get($"{app.Path}/upgrade")).GetProperty("offer");
        Assert.Equal(("1.1.0", "minor", 0, false), (Word(offer, "version"), Word(offer, "step"), offer.GetProperty("consents").GetArrayLength(), offer.GetProperty("migrates").GetBoolean()));
        Assert.Equal(["entities part.place added", "functions where added"], Lines(offer));
        await LifeProbe.Listed(hosts, app, "sqlite", "2.0.0");

        // From 1.0.0 nothing carries the records over; from 1.1.0 something does.
        var far = Expect.Ok(await firm.Get($"{app.Path}/upgrade?version=2.0.0")).GetProperty("offer");
        Assert.Equal("upgrade.path", Word(far.GetProperty("blocked"), "code"));
        Expect.Refused(await firm.Post($"{app.Path}/upgrade", new { version = "2.0.0", grants = "all" }), 422, "upgrade.path");
        Expect.Refused(await firm.Post($"{app.Path}/rollback"), 409, "rollback.none");
        Expect.Refused(await (await hosts.As("mkt_dev_leader")).Get("/api/v1/installs/demo/echo/upgrade"), 403, "role.missing");
        var key = Guid.NewGuid().ToString();
        var taken = await firm.Post($"{app.Path}/upgrade", new { version = "1.1.0" }, key);
        Assert.Equal(("active", "1.1.0"), (Word(Expect.Ok(taken), "state"), Word(taken.Json, "version")));
        Assert.Equal(taken.Text, (await firm.Post($"{app.Path}/upgrade", new { version = "1.1.0" }, key)).Text);
        Expect.Refused(await firm.Post($"{app.Path}/upgrade", new { version = "2.0.0" }, key), 422, "operation.mismatch");
        Expect.Ok(await firm.Call(app.Id, "where", new { }));

        var next = Expect.Ok(await firm.Get($"{app.Path}/upgrade")).GetProperty("offer");
        Assert.Equal(("major", true, "invoke:logistics.tender"), (Word(next, "step"), next.GetProperty("migrates").GetBoolean(), Assert.Single(next.GetProperty("consents").EnumerateArray()).GetString()));
        Assert.Equal(["entities part.count removed", "entities part.pieces added", "hosts maps.demo.example added", "price use changed", "scopes invoke:logistics.tender added!"], Lines(next).Order(StringComparer.Ordinal));
        Assert.Equal("invoke:logistics.tender", Expect.Refused(await firm.Post($"{app.Path}/upgrade", new { version = "2.0.0" }), 403, "grant.missing").Fact("scope"));
        Expect.Pointed(await firm.Post($"{app.Path}/upgrade", new { version = "2.0.0", grants = new[] { "spend:finance.factoring" } }), "/grants");
        Expect.Pointed(await firm.Post($"{app.Path}/upgrade", new { version = "1.0.0" }), "/version");
        Expect.Pointed(await firm.Post($"{app.Path}/rollback", new { accept = "yes" }), "/accept");
        Expect.Refused(await firm.Post($"{app.Path}/upgrade", new { version = "9.9.9" }), 404, "notFound");

        Assert.Equal(("active", "1.0.0"), (Word(Expect.Ok(await firm.Post($"{app.Path}/rollback")), "state"), Word(Expect.Ok(await firm.Get(app.Path)), "version")));
        Expect.Refused(await firm.Call(app.Id, "where", new { }), 404, "function.unknown");
        Expect.Refused(await firm.Post($"{app.Path}/rollback"), 409, "rollback.none");
        var last = Expect.Ok(await firm.Get($"{app.Path}/upgrade")).GetProperty("last");
        Assert.Equal(("back", "done", "1.0.0"), (Word(last, "direction"), Word(last, "state"), Word(last, "to")));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Records_are_carried_over_while_the_old_version_serves_and_back_again(string engine)
    {
        var (app, firm) = (ProbeApp.Named("carried"), await hosts.As(Firm, engine));
        await LifeProbe.Listed(hosts, app, engine, "1.0.0");
        Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 201);
        await Filled(firm, app, 1_150);
        var paper = Expect.Ok(await firm.Bytes($"{app.Path}/files?name=a.txt", "尺寸 12.5"u8.ToArray(), "text/plain"), 201);
        var papered = Word(Expect.Ok(await firm.Post($"{app.Path}/records/part", new { code = "P-paper", count = 3, paper }), 201), "id");

        // 1.1.0 indexes a field that is new: every record has its entry when the version begins to serve.
        await LifeProbe.Listed(hosts, app, engine, "1.1.0");
        Assert.Equal("upgrading", Word(Expect.Ok(await firm.Post($"{app.Path}/upgrade", new { grants = "all" })), "state"));
        Assert.Equal("1.1.0", Word(await LifeProbe.Rests(firm, app), "version"));
        Assert.Equal(1_000, Expect.Ok(await firm.Get($"{app.Path}/records/part?orderBy=place&limit=1000")).GetProperty("count").GetInt32());
        Expect.Ok(await firm.Patch($"{app.Path}/records/part/{papered}", new { place = "B2" }));
        var before = await Export(firm, app);

        await LifeProbe.Listed(hosts, app, engine, "2.0.0");
        var calls = Task.Run(async () =>
        {
            var made = 0;
            for (; made < 400 && Word(Expect.Ok(await firm.Get(app.Path)), "version") == "1.1.0"; made++) Expect.Ok(await firm.Call(app.Id, "add", new { code = $"n{made}" }));
            return made;
        }, TestContext.Current.CancellationToken);
        Assert.Equal("upgrading", Word(Expect.Ok(await firm.Post($"{app.Path}/upgrade", new { version = "2.0.0", grants = new[] { "invoke:logistics.tender" } })), "state"));
        var facts = await LifeProbe.Rests(firm, app);
        Assert.Equal(("active", "2.0.0"), (Word(facts, "state"), Word(facts, "version")));
        Assert.Equal(await calls, (await firm.Call(app.Id, "total", new { })).Result.GetInt32());
        var carried = Expect.Ok(await firm.Get($"{app.Path}/records/part?where=" + Uri.EscapeDataString("""{"code":"P-7"}"""))).GetProperty("records")[0];
        Assert.Equal((7, false, 2), (carried.GetProperty("pieces").GetInt32(), carried.TryGetProperty("count", out _), carried.GetProperty("version").GetInt32()));
        Assert.Equal(200, (await firm.Get($"{app.Path}/files/{Word(paper, "id")}")).Status);

        // Since then: one changed, one made, and one made that cannot be carried back.
        Expect.Ok(await firm.Patch($"{app.Path}/records/part/{Word(carried, "id")}", new { pieces = 9 }));
        Expect.Ok(await firm.Post($"{app.Path}/records/part", new { code = "N-1", pieces = 5 }), 201);
        var heavy = Word(Expect.Ok(await firm.Post($"{app.Path}/records/part", new { code = "N-2", pieces = 5_000 }), 201), "id");
        var two = await Export(firm, app);
        Expect.Ok(await firm.Post($"{app.Path}/rollback"));
        Assert.Equal("2.0.0", Word(await LifeProbe.Rests(firm, app), "version"));
        var last = Expect.Ok(await firm.Get($"{app.Path}/upgrade")).GetProperty("last");
        Assert.Equal(("conflicts", 1, $"part/{heavy}"), (Word(last, "state"), last.GetProperty("conflicts").GetInt32(), last.GetProperty("told")[0].GetString()));
        Assert.Equal(two, await Export(firm, app));

        Expect.Ok(await firm.Post($"{app.Path}/rollback", new { accept = true }));
        Assert.Equal("1.1.0", Word(await LifeProbe.Rests(firm, app), "version"));
        var (was, now) = (Entity(before, "part"), Entity(await Export(firm, app), "part"));
        Assert.Equal(was.Count + 1, now.Count);
        foreach (var (id, body) in was) Assert.Equal(id == Word(carried, "id") ? body.Replace("\"count\":7", "\"count\":9", StringComparison.Ordinal) : body, now[id]);
        Assert.DoesNotContain(heavy, now.Keys);
        Assert.Contains(now.Values, static body => body.Contains("\"code\":\"N-1\"", StringComparison.Ordinal) && body.Contains("\"count\":5", StringComparison.Ordinal));
        Assert.Equal(200, (await firm.Get($"{app.Path}/files/{Word(paper, "id")}")).Status);
        var said = await (await hosts.On(engine)).Place.Run("check");
        Assert.DoesNotContain(app.Id, said.Out + said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_everything_as_it_was()
    {
        var (app, firm) = (ProbeApp.Named("fails"), await hosts.As(Firm));
        await LifeProbe.Listed(hosts, app, "sqlite", "2.0.0");
        Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 201);
        for (var i = 0; i < 3; i++) Expect.Ok(await firm.Post($"{app.Path}/records/part", new { code = i == 1 ? "P-bad" : $"P-{i}", pieces = i }), 201);
        var before = await Export(firm, app);
        await LifeProbe.Listed(hosts, app, "sqlite", "3.0.0");
        Expect.Ok(await firm.Post($"{app.Path}/upgrade", new { grants = "all" }));
        Assert.Equal("2.0.0", Word(await LifeProbe.Rests(firm, app), "version"));
        var last = Expect.Ok(await firm.Get($"{app.Path}/upgrade")).GetProperty("last");
        Assert.Equal(("failed", "app.threw", "part"), (Word(last, "state"), Word(last.GetProperty("why"), "code"), last.GetProperty("why").GetProperty("facts").GetProperty("entity").GetString()));
        Assert.Equal(before, await Export(firm, app));
        // Mended data, and the same version is taken.
        var bad = Expect.Ok(await firm.Get($"{app.Path}/records/part?where=" + Uri.EscapeDataString("""{"code":"P-bad"}"""))).GetProperty("records")[0];
        Expect.Ok(await firm.Patch($"{app.Path}/records/part/{Word(bad, "id")}", new { code = "P-good" }));
        Expect.Ok(await firm.Post($"{app.Path}/upgrade", new { grants = "all" }));
        Assert.Equal("3.0.0", Word(await LifeProbe.Rests(firm, app), "version"));
        Assert.All(Entity(await Export(firm, app), "part").Values, static body => Assert.Contains("\"title\":\"three\"", body, StringComparison.Ordinal));
        // Nothing carries 3.0.0 back where it was changed since; what was not touched is restored.
        Expect.Ok(await firm.Post($"{app.Path}/rollback"));
        Assert.Equal("2.0.0", Word(await LifeProbe.Rests(firm, app), "version"));
        Assert.DoesNotContain(Entity(await Export(firm, app), "part").Values, static body => body.Contains("three", StringComparison.Ordinal));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task What_was_left_comes_back_and_what_was_left_too_long_is_removed_and_comes_in_again_from_its_export(string engine)
    {
        var (app, firm, other) = (ProbeApp.Named("leaving"), await hosts.As(Firm, engine), await hosts.As(Other, engine));
        await LifeProbe.Listed(hosts, app, engine, "2.0.0");
        var order = new { app = app.Id, grants = "all" };
        var first = Word(Expect.Ok(await firm.Post("/api/v1/installs", order), 201), "install");
        await Filled(firm, app, 450);
        foreach (var name in new[] { "图纸.txt", "b.txt" })
        {
            var paper = Expect.Ok(await firm.Bytes($"{app.Path}/files?name={Uri.EscapeDataString(name)}", Encoding.UTF8.GetBytes($"{name}\n"), "text/plain"), 201);
            Expect.Ok(await firm.Post($"{app.Path}/records/part", new { code = name, paper }), 201);
        }
        var settings = await Hand(engine, $"UPDATE install_head SET settings = {(engine == "sqlite" ? "CAST('{\"lines\":3}' AS BLOB)" : "convert_to('{\"lines\":3}', 'UTF8')")} WHERE id = '{first}'");
        var whole = await Export(firm, app);
        Expect.Refused(await firm.Post($"{app.Path}/restore"), 409, "conflict.state");
        Assert.NotEqual(JsonValueKind.Null, Expect.Ok(await firm.Post($"{app.Path}/uninstall")).GetProperty("restorableUntil").ValueKind);
        Assert.Equal(whole, await Export(firm, app));
        Expect.Refused(await firm.Get($"{app.Path}/records/part"), 404, "notFound");
        foreach (var command in new[] { "suspend", "resume", "uninstall", "rollback" })
            Assert.Equal("uninstalled", Expect.Refused(await firm.Post($"{app.Path}/{command}"), 409, "conflict.state").Fact("state"));
        Assert.Equal("active", Word(Expect.Ok(await firm.Post($"{app.Path}/restore")), "state"));
        Assert.Equal(whole, await Export(firm, app));

        // A whole export goes only where nothing is, only into its own app, and only as it was.
        Expect.Refused(await firm.Bytes($"{app.Path}/imports", whole, "application/zip"), 409, "import.notEmpty");
        Expect.Ok(await other.Post("/api/v1/installs", order), 201);
        Expect.Refused(await other.Bytes("/api/v1/installs/demo/echo/imports", whole, "application/zip"), 422, "import.archive");
        Expect.Refused(await other.Bytes($"{app.Path}/imports", Damaged(whole), "application/zip"), 422, "import.archive");
        Expect.Pointed(await other.Bytes($"{app.Path}/imports", whole, "text/csv"), "?entity");
        await Brought(other, app, whole);
        Assert.Equal(whole, await Export(other, app));

        // Ninety days later.
        Expect.Ok(await firm.Post($"{app.Path}/uninstall"));
        await Hand(engine, $"UPDATE due_work SET due = 1 WHERE id LIKE 'purge:{first}:%'; UPDATE install_head SET left_at = 1 WHERE id = '{first}'");
        Assert.Equal("purged", Expect.Refused(await firm.Post($"{app.Path}/restore"), 409, "conflict.state").Fact("state"));
        for (var look = 0; look < 200 && Word(Expect.Ok(await firm.Get(app.Path)), "state") != "purged"; look++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Expect.Refused(await firm.Get($"{app.Path}/export"), 404, "notFound");
        Assert.DoesNotContain(app.Id, Expect.Ok(await firm.Get("/api/v1/installs")).GetRawText(), StringComparison.Ordinal);
        var second = Word(Expect.Ok(await firm.Post("/api/v1/installs", order), 201), "install");
        Assert.NotEqual(first, second);
        for (var look = 0; look < 200 && await Rows(engine, first) > 0; look++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(0, await Rows(engine, first));
        Assert.Equal(0, Expect.Ok(await firm.Get($"{app.Path}/records/part")).GetProperty("count").GetInt32());
        await Brought(firm, app, whole);
        Assert.Equal(whole, await Export(firm, app));
        Assert.Equal(452, Expect.Ok(await firm.Get($"{app.Path}/records/part?orderBy=code&limit=1000")).GetProperty("count").GetInt32());
        Assert.True(settings);
    }

    private static async Task Brought(Talk firm, ProbeApp app, byte[] whole)
    {
        var preview = Expect.Ok(await firm.Bytes($"{app.Path}/imports?name=all.zip", whole, "application/zip"), 201);
        Assert.Equal(("zip", "preview", 454), (Word(preview, "kind"), Word(preview, "state"), preview.GetProperty("lines").GetInt32()));
        var at = $"{app.Path}/imports/{Word(preview, "id")}";
        Expect.Ok(await firm.Post($"{at}/commit"));
        for (var look = 0; look < 400 && Word(Expect.Ok(await firm.Get(at)), "state") == "running"; look++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(("done", 452), (Word(Expect.Ok(await firm.Get(at)), "state"), Expect.Ok(await firm.Get(at)).GetProperty("inserted").GetInt32()));
        Expect.Refused(await firm.Post($"{at}/undo"), 409, "conflict.state");
    }

    private static async Task Filled(Talk firm, ProbeApp app, int count)
    {
        var pieces = Expect.Ok(await firm.Get(app.Path)).GetProperty("version").GetString()![0] == '1' ? "count" : "pieces";
        var table = new StringBuilder($"code,title,{pieces}\r\n");
        for (var i = 0; i < count; i++) table.Append(CultureInfo.InvariantCulture, $"P-{i},part {i},{i}\r\n");
        var preview = Expect.Ok(await firm.Bytes($"{app.Path}/imports?entity=part", Encoding.UTF8.GetBytes(table.ToString()), "text/csv"), 201);
        var at = $"{app.Path}/imports/{Word(preview, "id")}";
        Expect.Ok(await firm.Post($"{at}/commit"));
        for (var look = 0; look < 400 && Word(Expect.Ok(await firm.Get(at)), "state") == "running"; look++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(count, Expect.Ok(await firm.Get(at)).GetProperty("inserted").GetInt32());
    }

    private static async Task<byte[]> Export(Talk firm, ProbeApp app)
    {
        var reply = await firm.Get($"{app.Path}/export");
        Assert.True(reply.Status == 200, reply.ToString());
        return reply.Bytes;
    }

    /// <summary>The bodies of an entity's records by id, without version and times.</summary>
    private static Dictionary<string, string> Entity(byte[] zip, string entity)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var reader = new StreamReader(archive.GetEntry($"entities/{entity}.ndjson")!.Open());
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonElement.Parse(line)).ToDictionary(
            static row => row.GetProperty("id").GetString()!,
            static row => string.Join(',', row.EnumerateObject().Where(static m => m.Name is not ("id" or "version" or "updatedAt" or "createdAt" or "createdBy")).Select(static m => $"\"{m.Name}\":{m.Value.GetRawText()}")));
    }

    private static byte[] Damaged(byte[] zip)
    {
        using var copy = new MemoryStream();
        copy.Write(zip);
        using (var archive = new ZipArchive(copy, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var stream = archive.GetEntry("settings.json")!.Open();
            stream.SetLength(0);
            stream.Write("{\"lines\":4}"u8);
        }
        return copy.ToArray();
    }

    private async Task<bool> Hand(string engine, string sql)
    {
        await Operations.Hand.Run((await hosts.On(engine)).Place, sql);
        return true;
    }

    private async Task<int> Rows(string engine, string install)
    {
        var count = 0;
        foreach (var table in new[] { "record", "record_key", "file", "file_space", "import_run", "upgrade_run", "record_before", "record_next" })
            count += await Operations.Hand.Count((await hosts.On(engine)).Place, $"SELECT count(*) FROM {table} WHERE install = '{install}'");
        return count;
    }

    private static List<string> Lines(JsonElement offer) =>
        [.. offer.GetProperty("differences").EnumerateArray().Select(static d => $"{Word(d, "area")} {Word(d, "subject")} {Word(d, "kind")}{(d.GetProperty("consent").GetBoolean() ? "!" : "")}")];

    private static string Word(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
