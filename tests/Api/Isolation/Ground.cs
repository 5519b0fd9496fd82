using System.Text.Json;
using Marketplace.Tests.Isolation;
using Marketplace.Tests.Running;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Marketplace.Tests.Api.Isolation;

/// <summary>A host of its own with three firms that use the same app, a publisher with an unlisted release and two operators: everything that
/// each of them can write holds a canary. One worker of the first firm is removed before anything is tried.</summary>
internal sealed class Ground : IAsyncDisposable
{
    public const string Firm = "hongyan";
    private static readonly string[] operators = ["isv-zhixing", "operator-auto", "operator-hardware"];
    private readonly HostPlace place;
    private readonly Dictionary<string, Actor> actors = new(StringComparer.Ordinal);
    private IReadOnlyList<string> marks = [Firm];
    private int keys;

    private Ground(HostPlace place, RunningHost host, int seed) => (this.place, Host, Birds) = (place, host, new Aviary(seed));

    public RunningHost Host { get; }

    public Aviary Birds { get; }

    /// <summary>What a row's path and body may name, of the first firm.</summary>
    public Dictionary<string, string> Things { get; } = new(StringComparer.Ordinal) { ["$app"] = WitnessApp.Id, ["$secret"] = "2.0.0", ["$claim"] = "witness-firm", ["$person"] = "hongyan-worker-1" };

    /// <summary>For each of them one that is not there and looks alike.</summary>
    public Dictionary<string, string> Ghosts { get; } = new(StringComparer.Ordinal) { ["$secret"] = "9.0.0", ["$claim"] = "witness-fimr", ["$person"] = "hongyan-worker-9" };

    public Actor this[string name] => actors[name];

    public static async Task<Ground> Plant(string engine, int seed)
    {
        var place = (await HostPlace.Seeded(engine)).With("Marketplace__MqttPort", "0");
        var ground = new Ground(place, await RunningHost.Start(place: place), seed);
        await ground.Enter();
        await ground.Publish();
        await ground.Write("owner", Firm, ["hongyan-owner", "hongyan-leader", "hongyan-worker-1"]);
        await ground.Write("other", "qiaotou", ["qiaotou-owner"]);
        await ground.Write("brain", "lanling", ["lanling-owner"]);
        await ground.Remove();
        return ground;
    }

    /// <summary>An operation key that says which cell it was.</summary>
    public string Key(string cell) => $"cell-{Interlocked.Increment(ref keys)}-{cell}";

    /// <summary>Every row of the store that speaks of the first firm or of one of its installs.</summary>
    public Task<OwnersRows> Rows() => place.ConnectionString.Length > 0 ? PostgresRows() : SqliteRows();

    public async ValueTask DisposeAsync()
    {
        foreach (var actor in actors.Values) actor.Dispose();
        await Host.DisposeAsync();
    }

    private async Task Enter()
    {
        foreach (var (role, name, token, page) in new[]
        {
            ("owner", "hongyan-owner", "mkt_dev_sme", "/"), ("leader", "hongyan-leader", "mkt_dev_leader", "/"), ("worker", "hongyan-worker-1", "mkt_dev_worker", "/floor"),
            ("revoked", "hongyan-worker-2", "mkt_dev_worker2", "/floor"), ("other", "qiaotou-owner", "mkt_dev_sme2", "/"), ("brain", "lanling-owner", "mkt_dev_hardware", "/"),
            ("isv", "isv-zhixing", "mkt_dev_isv", "/studio"), ("operator", "operator-auto", "mkt_dev_operator", "/desk"),
            ("chain", "chain-wanjiang", "mkt_dev_chain", "/chain"), ("carrier", "carrier-shunlu", "mkt_dev_carrier", "/carrier"),
            ("funder", "funder-jinqiao", "mkt_dev_funder", "/funder"), ("analyst", "analyst-auto", "mkt_dev_analyst", "/insight"),
            ("operator2", "operator-hardware", "mkt_dev_operator2", "/desk"), ("none", "nobody", "", "/floor/sign-in"),
        })
        {
            actors[role] = new Actor(Host.Address, name, token);
            await actors[role].SignIn(page);
        }
    }

