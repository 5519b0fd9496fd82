using System.Globalization;
using System.Text;
using Marketplace.Contracts.Devices;
using Marketplace.Domain.Devices;
using Marketplace.Grains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Devices;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Devices;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>Readings go after their time, those of an open window stay, and what is sent again from a time that is forgotten is not taken a second time.</summary>
public sealed class KeptReadings(Stores stores) : IClassFixture<Stores>
{
    private const string Firm = "firm", Series = "kwh";

    private static readonly DateTimeOffset start = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DeviceRow meter = new(Firm, "M-1", $"{Firm}.m-1", "hash", "", start);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Go_after_their_time_and_are_not_taken_again(string engine)
    {
        stores.Clock.Now = start;
        var database = await stores.Open(engine);
        const int old = Keeping.MostReadings + 300, young = 40;
        for (var from = 1; from <= old; from += 1_000) Assert.True((await Intake(database).Take(Batch(from, Math.Min(1_000, old - from + 1), start), [], TimeSpan.Zero)).Ok);
        stores.Clock.Now = start.AddDays(60);
        Assert.Equal(young, (await Intake(database).Take(Batch(old + 1, young, stores.Clock.Now), [], TimeSpan.Zero)).Must());

        // The last moment at which all are kept, and the first at which the old ones are not.
        stores.Clock.Now = start.AddDays(90).AddSeconds(1);
        await Turn(database, new GrainOptions { Readings = ReadingTerms.Read("ever")! }, 1);
        await Turn(database, new GrainOptions { Readings = ReadingTerms.Read("2027-01-01=7")! }, 2);
        Assert.Equal(old + young, await Count(database));
        stores.Clock.Now = start.AddDays(90).AddHours(4);
        await Turn(database, new GrainOptions(), 3);
        Assert.Equal(old + young - Keeping.MostReadings, await Count(database));
        await Turn(database, new GrainOptions(), 4);
        Assert.Equal(young, await Count(database));
        var head = (await ReadingFacts.Head(database, meter.Id, Series, Cancel))!;
        Assert.Equal((old + young, old, start.AddSeconds(old)), (head.Readings, head.Gone, head.GoneTo));

        // Sent again by a meter that was not answered: some of the old ones, some of the young, and one that is new.
        var intake = Intake(database);
        Assert.Equal(0, (await intake.Take(Batch(1, 500, start), [], TimeSpan.Zero)).Must());
        Assert.Equal(1, (await intake.Take([.. Batch(old + 1, young, start.AddDays(60)), .. Batch(old + young + 1, 1, stores.Clock.Now)], [], TimeSpan.Zero)).Must());
        Assert.Equal(young + 1, await Count(database));
        Assert.Equal(head.Gone, (await ReadingFacts.Head(database, meter.Id, Series, Cancel))!.Gone);

        // A rule that does not look at what is forgotten takes them twice: this is what the head is for.
        Assert.Empty(await ReadingFacts.Known(database, meter.Id, Series, [.. Enumerable.Range(1, 500).Select(static n => (long)n)], Cancel));
        stores.Clock.Now = start;
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Those_of_an_open_window_stay_until_it_is_nobodys(string engine)
    {
        stores.Clock.Now = start;
        var database = await stores.Open(engine);
        Assert.True((await Intake(database).Take(Batch(1, 60, start), [], TimeSpan.Zero)).Ok);
        var unit = new Unit();
        var pane = start.AddSeconds(41).ToUnixTimeMilliseconds();
        var point = new Point(pane, 41, 41m);
        ReadingFacts.Keep(unit, new WindowRow(meter.Id, Series, "i-1", "total", new WindowState { Mark = pane, Counted = 60, Panes = [new Pane(pane + 9, 20, 41m, 41m, 41m, point, point, 0, 0)] }.Bytes()));
        Assert.True((await database.Commit(unit, Cancel)).Ok);

        stores.Clock.Now = start.AddDays(100);
        await Turn(database, new GrainOptions(), 1);
        Assert.Equal(20, await Count(database));
        Assert.Equal(start.AddSeconds(40), (await ReadingFacts.Head(database, meter.Id, Series, Cancel))!.GoneTo);
        stores.Clock.Now = start.AddDays(181);
        await Turn(database, new GrainOptions(), 2);
        Assert.Equal(0, await Count(database));
        stores.Clock.Now = start;
    }

    private async Task Turn(Database database, GrainOptions options, int turn) =>
        await new Keeping(database, new ReleaseLibrary(database, stores.Clock), options, stores.Clock).Turn($"keep:2026-12-01:{turn}");

    private SeriesIntake Intake(Database database) => new(database, stores.Clock, meter, Series);

    private static Reading[] Batch(int from, int count, DateTimeOffset since) =>
        [.. Enumerable.Range(from, count).Select(n => new Reading { Seq = n, At = since.AddSeconds(n), Value = Encoding.UTF8.GetBytes(n.ToString(CultureInfo.InvariantCulture)) })];

    private static Task<long> Count(Database database) => database.First("SELECT count(*) FROM reading", static row => row.Number(0), Cancel);
}
