using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Records;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Records;
using Marketplace.Tests.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Bench.Host;

/// <summary>From kill -9 to ready with many installs stored: the demo's own, and thousands written into its store beside them, each with
/// records, log lines, replies and meters of the app that the demo has installed.</summary>
internal static class RestartBench
{
    private const int Restarts = 20, Rows = 20;
    private const string App = "auto/tag-to-parameter";

    private static readonly Entity Tag = new()
    {
        Name = "tag",
        Fields = new Dictionary<string, Field> { ["code"] = new() { Name = "code", Type = FieldType.Text, Unique = true } },
    };

    public static async Task<int> Run(string engine, int installs)
    {
        var place = engine == StoreOptions.Sqlite ? await HostPlace.Fresh(engine) : HostPlace.On((await Storage.StoreBench.Fresh(engine)).ConnectionString);
        await using var host = await RunningHost.Start(engine, place);
        Print(engine, "the seed alone", await Measure(host));
        await host.Kill();
        var options = engine == StoreOptions.Sqlite
            ? new StoreOptions { DataFolder = Path.Combine(host.Data, "data") }
            : new StoreOptions { Engine = engine, ConnectionString = place.ConnectionString };
        await using (var store = await Database.Open(options, TimeProvider.System, NullLogger.Instance)) await Fill(store, installs);
        await host.Start();
        Print(engine, $"{installs} installs with {Rows} records and log lines each", await Measure(host));
        return 0;
    }

    private static async Task<double[]> Measure(RunningHost host)
    {
        var seconds = new double[Restarts];
        for (var restart = 0; restart < Restarts; restart++)
        {
            await host.Kill();
            var began = Stopwatch.GetTimestamp();
            await host.Start();
            seconds[restart] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        return [.. seconds.Order()];
    }

    private static void Print(string engine, string what, double[] seconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{engine}: {Restarts} restarts with {what}: median {seconds[Restarts / 2]:F2} s, p95 {seconds[Restarts * 95 / 100]:F2} s, longest {seconds[^1]:F2} s"));

    private static async Task Fill(Database store, int installs)
    {
        var began = Stopwatch.GetTimestamp();
        var model = (await InstallFacts.ListOfApp(store, App))[0];
        await Parallel.ForEachAsync(Enumerable.Range(0, installs), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (n, _) =>
        {
            var tenant = string.Create(CultureInfo.InvariantCulture, $"bench-{n}");
            var committed = await store.Commit(One(model with { Tenant = tenant, Id = string.Create(CultureInfo.InvariantCulture, $"bench{n:D21}"), Seq = Rows + 1 }));
            if (!committed.Ok) throw new InvalidOperationException($"{committed.Conflict} {committed.Detail}");
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{installs} installs written in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s"));
    }

    private static Unit One(InstallHead head)
    {
        var unit = new Unit();
        InstallFacts.Create(unit, head);
        List<RecordRow> tags = [];
        for (var row = 0; row < Rows; row++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{head.Id}-{row:D4}");
            tags.Add(RecordRules.Insert(Tag, id, JsonElement.Parse($$"""{"code":"{{id}}"}"""), "bench", head.InstalledAt).Must());
            var line = new InvocationRow
            {
                Id = id, Tenant = head.Tenant, App = App, Version = head.Version, Digest = head.Digest, Function = "onScan", Actor = "bench", At = head.InstalledAt,
                Outcome = "completed", InputJson = """{"code":"DEMO-GREEN","machine":"M-01"}"""u8.ToArray(), ResultJson = """{"answer":"green"}"""u8.ToArray(), Operation = id,
            };
            InvocationFacts.Insert(unit, line);
            MeterFacts.Add(unit, "2026-11-27", line);
            OperationFacts.Insert(unit, new StoredOperation(head.Tenant, id, "", "", "{}"u8.ToArray(), head.InstalledAt));
        }
        RecordFacts.Insert(unit, head.Id, Tag, tags);
        return unit;
    }
}
