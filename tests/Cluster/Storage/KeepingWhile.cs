using System.Text;
using Marketplace.Domain.Invocations;
using Marketplace.Grains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>What is kept for a while, and goes after it; what is kept for ever, and stays.</summary>
public sealed class KeepingWhile(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => stores.Clock.Now;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Goes_after_its_time_by_the_sweeper_of_a_silo_and_nothing_else_does(string engine)
    {
        var database = await stores.Open(engine);
        await using var silo = await Silo.Start(database, "keeping");
        // More of each than one turn takes.
        const int many = Keeping.Most + 20;
        await Fill(database, many);
        var library = new ReleaseLibrary(database, stores.Clock);
        var keeping = new Keeping(database, library, new GrainOptions(), stores.Clock);
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        var house = new Housework(keeping, new Marketplace.Grains.Installs.Purging(database, stores.Clock), new Clockwork(grains, database, library, new GrainOptions(), NullLogger<Clockwork>.Instance), new Marketplace.Grains.Invocations.AppCalls(database, library, grains, stores.Clock), new Marketplace.Grains.Logistics.BoardRounds(grains, database));
        var deliveries = new Deliveries(grains, database, library, house, stores.Clock);
        using var sweeper = new Sweeper(database, deliveries, new GrainOptions(), stores.Clock, NullLogger<Sweeper>.Instance);
        await keeping.StartAsync(Cancel);
        await sweeper.StartAsync(Cancel);
        var before = await Rows(database);
        await Task.Delay(100, Cancel);
        Assert.Equal(before, await Rows(database));

        stores.Clock.Now = new DateTimeOffset(Now.UtcDateTime.Date, TimeSpan.Zero).AddHours(18);
        await UntilDone(database);
        await sweeper.StopAsync(Cancel);
        Assert.Equal(
            "blob named,young; dead old-dead; invocation kept; meter 2; operation kept; outbox old-dead,old-open,young", await Rows(database));
        // There is a next day, and only one.
        Assert.Equal(["keep:2026-09-02:1"], await database.Read("SELECT id FROM due_work ORDER BY id", static row => row.Text(0), Cancel));
        Assert.Equal(new DateTimeOffset(2026, 9, 2, 18, 0, 0, TimeSpan.Zero), await DueFacts.Next(database, Cancel));
        stores.Clock.Now = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Goes_in_small_turns(string engine)
    {
        var database = await stores.Open(engine);
        await Fill(database, Keeping.Most * 2);
        var keeping = new Keeping(database, new ReleaseLibrary(database, stores.Clock), new GrainOptions(), stores.Clock);
        for (var turn = 1; turn <= 3; turn++)
        {
            await keeping.Turn($"keep:2026-09-01:{turn}");
            var left = Math.Max(0, Keeping.Most * (2 - turn));
            Assert.Equal((left + 1, left + 1, left + 3),
                (await Count(database, "operation"), await Count(database, "invocation"), await Count(database, "outbox")));
            Assert.Equal(turn < 3, await DueFacts.Get(database, $"keep:2026-09-01:{turn + 1}", Cancel) is not null);
        }
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Is_promised_again_by_every_start_and_kept_by_the_one_that_was_off_at_the_hour(string engine)
    {
        var database = await stores.Open(engine);
        var keeping = new Keeping(database, new ReleaseLibrary(database, stores.Clock), new GrainOptions(), stores.Clock);
        for (var start = 0; start < 3; start++) await keeping.StartAsync(Cancel);
        stores.Clock.Now += TimeSpan.FromDays(3);
        await keeping.StartAsync(Cancel);
        Assert.Equal("keep:2026-09-01:1", Assert.Single(await DueFacts.Claim(database, cancel: Cancel)).Id);
        stores.Clock.Now -= TimeSpan.FromDays(3);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Never_takes_bytes_that_are_put_again_at_that_moment(string engine)
    {
        var database = await stores.Open(engine);
        var dice = Seeds.Dice($"bytes on {engine}");
        var (rounds, kept) = (Seeds.Count(2_000, 60), 0);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = Encoding.UTF8.GetBytes($"package {round}");
            var old = new Unit();
            var name = BlobFacts.Put(old, bytes, Now - TimeSpan.FromDays(2));
            Assert.True((await database.Commit(old, Cancel)).Ok);
            var (put, forget) = (Named(bytes), new Unit());
            BlobFacts.Forget(forget, name, Now - Keeping.Blobs);
            var units = dice.Next(2) == 0 ? new[] { put, forget } : [forget, put];
            await Task.WhenAll(units.Select(unit => Task.Run(() => database.Commit(unit, Cancel), Cancel)));
            Assert.Equal(bytes, await BlobFacts.Get(database, name, Cancel));
            if (!(await database.Commit(forget, Cancel)).Ok) kept++;
        }
        Assert.Equal(rounds, kept);

        // Bytes that are put again without a word about it: the forgetter sees them old, and takes them from under their name.
        var wrong = Encoding.UTF8.GetBytes("wrong");
        var unit = new Unit();
        var lost = BlobFacts.Put(unit, wrong, Now - TimeSpan.FromDays(2));
        await database.Commit(unit, Cancel);
        await database.Commit(new Unit().Do("INSERT INTO blob (sha256, put_at) VALUES ($1, $2) ON CONFLICT DO NOTHING", lost, Now), Cancel);
        var taking = new Unit();
        BlobFacts.Forget(taking, lost, Now - Keeping.Blobs);
        await database.Commit(taking, Cancel);
        Assert.Null(await BlobFacts.Get(database, lost, Cancel));
    }

    private Unit Named(byte[] bytes)
    {
        var unit = new Unit();
        var name = BlobFacts.Put(unit, bytes, Now);
        ProjectionFacts.Put(unit, new ProjectionRow(Projecting.Package, "-", $"d-{name}", $"d-{name}", Encoding.ASCII.GetBytes(name)));
        return unit;
    }

    private async Task Fill(Database database, int many)
    {
        var (week, season) = (Now - TimeSpan.FromDays(7.5), Now - TimeSpan.FromDays(90.5));
        var unit = new Unit();
        for (var i = 0; i < many; i++)
        {
            OperationFacts.Insert(unit, new StoredOperation("firm", $"old-{i}", "h", "", [], week));
            OutboxFacts.Send(unit, $"old-{i}", "a", "b", "event", [1], week);
            InvocationFacts.Insert(unit, Line($"old-{i}", season));
        }
        MeterFacts.Add(unit, "2026-06-01", Line("old", season));
        MeterFacts.Add(unit, "2026-08-30", Line("kept", Now));
        OperationFacts.Insert(unit, new StoredOperation("firm", "kept", "h", "", [], Now - TimeSpan.FromDays(6)));
        InvocationFacts.Insert(unit, Line("kept", Now - TimeSpan.FromDays(89)));
        Assert.True((await database.Commit(unit, Cancel)).Ok);
        var run = Assert.Single(await OutboxFacts.Claim(database, longest: many, cancel: Cancel));
        var word = new Unit();
        OutboxFacts.Acknowledge(word, run, many, Now);
        // Old, but not delivered; old, and dead; delivered, and young.
        OutboxFacts.Send(word, "old-open", "a", "open", "event", [1], week);
        OutboxFacts.Send(word, "old-dead", "a", "dead", "event", [1], week);
        OutboxFacts.Send(word, "young", "a", "young", "event", [1], Now);
        word.Do("UPDATE outbox SET dead = 1 WHERE id = 'old-dead'").Do("UPDATE outbox_head SET done = 1 WHERE target IN ('dead', 'young')")
            // A pair that waits for its receiver still.
            .Do("UPDATE outbox_head SET due = $1 WHERE target = 'open'", Now + TimeSpan.FromDays(9));
        BlobFacts.Put(word, Encoding.UTF8.GetBytes("orphan"), Now - TimeSpan.FromHours(25));
        BlobFacts.Put(word, Encoding.UTF8.GetBytes("young"), Now - TimeSpan.FromHours(1));
        var name = BlobFacts.Put(word, Encoding.UTF8.GetBytes("named"), Now - TimeSpan.FromDays(400));
        ProjectionFacts.Put(word, new ProjectionRow(Projecting.Package, "-", "digest", "digest", Encoding.ASCII.GetBytes(name)));
        Assert.True((await database.Commit(word, Cancel)).Ok);
    }

    private static InvocationRow Line(string id, DateTimeOffset at) => new()
    {
        Id = id, Tenant = "firm", App = "auto/tag", Version = "1.0.0", Digest = "d", Function = "f", Actor = "p", At = at, Outcome = "completed",
        Meter = new Meter { Statements = 1 }, Cost = new Cost { Total = 1 },
    };

    private static async Task<long> Count(Database database, string table) =>
        await database.First($"SELECT count(*) FROM {table}", static row => row.Number(0), Cancel);

    private static async Task<string> Rows(Database database)
    {
        async Task<string> Ids(string sql) => string.Join(',', await database.Read(sql, static row => row.Text(0), Cancel));
        var blobs = await database.Read("SELECT bytes FROM blob_part", static row => Encoding.UTF8.GetString(row.Bytes(0)), Cancel);
        return $"blob {string.Join(',', blobs.Order(StringComparer.Ordinal))}; dead {string.Join(',', (await OutboxFacts.Dead(database, cancel: Cancel)).Select(static one => one.Message.Id))}; "
            + $"invocation {await Ids("SELECT id FROM invocation ORDER BY id")}; meter {await Count(database, "meter_day")}; operation {await Ids("SELECT key FROM operation ORDER BY key")}; "
            + $"outbox {await Ids("SELECT id FROM outbox ORDER BY id")}";
    }

    private static async Task UntilDone(Database database)
    {
        for (var tries = 0; ; tries++)
        {
            if (await database.First("SELECT count(*) FROM due_work WHERE due <= $1", static row => row.Number(0), Cancel, database.Time.GetUtcNow()) == 0) return;
            Assert.True(tries < 1_200, "the day's keeping is not done after a minute");
            await Task.Delay(50, Cancel);
        }
    }
}
