using Marketplace.Storage;
using Marketplace.Storage.Accounts;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>Tries of a PIN are counted before the PIN is looked at, so that many at once get no more of them than one after the other.</summary>
public sealed class Pins(Stores stores) : IClassFixture<Stores>
{
    private const int AtOnce = 60;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Many_at_once_get_five_tries_and_five_more_after_the_pause(string engine)
    {
        var database = await stores.Open(engine);
        for (var round = 0; round < 3; round++)
        {
            var let = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => PinFacts.Try(database, "firm", "HY-101", Cancel)));
            Assert.Equal(PinFacts.Tries, let.Count(static one => one));
            stores.Clock.Now += PinFacts.Pause + TimeSpan.FromSeconds(1);
        }
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_right_PIN_forgets_the_wrong_ones_of_its_badge_alone(string engine)
    {
        var database = await stores.Open(engine);
        for (var wrong = 0; wrong < PinFacts.Tries; wrong++)
        {
            Assert.True(await PinFacts.Try(database, "firm", "A", Cancel));
            Assert.True(await PinFacts.Try(database, "firm", "B", Cancel));
        }
        var unit = new Unit();
        PinFacts.Right(unit, "firm", "A", stores.Clock.Now);
        await database.Commit(unit, Cancel);
        Assert.True(await PinFacts.Try(database, "firm", "A", Cancel));
        Assert.False(await PinFacts.Try(database, "firm", "B", Cancel));
        Assert.True(await PinFacts.Try(database, "other", "B", Cancel));
    }

    /// <summary>The wrong way: look first, count afterwards.</summary>
    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Catches_a_count_that_is_taken_after_the_look(string engine)
    {
        var database = await stores.Open(engine);
        var seen = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Wrong(database)));
        foreach (var _ in seen) await PinFacts.Try(database, "firm", "HY-102", Cancel);
        Assert.True(seen.Count(static wrong => wrong < PinFacts.Tries) > PinFacts.Tries);
    }

    private static async Task<long> Wrong(Database database) =>
        await database.First("SELECT wrong FROM pin_try WHERE tenant = 'firm' AND badge = 'HY-102'", static row => row.Number(0), Cancel);
}
