using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Records;
using Marketplace.Grains.Invocations;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Records;
using Marketplace.Tests.Cluster.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Invocations;

/// <summary>Calls of one install side by side end as if they had run one after another.</summary>
public sealed class LaneTests(Stores stores) : IClassFixture<Stores>
{
    private static readonly Entity Ticket = new()
    {
        Name = "ticket",
        Fields = new Dictionary<string, Field>
        {
            ["queue"] = new() { Name = "queue", Type = FieldType.Text },
            ["number"] = new() { Name = "number", Type = FieldType.Integer },
        },
        Indexes = [["queue"]],
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Tickets_of_a_queue_get_distinct_numbers(string engine)
    {
        var calls = Stores.IsNightly ? 1_000 : 100;
        var database = await Installed(engine);
        await Draw(database, new InstallLane(database, "firm", "auto/queue"), calls, _ => "only", tracked: true);
        Assert.Equal(Enumerable.Range(1, calls).Select(static n => (long)n), await Numbers(database, "only"));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Queues_that_do_not_touch_run_side_by_side_and_lose_no_race(string engine)
    {
        var database = await Installed(engine);
        var lost = await Draw(database, new InstallLane(database, "firm", "auto/queue"), 64, static n => $"q{n}", tracked: true);
        Assert.Equal(0, lost);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Two_lanes_as_of_two_silos_still_give_distinct_numbers(string engine)
    {
        var database = await Installed(engine);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            Draw(database, new InstallLane(database, "firm", "auto/queue"), 40, static _ => "only", tracked: true)));
        Assert.Equal(Enumerable.Range(1, 80).Select(static n => (long)n), await Numbers(database, "only"));
    }

    [Fact]
    public async Task Catches_a_lane_that_forgets_what_was_read()
    {
        var database = await Installed(StoreOptions.Sqlite);
        await Draw(database, new InstallLane(database, "firm", "auto/queue"), 100, _ => "only", tracked: false);
        var numbers = await Numbers(database, "only");
        Assert.True(numbers.Distinct().Count() < numbers.Count);
    }

    /// <summary>Each call counts its queue's tickets and takes the next number. Answers how many races were lost.</summary>
    private static async Task<int> Draw(Database database, InstallLane lane, int calls, Func<int, string> queue, bool tracked)
    {
        var lost = 0;
        await Task.WhenAll(Enumerable.Range(0, calls).Select(n => Task.Run(async () =>
        {
            for (var race = 1; ; race++)
            {
                await lane.Enter(alone: race > 1);
                try
                {
                    if (await One(database, lane, queue(n), tracked)) return;
                    Interlocked.Increment(ref lost);
                }
                finally
                {
                    lane.Leave();
                }
            }
        }, Cancel)));
        return lost;
    }

    private static async Task<bool> One(Database database, InstallLane lane, string queue, bool tracked)
    {
        var run = await lane.Begin(0) ?? throw new InvalidOperationException("The install has gone.");
        try
        {
            var where = QueryReader.Read(Ticket, JsonSerializer.SerializeToUtf8Bytes(new { where = new { queue } })).Must().Where;
            var reads = new ReadSet();
            if (tracked) reads.Add(Ticket, where);
            var count = (await RecordFacts.Count(database, "i", Ticket, where, cancel: Cancel)).Must();
            await Task.Yield();
            var body = string.Create(CultureInfo.InvariantCulture, $$"""{"queue":"{{queue}}","number":{{count + 1}}}""");
            var row = RecordRules.Insert(Ticket, Guid.NewGuid().ToString("n"), JsonElement.Parse(body), "p", DateTimeOffset.UnixEpoch).Must();
            var done = await lane.Commit(run, reads, [new RecordChange(Ticket, row.Id, null, row)], seq =>
            {
                var unit = new Unit();
                InstallFacts.Advance(unit, "firm", "auto/queue", seq, 0);
                RecordFacts.Insert(unit, "i", Ticket, [row]);
                return unit;
            });
            return done is { Ok: true };
        }
        finally
        {
            lane.End(run);
        }
    }

    private static async Task<List<long>> Numbers(Database database, string queue)
    {
        var query = QueryReader.Read(Ticket, JsonSerializer.SerializeToUtf8Bytes(new { where = new { queue }, orderBy = new[] { "number" }, limit = 1_000 })).Must();
        var rows = (await RecordFacts.Query(database, "i", Ticket, query, cancel: Cancel)).Must();
        return [.. rows.Select(static row => JsonElement.Parse(row.Body).GetProperty("number").GetInt64())];
    }

    private async Task<Database> Installed(string engine)
    {
        var database = await stores.Open(engine);
        var unit = new Unit();
        InstallFacts.Create(unit, new InstallHead
        {
            Tenant = "firm", App = "auto/queue", Id = "i", Brain = "auto", Version = "1.0.0", Digest = "d", State = "active",
            InstalledAt = DateTimeOffset.UnixEpoch, InstalledBy = "owner",
        });
        Assert.True((await database.Commit(unit, Cancel)).Ok);
        return database;
    }
}
