using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

public sealed class Delivery(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task Send(Database database, string id, string target = "b")
    {
        var unit = new Unit();
        OutboxFacts.Send(unit, id, "a", target, "event", [1], stores.Clock.Now);
        Assert.True((await database.Commit(unit, Cancel)).Ok);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Numbers_a_pair_without_gaps_whoever_sends(string engine)
    {
        var database = await stores.Open(engine);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Send(database, $"m{i}", i % 2 == 0 ? "b" : "c")));
        foreach (var target in new[] { "b", "c" })
            Assert.Equal(Enumerable.Range(1, 30).Select(static n => (long)n),
                await database.Read("SELECT seq FROM outbox WHERE source = 'a' AND target = $1 ORDER BY seq", static row => row.Number(0), Cancel, target));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Delivers_a_pair_strictly_in_order(string engine)
    {
        var database = await stores.Open(engine);
        for (var i = 1; i <= 3; i++) await Send(database, $"m{i}");
        await Send(database, "n1", "c");
        List<long> seen = [];
        for (var round = 0; round < 2; round++)
        {
            var claimed = await OutboxFacts.Claim(database, longest: 2, cancel: Cancel);
            Assert.Equal(round == 0 ? ["b", "c"] : ["b"], claimed.Select(static run => run.Target).Order(StringComparer.Ordinal));
            Assert.Empty(await OutboxFacts.Claim(database, cancel: Cancel));
            foreach (var run in claimed)
            {
                var unit = new Unit();
                foreach (var message in run.Messages)
                {
                    if (message.Target == "b") seen.Add(message.Seq);
                    OutboxFacts.Receive(unit, message.Target, message.Source, message.Seq);
                }
                OutboxFacts.Acknowledge(unit, run, run.Messages[^1].Seq, stores.Clock.Now);
                Assert.True((await database.Commit(unit, Cancel)).Ok);
            }
        }
        Assert.Equal([1, 2, 3], seen);
        Assert.Equal(0, await OutboxFacts.Open(database, Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Delivers_again_when_a_lease_runs_out_and_applies_once(string engine)
    {
        var database = await stores.Open(engine);
        await Send(database, "m1");
        var late = Assert.Single(await OutboxFacts.Claim(database, cancel: Cancel));
        stores.Clock.Now += Patience.Lease - TimeSpan.FromMilliseconds(1);
        Assert.Empty(await OutboxFacts.Claim(database, cancel: Cancel));
        stores.Clock.Now += TimeSpan.FromMilliseconds(1);
        var run = Assert.Single(await OutboxFacts.Claim(database, cancel: Cancel));
        var again = Assert.Single(run.Messages);
        Assert.Equal(Assert.Single(late.Messages).Id, again.Id);

        var unit = new Unit();
        OutboxFacts.Receive(unit, "b", "a", again.Seq);
        Assert.True((await database.Commit(unit, Cancel)).Ok);
        var twice = new Unit();
        OutboxFacts.Receive(twice, "b", "a", again.Seq);
        Assert.Equal(Conflicts.InboxSeen, (await database.Commit(twice, Cancel)).Conflict);

        // Who comes after the lease does not move the pair under its new holder.
        var word = new Unit();
        OutboxFacts.Acknowledge(word, late, again.Seq, stores.Clock.Now);
        await database.Commit(word, Cancel);
        Assert.Equal(1, await OutboxFacts.Open(database, Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Gives_up_after_ten_tries_and_moves_on(string engine)
    {
        var database = await stores.Open(engine);
        await Send(database, "m1");
        await Send(database, "m2");
        for (var failure = 1; failure <= Patience.Tries; failure++)
        {
            var run = Assert.Single(await OutboxFacts.Claim(database, cancel: Cancel));
            Assert.Equal(("m1", failure - 1), (run.Messages[0].Id, run.Tries));
            var unit = new Unit();
            OutboxFacts.Fail(unit, run, run.Messages[0], "no answer", stores.Clock.Now);
            await database.Commit(unit, Cancel);
            if (failure < Patience.Tries) Assert.Empty(await OutboxFacts.Claim(database, cancel: Cancel));
            stores.Clock.Now += Patience.After(failure);
        }
        Assert.Equal(("m2", 0), (await OutboxFacts.Claim(database, cancel: Cancel)).Select(static run => (Assert.Single(run.Messages).Id, run.Tries)).Single());
        Assert.Equal(("m1", "no answer"), (await OutboxFacts.Dead(database, cancel: Cancel)).Select(static one => (one.Message.Id, one.Note)).Single());
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Keeps_what_came_before_a_failure_and_lets_what_comes_after_wait_for_it(string engine)
    {
        var database = await stores.Open(engine);
        for (var i = 1; i <= 3; i++) await Send(database, $"m{i}");
        var run = Assert.Single(await OutboxFacts.Claim(database, cancel: Cancel));
        var unit = new Unit();
        OutboxFacts.Fail(unit, run, run.Messages[1], "busy", stores.Clock.Now);
        await database.Commit(unit, Cancel);
        await Send(database, "m4"); // news does not shorten the wait
        Assert.Empty(await OutboxFacts.Claim(database, cancel: Cancel));
        stores.Clock.Now += Patience.After(1);
        var rest = Assert.Single(await OutboxFacts.Claim(database, cancel: Cancel));
        Assert.Equal((1, "m2 m3 m4"), (rest.Tries, string.Join(' ', rest.Messages.Select(static m => m.Id))));

        var done = new Unit();
        OutboxFacts.Acknowledge(done, rest, 4, stores.Clock.Now);
        await database.Commit(done, Cancel);
        Assert.Equal(3, await OutboxFacts.Forget(database, stores.Clock.Now + TimeSpan.FromSeconds(1), 3, Cancel));
        Assert.Equal(1, await OutboxFacts.Forget(database, stores.Clock.Now + TimeSpan.FromSeconds(1), 3, Cancel));
        Assert.Equal(0, await OutboxFacts.Open(database, Cancel));
        Assert.Equal(0, await database.First("SELECT count(*) FROM outbox", static row => row.Number(0), Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Shares_due_work_among_claimers_without_overlap(string engine)
    {
        var database = await stores.Open(engine);
        for (var i = 0; i < 50; i++)
        {
            var unit = new Unit();
            DueFacts.Add(unit, $"d{i:D2}", "job", "k", [], stores.Clock.Now, stores.Clock.Now + TimeSpan.FromSeconds(i < 40 ? 0 : 60));
            DueFacts.Add(unit, $"d{i:D2}", "job", "k", [9], stores.Clock.Now, stores.Clock.Now);
            await database.Commit(unit, Cancel);
        }
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => DueFacts.Claim(database, 10, Cancel)));
        List<string> ids = [.. claims.SelectMany(static claim => claim).Select(static item => item.Id)];
        while (await DueFacts.Claim(database, 10, Cancel) is { Count: > 0 } more) ids.AddRange(more.Select(static item => item.Id));
        Assert.Equal(40, ids.Count);
        Assert.Equal(40, ids.Distinct(StringComparer.Ordinal).Count());

        var done = new Unit();
        DueFacts.Done(done, "d00");
        await database.Commit(done, Cancel);
        Assert.Null(await DueFacts.Get(database, "d00", Cancel));
        Assert.Equal(stores.Clock.Now, await DueFacts.Next(database, Cancel));
    }
}
