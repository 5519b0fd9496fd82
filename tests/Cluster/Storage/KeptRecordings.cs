using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Grains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Invocations;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>Recordings of an install stay within their limits by due work, a step at a time, and what is counted is what is there.</summary>
public sealed class KeptRecordings(Stores stores) : IClassFixture<Stores>
{
    private const string Firm = "firm", App = "auto/tag";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_oldest_go_when_there_are_too_many(string engine)
    {
        var database = await stores.Open(engine);
        var (now, keeping) = (stores.Clock.Now, new Keeping(database, new ReleaseLibrary(database, stores.Clock), new GrainOptions(), stores.Clock));
        var most = (int)RecordingRules.MostCalls;
        await Add(database, 0, most, now);
        Assert.Null(await DueFacts.Get(database, RecordingFacts.TrimId(Firm, App), Cancel));
        // As many as two steps take, and some.
        await Add(database, most, RecordingRules.Step * 2 + 7, now);
        for (var step = 1; step <= 3; step++)
        {
            Assert.NotNull(await DueFacts.Get(database, $"trim:{Firm}/{App}:{step}", Cancel));
            await keeping.Trim($"trim:{Firm}/{App}:{step}", $"{Firm}/{App}");
            Assert.Equal(Math.Max(most, most + RecordingRules.Step * (2 - step) + 7), (await Counted(database)).Calls);
        }
        Assert.Null(await DueFacts.Get(database, $"trim:{Firm}/{App}:4", Cancel));
        Assert.Equal(Id(RecordingRules.Step * 2 + 7, now), (await RecordingFacts.Oldest(database, Firm, App, 1, Cancel))[0].Id);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task What_is_older_than_thirty_days_goes_with_the_day_and_the_rest_stays(string engine)
    {
        var database = await stores.Open(engine);
        var keeping = new Keeping(database, new ReleaseLibrary(database, stores.Clock), new GrainOptions(), stores.Clock);
        await Add(database, 0, 3, stores.Clock.Now - TimeSpan.FromDays(31));
        await Add(database, 3, 4, stores.Clock.Now - TimeSpan.FromDays(29));
        await keeping.Turn("keep:2026-09-01:1");
        Assert.NotNull(await DueFacts.Get(database, RecordingFacts.TrimId(Firm, App), Cancel));
        await keeping.Trim(RecordingFacts.TrimId(Firm, App), $"{Firm}/{App}");
        Assert.Equal(4, (await Counted(database)).Calls);
    }

    private static string Id(int number, DateTimeOffset at) => string.Concat(Ids.First(at).AsSpan(0, 10), number.ToString("D16", System.Globalization.CultureInfo.InvariantCulture));

    private static async Task Add(Database database, int from, int count, DateTimeOffset at)
    {
        foreach (var page in Enumerable.Range(from, count).Chunk(500))
        {
            var unit = new Unit();
            RecordingFacts.Add(unit, [.. page.Select(n => new RecordingRow(Firm, App, Id(n, at), at, [1, 2, 3]))], at);
            Assert.True((await database.Commit(unit, Cancel)).Ok);
        }
    }

    /// <summary>What is written down, which must be what is there.</summary>
    private static async Task<(long Calls, long Bytes)> Counted(Database database)
    {
        var space = await RecordingFacts.Space(database, Firm, App, Cancel);
        Assert.Equal(space, await database.First("SELECT count(*), CAST(coalesce(sum(size), 0) AS bigint) FROM recording", static row => (row.Number(0), row.Number(1)), Cancel));
        return space;
    }
}