    private async Task Publish()
    {
        await Do("isv", 201, "POST", "/api/v1/releases", "zip:1.0.0");
        foreach (var desk in new[] { "operator", "operator2" })
            await Do(desk, 200, "POST", $"/api/v1/reviews/{WitnessApp.Id}/1.0.0/decision", """{"decision":"list"}""");
        using var isv = new Talk(Host.Address, "mkt_dev_isv");
        var (readme, script) = (Birds.Value("an unlisted release's readme", operators), Birds.Value("an unlisted release's script", operators));
        Assert.Equal(201, (await isv.Bytes("/api/v1/releases", WitnessApp.Pack("2.0.0", readme, script), "application/zip")).Status);
        await Do("isv", 201, "POST", "/api/v1/releases", "zip:3.0.0");
        await Do("operator", 200, "POST", $"/api/v1/reviews/{WitnessApp.Id}/3.0.0/decision",
            $$"""{"decision":"refuse","rules":["spec.none"],"remark":"{{Birds.Value("one brain's remark", "isv-zhixing", "operator-auto")}}"}""");
        await Do("operator2", 200, "POST", $"/api/v1/reviews/{WitnessApp.Id}/3.0.0/decision",
            $$"""{"decision":"ask","rules":["spec.none"],"remark":"{{Birds.Value("the other brain's remark", "isv-zhixing", "operator-hardware")}}"}""");
        await Do("isv", 200, "POST", "/api/v1/publishers/witness-firm/claim", $$"""{"name":"Witness","evidence":"{{Birds.Value("a claim's evidence", operators)}}"}""");
    }

