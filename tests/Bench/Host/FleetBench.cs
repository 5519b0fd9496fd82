using System.Diagnostics;
using System.Globalization;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Storage;
using Marketplace.Storage.Accounts;
using Marketplace.Storage.Installs;
using Marketplace.Tests.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Bench.Host;

/// <summary>Many firms with five apps each, every install with the sample records of its app: how long a killed host takes until it is ready, what
/// memory it has, and what the first and the second call of an install cost in time.</summary>
internal static class FleetBench
{
    private const int Restarts = 20, Called = 200;

    /// <summary>The apps, and a function of each to call.</summary>
    private static readonly (string App, string Model, string Function, object Input)[] apps =
    [
        ("demo/echo", "hongyan", "echo", new { a = 1 }), ("auto/tag-to-parameter", "hongyan", "onScan", new { code = "DEMO-GREEN", machine = "M-01" }),
        ("auto/piecework", "hongyan", "wip", new { }), ("auto/spc", "hongyan", "newest", new { }), ("auto/delivery", "qiaotou", "overview", new { }),
    ];

    public static async Task<int> Run(string engine, int installs)
    {
        var place = engine == StoreOptions.Sqlite ? await HostPlace.Fresh(engine) : HostPlace.On((await Storage.StoreBench.Fresh(engine)).ConnectionString);
        await using var host = await RunningHost.Start(engine, place);
        await host.Kill();
        var options = engine == StoreOptions.Sqlite ? new StoreOptions { DataFolder = Path.Combine(host.Data, "data") } : new StoreOptions { Engine = engine, ConnectionString = place.ConnectionString };
        var firms = installs / apps.Length;
        await using (var store = await Database.Open(options, TimeProvider.System, NullLogger.Instance)) await Fill(store, firms);
        await host.Start();
        var ready = new double[Restarts];
        for (var restart = 0; restart < Restarts; restart++)
        {
            await host.Kill();
            var began = Stopwatch.GetTimestamp();
            await host.Start();
            ready[restart] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        Array.Sort(ready);
        Say($"{engine}: {firms * apps.Length} installs of {apps.Length} apps; {Restarts} restarts after kill -9: ready after {ready[Restarts / 2]:F2} s at the median, {ready[Restarts * 95 / 100]:F2} s at the 95th percentile");
        await MemoryBench.Say(host, engine, "after the last restart, none called");
        var dice = new Random(20_261_127);
        var chosen = Enumerable.Range(0, Called).Select(_ => dice.Next(firms)).Distinct().ToArray();
        foreach (var round in new[] { "first", "second" })
        {
            foreach (var (app, _, function, input) in apps)
            {
                List<double> took = [];
                var failed = 0;
                foreach (var firm in chosen)
                {
                    using var talk = new Talk(host.Address, Token(firm));
                    await talk.Get("/api/v1/usage"); // the connection and the person are not what is measured
                    var began = Stopwatch.GetTimestamp();
                    var reply = await talk.Call(app, function, input);
                    took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    if (reply.Status != 200) failed++;
                }
                took.Sort();
                Say($"{engine}: {round} call of {app} {function} in {chosen.Length} firms, {failed} failed: p50 {took[took.Count / 2]:F1} ms, p95 {took[took.Count * 95 / 100]:F1} ms");
            }
            await MemoryBench.Say(host, engine, $"after the {round} call of {chosen.Length * apps.Length} installs");
        }
        return 0;
    }

    private static string Token(int firm) => string.Create(CultureInfo.InvariantCulture, $"mkt_bench_{firm:D6}_of_the_fleet");

    private static async Task Fill(Database store, int firms)
    {
        var began = Stopwatch.GetTimestamp();
        List<InstallHead> models = [];
        foreach (var (app, model, _, _) in apps) models.Add((await InstallFacts.ListOfApp(store, app)).First(head => head.Tenant == model));
        var rows = 0L;
        foreach (var model in models) rows += await store.First("SELECT count(*) FROM record WHERE install = $1", static row => row.Number(0), CancellationToken.None, model.Id);
        await Parallel.ForEachAsync(Enumerable.Range(0, firms), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (firm, _) =>
        {
            var (unit, tenant) = (new Unit(), string.Create(CultureInfo.InvariantCulture, $"fleet-{firm}"));
            AccountFacts.Put(unit, new PersonRow { Id = $"{tenant}-owner", Tenant = tenant, Brain = "auto", Name = "{}", Roles = [Roles.Owner, Roles.Leader, Roles.Worker] });
            AccountFacts.Put(unit, new TokenRow(Secrets.TokenHash(Token(firm)), $"{tenant}-owner", [], DateTimeOffset.UtcNow.AddDays(1), false));
            foreach (var (model, number) in models.Select(static (model, number) => (model, number)))
            {
                var head = model with { Tenant = tenant, Id = string.Create(CultureInfo.InvariantCulture, $"fleet{number}-{firm:D18}"), Seq = 1, Epoch = 1 };
                InstallFacts.Create(unit, head);
                unit.Do("INSERT INTO record (install, entity, id, version, created_at, created_by, updated_at, body) SELECT $1, entity, id, version, created_at, created_by, updated_at, body FROM record WHERE install = $2", head.Id, model.Id);
                unit.Do("INSERT INTO record_key (install, entity, field, nil, num, txt, id, uniq) SELECT $1, entity, field, nil, num, txt, id, uniq FROM record_key WHERE install = $2", head.Id, model.Id);
            }
            var done = await store.Commit(unit);
            if (!done.Ok) throw new InvalidOperationException($"{done.Conflict} {done.Detail}");
        });
        Say($"{firms} firms with {apps.Length} installs and {rows} records each written in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
