using Marketplace.Domain;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>Work that waits, that is given up, and what its owner sees of it.</summary>
public sealed class Letters(Stores stores) : IClassFixture<Stores>
{
    private const string Mine = "firm/auto/tag", Theirs = "other/auto/tag";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Waiting_is_no_failure_and_the_end_of_the_pause_calls_at_once(string engine)
    {
        var database = await stores.Open(engine);
        await Do(database, unit => DueFacts.Add(unit, "c1", "call", Mine, [1], stores.Clock.Now, stores.Clock.Now));
        for (var round = 0; round < 15; round++)
        {
            var item = Assert.Single(await DueFacts.Claim(database, cancel: Cancel));
            Assert.Equal(0, item.Tries);
            await Do(database, unit => DueFacts.Wait(unit, item, Codes.CapReached, stores.Clock.Now + TimeSpan.FromMinutes(10)));
            Assert.Empty(await DueFacts.Claim(database, cancel: Cancel));
            stores.Clock.Now += TimeSpan.FromMinutes(10);
        }
        var last = Assert.Single(await DueFacts.Claim(database, cancel: Cancel));
        await Do(database, unit => DueFacts.Wait(unit, last, Codes.CapReached, stores.Clock.Now + TimeSpan.FromMinutes(10)));
        // Another firm's pause, and another reason, are not this one's.
        await Do(database, unit => DueFacts.Hurry(unit, Theirs, [Codes.CapReached], stores.Clock.Now));
        await Do(database, unit => DueFacts.Hurry(unit, Mine, [Codes.AppSuspended], stores.Clock.Now));
        Assert.Empty(await DueFacts.Claim(database, cancel: Cancel));
        await Do(database, unit => DueFacts.Hurry(unit, Mine, [Codes.AppSuspended, Codes.CapReached], stores.Clock.Now));
        Assert.Equal("c1", Assert.Single(await DueFacts.Claim(database, cancel: Cancel)).Id);
        Assert.Equal(0, await LetterFacts.Count(database, Mine, Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task What_was_given_up_is_its_install_s_alone_and_is_taken_once(string engine)
    {
        var database = await stores.Open(engine);
        await Do(database, unit =>
        {
            DueFacts.Add(unit, "c1", "call", Mine, [1], stores.Clock.Now, stores.Clock.Now);
            DueFacts.Add(unit, "c2", "call", Theirs, [2], stores.Clock.Now, stores.Clock.Now);
            DueFacts.Add(unit, "t1", "purge", Mine, [3], stores.Clock.Now, stores.Clock.Now);
            OutboxFacts.Send(unit, "m1", Mine, "device:firm/m-1", "device", [4], stores.Clock.Now);
        });
        foreach (var item in await DueFacts.Claim(database, cancel: Cancel)) await Do(database, unit => DueFacts.Bury(unit, item, "call.cycle"));
        for (var failure = 0; failure < Patience.Tries; failure++)
        {
            var run = Assert.Single(await OutboxFacts.Claim(database, cancel: Cancel));
            await Do(database, unit => OutboxFacts.Fail(unit, run, run.Messages[0], "unavailable", stores.Clock.Now));
            stores.Clock.Now += TimeSpan.FromMinutes(11);
        }
        // What the host owes itself is not the firm's to see.
        var letters = await LetterFacts.List(database, Mine, "", 10, Cancel);
        Assert.Equal([("c1", "call", "call.cycle"), ("m1", "device", "unavailable")], letters.Select(static l => (l.Id, l.Kind, l.Note)));
        Assert.Equal((2, "m1"), (await LetterFacts.Count(database, Mine, Cancel), Assert.Single(await LetterFacts.List(database, Mine, "c1", 10, Cancel)).Id));
        Assert.Null(await LetterFacts.Get(database, Mine, "c2", Cancel));
        foreach (var letter in letters)
        {
            Assert.Equal(letter.Note, (await LetterFacts.Get(database, Mine, letter.Id, Cancel))!.Note);
            var (theirs, first, second) = (new Unit(), new Unit(), new Unit());
            LetterFacts.Take(theirs, Theirs, letter);
            LetterFacts.Take(first, Mine, letter);
            LetterFacts.Take(second, Mine, letter);
            Assert.Equal(Codes.NotFound, (await database.Commit(theirs, Cancel)).Conflict);
            Assert.True((await database.Commit(first, Cancel)).Ok);
            Assert.Equal(Codes.NotFound, (await database.Commit(second, Cancel)).Conflict);
        }
        Assert.Equal((0, 1), (await LetterFacts.Count(database, Mine, Cancel), await LetterFacts.Count(database, Theirs, Cancel)));
        await Do(database, unit => LetterFacts.Forget(unit, Theirs));
        Assert.Equal(0, await LetterFacts.Count(database, Theirs, Cancel));
    }

    private static async Task Do(Database database, Action<Unit> append)
    {
        var unit = new Unit();
        append(unit);
        Assert.True((await database.Commit(unit, Cancel)).Ok);
    }
}