    private async Task Write(string who, string firm, IReadOnlyList<string> readers)
    {
        string Value(string place) => Birds.Value($"{firm}'s {place}", readers);
        await Do(who, 201, "POST", "/api/v1/installs", $$"""{"app":"{{WitnessApp.Id}}","grants":"all"}""");
        var path = $"/api/v1/installs/{WitnessApp.Id}";
        var record = await Do(who, 201, "POST", path + "/records/note", $$$"""{"code":"{{{Value("record's code")}}}","title":"{{{Value("record's title")}}}","data":{"deep":["{{{Value("record's data")}}}"]}}""");
        var operation = Birds.Id($"{firm}'s operation key", readers);
        await Do(who, 200, "POST", path + "/functions/add", $$"""{"code":"{{Value("record written by a call")}}"}""", operation);
        var call = await Do(who, 200, "POST", path + "/functions/same", $$"""{"why":"{{Value("call's input")}}"}""", "", ("Second-Signature", $"HY-002:{Birds.Value($"{firm}'s second signature")}"));
        await Do(who, 422, "POST", path + "/functions/deny", $$"""{"why":"{{Value("app's refusal")}}"}""");
        await Do(who, 200, "POST", path + "/functions/say", $$"""{"why":"{{Value("app's log line")}}"}""");
        await Do(who, 422, "POST", path + "/functions/fall", $$"""{"why":"{{Value("app's error")}}"}""");
        var device = Birds.Id($"{firm}'s device code", readers);
        await Do(who, 201, "POST", "/api/v1/devices", $$"""{"code":"{{device}}","name":"{{Value("device's name")}}"}""");
        await Do(who, 200, "POST", $"/api/v1/devices/{device}/readings", $$"""{"series":"heat","readings":[{"seq":1,"at":"2026-11-23T08:00:00Z","value":"{{Value("device's reading")}}"}]}""");
        await Do("none", 302, "POST", "/floor/in", $"form:badge={firm}/HY-001&pin={Birds.Value($"a PIN tried on {firm}")}");
        if (firm != Firm) return;
        var installs = await Do(who, 200, "GET", "/api/v1/installs", "-");
        marks = [Firm, .. installs.Json.GetProperty("installs").EnumerateArray().Select(static i => i.GetProperty("install").GetString()!)];
        var file = await Do(who, 201, "POST", path + "/files?name=note.txt", "text:" + Value("file's text"));
        var import = await Do(who, 201, "POST", path + "/imports?entity=note", "table:" + Value("import's line"));
        // Written and taken back, so that nothing goes on while the matrix is tried.
        await Ended(who, $"{path}/imports/{import.Json.GetProperty("id").GetString()}", "commit", "done");
        await Ended(who, $"{path}/imports/{import.Json.GetProperty("id").GetString()}", "undo", "undone");
        (Things["$file"], Things["$import"]) = (file.Json.GetProperty("id").GetString()!, import.Json.GetProperty("id").GetString()!);
        (Things["$record"], Things["$device"], Things["$op"]) = (record.Json.GetProperty("id").GetString()!, device, operation);
        Things["$call"] = call.Json.GetProperty("invocation").GetString()!;
        foreach (var thing in new[] { "$record", "$device", "$op", "$file", "$import", "$call" }) Ghosts[thing] = Things[thing][..^4] + "0000";
    }

    private async Task Ended(string who, string import, string command, string state)
    {
        await Do(who, 200, "POST", $"{import}/{command}", "-");
        for (var tries = 0; tries < 300; tries++)
        {
            if ((await Do(who, 200, "GET", import, "-")).Json.GetProperty("state").GetString() == state) return;
            await Task.Delay(100);
        }
        Assert.Fail($"The import is not {state} after 30 seconds.");
    }

    /// <summary>The owner takes a person out of the firm; it is over everywhere within seconds, and only then does the matrix begin.</summary>
    private async Task Remove()
    {
        await Do("owner", 200, "POST", "/api/v1/people/hongyan-worker-2/remove", "-");
        for (var tries = 0; tries < 150; tries++)
        {
            var (api, page) = (await actors["revoked"].Send("GET", "/api/v1/installs", "-", ""), await actors["revoked"].Send("GET", "/floor", "-", ""));
            if (api.Status == 401 && page.Status == 302) return;
            await Task.Delay(200);
        }
        Assert.Fail("A removed person still comes in after 30 seconds.");
    }

    private async Task<Reply> Do(string who, int status, string method, string path, string send, string key = "", params IReadOnlyList<(string, string)> headers)
    {
        var reply = await actors[who].Send(method, path, send, key, headers);
        Assert.True(reply.Status == status, $"{who} {method} {path}: {reply}");
        return reply;
    }

    private async Task<OwnersRows> SqliteRows()
    {
        // One process owns the file: its copy is read. The matrix is quiet when this is asked, and an unfinished copy would not open.
        var copy = Directory.CreateTempSubdirectory("rows-");
        try
        {
            foreach (var file in Directory.GetFiles(Path.Combine(Host.Data, "data"), "marketplace.db*").Where(static f => !f.EndsWith(".lock", StringComparison.Ordinal)))
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            await using var connection = new SqliteConnection($"Data Source={Path.Combine(copy.FullName, "marketplace.db")};Pooling=False");
            await connection.OpenAsync();
            return await OwnersRows.Read(postgres: false, sql => Texts(connection.CreateCommand(), sql), marks);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private async Task<OwnersRows> PostgresRows()
    {
        await using var source = NpgsqlDataSource.Create(place.ConnectionString);
        return await OwnersRows.Read(postgres: true, sql => Texts(source.CreateCommand(), sql), marks);
    }

    private static async Task<IReadOnlyList<string>> Texts(System.Data.Common.DbCommand command, string sql)
    {
        await using (command)
        {
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync();
            var texts = new List<string>();
            while (await reader.ReadAsync()) texts.Add(reader.IsDBNull(0) ? "" : reader.GetString(0));
            return texts;
        }
    }
}
