using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Records;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Records;
using Marketplace.Tests.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Bench.Host;

/// <summary>Queries over an entity with 100,000 records and two indexes, one after the other: in the store, and through HTTP. Every answer is
/// compared with what was written.</summary>
internal static class RecordBench
{
    private const int Asks = 2_000, Page = 50;
    private const string Id = "demo/largestore";

    public static async Task<int> Run(string engine, int count)
    {
        var place = engine == StoreOptions.Sqlite ? await HostPlace.Fresh(engine) : HostPlace.On((await Storage.StoreBench.Fresh(engine)).ConnectionString);
        await using var host = await RunningHost.Start(engine, place);
        using (var isv = new Talk(host.Address, "mkt_dev_isv"))
        using (var desk = new Talk(host.Address, "mkt_dev_operator"))
        using (var owner = new Talk(host.Address, "mkt_dev_sme2"))
        {
            Must(await isv.Bytes("/api/v1/releases", SmallApp.Pack(Id, note: """ "code": { "type": "text", "required": true, "maxLength": 40 }, "number": { "type": "integer" } }, "indexes": [["code"], ["number"]] """), "application/zip"));
            Must(await desk.Post($"/api/v1/reviews/{Id}/1.0.0/decision", new { decision = "list" }));
            Must(await owner.Post("/api/v1/installs", new { app = Id, grants = "all" }));
        }
        await host.Kill();
        var options = engine == StoreOptions.Sqlite ? new StoreOptions { DataFolder = Path.Combine(host.Data, "data") } : new StoreOptions { Engine = engine, ConnectionString = place.ConnectionString };
        var dice = new Random(20_261_127);
        var numbers = Enumerable.Range(0, count).ToArray();
        dice.Shuffle(numbers);
        await using (var store = await Database.Open(options, TimeProvider.System, NullLogger.Instance))
        {
            var head = (await InstallFacts.ListOfApp(store, Id))[0];
            await Fill(store, head.Id, numbers);
            var wrong = 0;
            foreach (var (name, ask) in Shapes(count))
            {
                var took = new double[Asks];
                for (var i = -200; i < Asks; i++)
                {
                    var (text, expected) = ask(dice);
                    var began = Stopwatch.GetTimestamp();
                    var rows = (await RecordFacts.Query(store, head.Id, Note, QueryReader.Read(Note, Encoding.UTF8.GetBytes(text)).Must())).Must();
                    if (i >= 0) took[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                    if (!rows.Select(static row => JsonElement.Parse(row.Body).GetProperty("number").GetInt32()).SequenceEqual(expected)) wrong++;
                }
                Print(engine, "store", name, took, wrong);
            }
        }
        await host.Start();
        using var firm = new Talk(host.Address, "mkt_dev_sme2");
        foreach (var (name, ask) in Shapes(count))
        {
            var (took, wrong) = (new double[Asks], 0);
            for (var i = -200; i < Asks; i++)
            {
                var (text, expected) = ask(dice);
                var asked = JsonElement.Parse(text);
                var path = $"/api/v1/installs/{Id}/records/note?limit={Page}&where={Uri.EscapeDataString(asked.GetProperty("where").GetRawText())}" + (asked.TryGetProperty("orderBy", out var order) ? $"&orderBy={order[0].GetString()}" : "");
                var began = Stopwatch.GetTimestamp();
                var reply = await firm.Get(path);
                if (i >= 0) took[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                if (reply.Status != 200 || !reply.Json.GetProperty("records").EnumerateArray().Select(static row => row.GetProperty("number").GetInt32()).SequenceEqual(expected)) wrong++;
            }
            Print(engine, "HTTP", name, took, wrong);
        }
        return 0;
    }

    private static readonly Entity Note = new()
    {
        Name = "note",
        Fields = new Dictionary<string, Field> { ["code"] = new() { Name = "code", Type = FieldType.Text }, ["number"] = new() { Name = "number", Type = FieldType.Integer } },
        Indexes = [["code"], ["number"]],
    };

    /// <summary>A query as JSON, and the numbers of the rows that it must answer, in their order.</summary>
    private static IEnumerable<(string Name, Func<Random, (string Text, int[] Expected)> Ask)> Shapes(int count) =>
    [
        ("one by its code", dice =>
        {
            var n = dice.Next(count);
            return ($$"""{"where":{"code":"{{Code(n)}}"},"limit":{{Page}} }""", [n]);
        }),
        ("50 of a range, in order", dice =>
        {
            var n = dice.Next(count - Page);
            return ($$"""{"where":{"number":{"gte":{{n}} } },"orderBy":["number"],"limit":{{Page}} }""", [.. Enumerable.Range(n, Page)]);
        }),
        ("50 of a range, backwards", dice =>
        {
            var n = dice.Next(Page, count);
            return ($$"""{"where":{"number":{"lt":{{n}} } },"orderBy":["-number"],"limit":{{Page}} }""", [.. Enumerable.Range(1, Page).Select(back => n - back)]);
        }),
        ("20 by their codes", dice =>
        {
            var n = dice.Next(count - 20);
            return ($$"""{"where":{"code":{"in":[{{string.Join(',', Enumerable.Range(n, 20).Select(static one => $"\"{Code(one)}\""))}}]} },"orderBy":["code"],"limit":{{Page}} }""", [.. Enumerable.Range(n, 20)]);
        }),
    ];

    private static string Code(int number) => number.ToString("D8", CultureInfo.InvariantCulture);

    private static async Task Fill(Database store, string install, int[] numbers)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var page in numbers.Chunk(500))
        {
            var unit = new Unit();
            RecordFacts.Insert(unit, install, Note, page.Select(n => RecordRules.Insert(Note, $"r{n:D8}", JsonElement.Parse($$"""{"code":"{{Code(n)}}","number":{{n}} }"""), "bench", DateTimeOffset.UnixEpoch).Must()));
            var done = await store.Commit(unit);
            if (!done.Ok) throw new InvalidOperationException($"{done.Conflict} {done.Detail}");
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{numbers.Length} records written in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s"));
    }

    private static void Print(string engine, string where, string name, double[] took, int wrong)
    {
        Array.Sort(took);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}, {where}: {name}: {took.Length} queries, {wrong} answered wrongly; p50 {took[took.Length / 2]:F2} ms, p95 {took[took.Length * 95 / 100]:F2} ms, p99 {took[took.Length * 99 / 100]:F2} ms"));
    }

    private static void Must(Reply reply)
    {
        if (reply.Status is not (200 or 201)) throw new InvalidOperationException(reply.ToString());
    }
}
