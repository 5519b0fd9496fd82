using Marketplace.Domain;
using Marketplace.Storage;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Operations;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

public sealed class UnitOfWork(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static InstallHead Head(string tenant, string app = "auto/tag") => new()
    {
        Tenant = tenant, App = app, Id = $"id-{tenant}-{app}", Brain = "auto", Version = "1.0.0", Digest = "d", State = "active",
        Grants = ["invoke:device.command"], MonthlyCap = 1_000, InstalledAt = DateTimeOffset.UnixEpoch, InstalledBy = "owner",
    };

    private static StoredOperation Operation(string tenant, string key) => new(tenant, key, "hash", "", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch);

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Happens_all_or_not_at_all(string engine)
    {
        var database = await stores.Open(engine);
        var create = new Unit();
        InstallFacts.Create(create, Head("firm"));
        Assert.True((await database.Commit(create, Cancel)).Ok);

        var unit = new Unit();
        InstallFacts.Advance(unit, "firm", "auto/tag", 0, 0);
        OperationFacts.Insert(unit, Operation("firm", "k1"));
        unit.Must("UPDATE install_head SET seq = 99 WHERE tenant = $1", "late", "third", "nobody");
        var ended = await database.Commit(unit, Cancel);

        Assert.Equal(new Committed(false, "late", "third"), ended);
        Assert.Equal(0, (await InstallFacts.Get(database, "firm", "auto/tag", Cancel))!.Seq);
        Assert.Null(await OperationFacts.Get(database, "firm", "k1", Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Keeps_every_field_of_a_head(string engine)
    {
        var database = await stores.Open(engine);
        var head = Head("firm") with { SettingsJson = """{"a":"尺寸"}"""u8.ToArray(), SampleData = true, PlanPrice = 2_000, Seq = 3, Epoch = 4 };
        var unit = new Unit();
        InstallFacts.Create(unit, head);
        await database.Commit(unit, Cancel);
        Assert.Equivalent(head, await InstallFacts.Get(database, "firm", "auto/tag", Cancel), strict: true);

        var replace = new Unit();
        InstallFacts.Replace(replace, head with { Version = "2.0.0", Grants = [], State = "suspended" }, 4);
        Assert.True((await database.Commit(replace, Cancel)).Ok);
        var next = Assert.Single(await InstallFacts.List(database, "firm", Cancel));
        Assert.Equal(("2.0.0", "suspended", 4L, 5L), (next.Version, next.State, next.Seq, next.Epoch));
        Assert.Empty(next.Grants);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Lets_one_of_many_racing_calls_advance_a_head(string engine)
    {
        var database = await stores.Open(engine);
        var create = new Unit();
        InstallFacts.Create(create, Head("firm"));
        await database.Commit(create, Cancel);
        for (var round = 0; round < 20; round++)
        {
            var ends = await Task.WhenAll(Enumerable.Range(0, 16).Select(async racer =>
            {
                var unit = new Unit();
                InstallFacts.Advance(unit, "firm", "auto/tag", round, 0);
                OperationFacts.Insert(unit, Operation("firm", $"{round}-{racer}"));
                return await database.Commit(unit, Cancel);
            }));
            Assert.Single(ends, static end => end.Ok);
            Assert.All(ends.Where(static end => !end.Ok), static end => Assert.Equal(Codes.ConflictHead, end.Conflict));
        }
        Assert.Equal(20, (await InstallFacts.Get(database, "firm", "auto/tag", Cancel))!.Seq);
        Assert.Equal(20, await database.First("SELECT count(*) FROM operation", static row => row.Number(0), Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Undoes_only_the_units_that_conflict_when_many_are_committed_together(string engine)
    {
        var database = await stores.Open(engine);
        var ends = await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
        {
            var unit = new Unit();
            OperationFacts.Insert(unit, Operation("firm", $"own-{i}"));
            OperationFacts.Insert(unit, Operation("firm", i % 4 == 0 ? "shared" : $"other-{i}"));
            return (i, End: await database.Commit(unit, Cancel));
        }));
        Assert.All(ends.Where(static one => one.i % 4 != 0), static one => Assert.True(one.End.Ok));
        var winner = Assert.Single(ends, static one => one.i % 4 == 0 && one.End.Ok);
        Assert.All(ends.Where(static one => !one.End.Ok), static one => Assert.Equal((Conflicts.Operation, "shared"), (one.End.Conflict, one.End.Detail)));
        foreach (var (i, end) in ends)
            Assert.Equal(end.Ok, await OperationFacts.Get(database, "firm", $"own-{i}", Cancel) is not null);
        Assert.NotEqual(-1, winner.i);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Never_spends_beyond_the_cap(string engine)
    {
        var database = await stores.Open(engine);
        async Task<Committed> Spend(long cost, long cap)
        {
            var unit = new Unit();
            MeterFacts.Spend(unit, "firm", "auto/tag", "2026-09", cost, cap);
            return await database.Commit(unit, Cancel);
        }
        Assert.Equal(Codes.CapReached, (await Spend(101, 100)).Conflict);
        var ends = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Spend(7, 100)));
        Assert.Equal(14, ends.Count(static end => end.Ok));
        Assert.Equal((98, 0), await MeterFacts.Spent(database, "firm", "auto/tag", "2026-09", Cancel));
        Assert.True((await Spend(1_000, 0)).Ok);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Logs_invocations_and_sums_their_day(string engine)
    {
        var database = await stores.Open(engine);
        for (var i = 0; i < 5; i++)
        {
            var row = new InvocationRow
            {
                Id = $"inv-{i}", Tenant = "firm", App = "auto/tag", Version = "1.0.0", Digest = "d", Function = i == 4 ? "other" : "onScan", Actor = "p",
                At = DateTimeOffset.UnixEpoch.AddSeconds(i), Outcome = i == 0 ? "refused" : "completed", Code = i == 0 ? "tag.unknown" : "",
                InputJson = i == 1 ? new byte[5_000] : """{"code":"DEMO"}"""u8.ToArray(), Facts = new Dictionary<string, string> { ["code"] = "x" },
                Meter = new() { Statements = 10 + i, Reads = 1 }, Cost = new() { Total = 3, Platform = 1, Publisher = 2 }, Operation = "op",
            };
            var unit = new Unit();
            InvocationFacts.Insert(unit, row);
            MeterFacts.Add(unit, "2026-09-01", row);
            Assert.True((await database.Commit(unit, Cancel)).Ok);
        }
        var page = await InvocationFacts.Page(database, "firm", "auto/tag", "onScan", limit: 3, cancel: Cancel);
        Assert.Equal(["inv-3", "inv-2", "inv-1"], page.Select(static row => row.Id));
        Assert.Equal("""{"bytes":5000}""", System.Text.Encoding.UTF8.GetString(page[2].InputJson));
        Assert.Equal(["inv-0"], (await InvocationFacts.Page(database, "firm", "auto/tag", "onScan", "inv-1", cancel: Cancel)).Select(static row => row.Id));
        Assert.Empty(await InvocationFacts.Page(database, "other", "auto/tag", cancel: Cancel));
        var day = Assert.Single(await MeterFacts.Days(database, "firm", "", "2026-09-01", "2026-09-30", Cancel));
        Assert.Equal((4L, 1L, 60L, 5, 15L), (day.Completed, day.Refused, day.Meter.Statements, day.Meter.Reads, day.Cost.Total));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Stores_blobs_in_parts_and_returns_them_whole(string engine)
    {
        var database = await stores.Open(engine);
        var random = new Random(5);
        foreach (var size in new[] { 0, 1, 262_144, 262_145, 1_000_000 })
        {
            var bytes = new byte[size];
            random.NextBytes(bytes);
            for (var twice = 0; twice < 2; twice++)
            {
                var unit = new Unit();
                var name = BlobFacts.Put(unit, bytes, stores.Clock.Now);
                Assert.True((await database.Commit(unit, Cancel)).Ok);
                Assert.Equal(bytes, await BlobFacts.Get(database, name, Cancel));
            }
        }
        Assert.Null(await BlobFacts.Get(database, "nothing", Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Chains_the_audit_and_notices_a_cut_tail(string engine)
    {
        var database = await stores.Open(engine);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            var unit = new Unit();
            AuditFacts.Append(unit, new AuditEntry("auto", DateTimeOffset.UnixEpoch, "operator", "list", $"app-{i}", new Dictionary<string, string> { ["n"] = $"{i}" }));
            Assert.True((await database.Commit(unit, Cancel)).Ok);
        }));
        Assert.Equal(Enumerable.Range(1, 20).Select(static n => (long)n), (await AuditFacts.Page(database, "auto", cancel: Cancel)).Select(static one => one.Seq));
        Assert.Equal(0, await AuditFacts.FirstBroken(database, "auto", Cancel));

        // The log refuses changes; a hand that drops the guard first is noticed by the chain.
        await Assert.ThrowsAnyAsync<Exception>(async () => await database.Commit(new Unit().Do("DELETE FROM audit WHERE seq = 20"), Cancel));
        await database.Commit(new Unit().Do(engine == "sqlite" ? "DROP TRIGGER audit_stays" : "DROP TRIGGER audit_stands ON audit"), Cancel);
        await database.Commit(new Unit().Do("DELETE FROM audit WHERE seq = 20"), Cancel);
        Assert.Equal(20, await AuditFacts.FirstBroken(database, "auto", Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Wakes_whoever_waits_for_what_it_added(string engine)
    {
        var database = await stores.Open(engine);
        var woken = 0;
        database.Woken += () => Interlocked.Increment(ref woken);
        var plain = new Unit();
        OperationFacts.Insert(plain, Operation("firm", "a"));
        await database.Commit(plain, Cancel);
        Assert.Equal(0, woken);
        var due = new Unit();
        Marketplace.Storage.Delivery.DueFacts.Add(due, "d1", "job", "k", [], stores.Clock.Now, stores.Clock.Now);
        await database.Commit(due, Cancel);
        Assert.Equal(1, woken);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Goes_on_after_a_unit_with_broken_sql(string engine)
    {
        var database = await stores.Open(engine);
        var good = Enumerable.Range(0, 40).Select(i =>
        {
            var unit = new Unit();
            OperationFacts.Insert(unit, Operation("firm", $"g{i}"));
            return database.Commit(unit, Cancel);
        });
        var broken = Enumerable.Range(0, 5).Select(_ => Assert.ThrowsAnyAsync<Exception>(async () =>
            await database.Commit(new Unit().Do("INSERT INTO operation (tenant) VALUES ($1)", "firm").Do("NOT SQL"), Cancel)));
        var wrongArguments = Assert.ThrowsAnyAsync<Exception>(async () => await database.Commit(new Unit().Do("DELETE FROM operation WHERE key = $1"), Cancel));
        await Task.WhenAll([.. good, .. broken, wrongArguments]);
        Assert.Equal(40, await database.First("SELECT count(*) FROM operation", static row => row.Number(0), Cancel));
    }
}
