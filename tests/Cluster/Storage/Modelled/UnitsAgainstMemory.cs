using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Npgsql;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage.Modelled;

/// <summary>Units of work, records, messages and due work against a memory of their own.</summary>
public sealed class UnitsAgainstMemory(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What a run must have met to have shown anything.</summary>
    private static readonly string[] always =
    [
        "call", "call: conflict.head", "call: conflict.version", "call: conflict.unique", "call: operation", "call: exists", "call: cap.reached", "claimed", "claimed due", "receive",
        "receive: inbox.seen", "acknowledge", "fail", "bury", "word after the lease", "finish", "postpone", "rows compared",
    ];

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Agree_on_every_answer_and_every_row(string engine)
    {
        var play = new Play(await stores.Open(engine), stores.Clock, Seeds.Dice($"units on {engine}"), new Speech());
        await play.Begin();
        await play.Run(Seeds.Count(40_000, 2_000));
        // A seed that was spared something plays on until it has met it.
        while (always.Except(play.Reached.Keys).Any() && play.Turns < 60_000) await play.Run(500);
        Show(play);
        Assert.Empty(always.Except(play.Reached.Keys));
    }

    [Theory, InlineData("the server ends them"), InlineData("the reply is lost")]
    public async Task Agree_when_connections_are_cut_in_the_middle(string how)
    {
        var options = await stores.Options("postgres");
        var dice = Seeds.Dice($"units on postgres, {how}");
        await using var knife = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString) { ApplicationName = "knife", MaxPoolSize = 1 }.ToString());
        await using var line = new Line(options.ConnectionString);
        var delays = new Random(dice.Next());
        async Task<long> End()
        {
            await using var command = knife.CreateCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'marketplace'");
            return (long)(await command.ExecuteScalarAsync(Cancel))!;
        }
        async Task Terminate()
        {
            await Task.Yield();
            if (delays.Next(3) > 0) await Task.Delay(TimeSpan.FromMicroseconds(delays.Next(3_000)), Cancel);
            await End();
        }
        // A server may still be doing what its client believes lost: whoever looks for the operation's row waits until it cannot.
        async Task Settle()
        {
            while (await End() > 0) await Task.Delay(1, Cancel);
        }
        Task Lose()
        {
            line.LoseNextReply();
            return Task.CompletedTask;
        }
        var isLine = how == "the reply is lost";
        var words = new NpgsqlConnectionStringBuilder(isLine ? line.ConnectionString : options.ConnectionString) { MaxPoolSize = 2 };
        var play = new Play(await stores.Reopen(options with { ConnectionString = words.ToString() }), stores.Clock, dice, new Speech(), new Cutting(isLine ? Lose : Terminate, Settle));
        await play.Begin();
        await play.Run(isLine ? Seeds.Count(5_000, 200) : Seeds.Count(20_000, 500));
        // Whether it happened is known by its operation alone; where replies are lost, it mostly did.
        var wanted = isLine ? "unknown, it had happened" : "unknown, it had not";
        while (!play.Reached.ContainsKey(wanted) && play.Turns < 20_000) await play.Run(100);
        Show(play);
        Assert.Contains(wanted, play.Reached.Keys);
    }

    public static TheoryData<string> WrongStores => [.. Wrong.Keys];

    private static readonly Dictionary<string, Speech> Wrong = new()
    {
        ["an outbox that forgets the order"] = new Disorder(),
        ["an inbox that accepts at or below the mark"] = new Says(static (unit, act) => act is Act.Receive got && Did(unit.Do(
            "INSERT INTO inbox (target, source, last_seq) VALUES ($1, $2, $3) ON CONFLICT (target, source) DO UPDATE SET last_seq = excluded.last_seq", got.Target, got.Source, got.Seq))),
        ["a head that does not compare"] = new Says(static (unit, act) => act is Act.Advance step && Did(unit.Do(
            "UPDATE install_head SET seq = seq + 1 WHERE app = $1", step.App))),
        ["an operation that may come twice"] = new Says(static (unit, act) => act is Act.Reply reply && Did(unit.Do(
            "INSERT INTO operation (tenant, key, request_hash, code, reply, at) VALUES ('firm', $1, 'hash', '', $2, 0) ON CONFLICT DO NOTHING", reply.Key, System.Text.Encoding.UTF8.GetBytes(reply.Word)))),
        ["a word that counts after the lease"] = new Says(static (unit, act) => act is Act.Acknowledge word && Did(unit.Do(
            "UPDATE outbox_head SET done = $1, due = $2, tries = 0, lease = 0 WHERE source = $3 AND target = $4", word.Seq, word.Now, word.Run.Source, word.Run.Target))),
        ["a failure that counts after the lease"] = new Says(static (unit, act) => act is Act.Fail fail && Did(unit.Do(
            "UPDATE outbox_head SET done = $1, due = $2, tries = tries + 1, lease = 0 WHERE source = $3 AND target = $4",
            fail.Letter.Seq - 1, fail.Now + 1_000, fail.Run.Source, fail.Run.Target))),
        ["due work without a lease"] = new Unleased(),
        ["a cap that is not looked at"] = new Says(static (unit, act) => act is Act.Spend spend && Did(unit.Do(
            "INSERT INTO spend (tenant, app, month, total) VALUES ('firm', 'auto/tag', $1, $2) ON CONFLICT (tenant, app, month) DO UPDATE SET total = spend.total + excluded.total", spend.Month, spend.Cost))),
        ["a message without its number's lock"] = new Says(static (unit, act) => act is Act.Send send && Did(unit.Do(
            "INSERT INTO outbox (id, source, target, seq, kind, payload, at, dead, note) VALUES ($1, $2, $3, abs(random() % 1000000), 'event', $4, 0, 0, '') ON CONFLICT DO NOTHING",
            send.Id, send.Source, send.Target, Array.Empty<byte>()))),
    };

    [Theory, MemberData(nameof(WrongStores))]
    public async Task Notice(string wrong)
    {
        var play = new Play(await stores.Open("sqlite"), stores.Clock, Seeds.Dice(wrong), Wrong[wrong]);
        await play.Begin();
        var noticed = await Assert.ThrowsAsync<DisagreementException>(() => play.Run(40_000));
        Seeds.Say($"{wrong}: noticed after {play.Turns} turns, {noticed.Message}");
    }

    private static void Show(Play play) => Seeds.Say($"{play.Turns} turns: {string.Join(", ", play.Reached.Select(static one => $"{one.Key} {one.Value}"))}");

    private static bool Did(Unit unit) => unit.Count > 0;

    private sealed class Says(Func<Unit, Act, bool> otherwise) : Speech
    {
        public override void Append(Unit unit, Act act)
        {
            if (!otherwise(unit, act)) base.Append(unit, act);
        }
    }

    private sealed class Disorder : Speech
    {
        public override async Task<IReadOnlyList<MessageRun>> Runs(Database database, int most, int longest, CancellationToken cancel) =>
            [.. (await base.Runs(database, most, longest, cancel)).Select(static run => run with { Messages = [.. run.Messages.OrderByDescending(static letter => letter.Seq)] })];
    }

    private sealed class Unleased : Speech
    {
        public override Task<IReadOnlyList<DueItem>> Due(Database database, int most, CancellationToken cancel) => database.Read(
            "SELECT id, kind, key, payload, at, due, tries FROM due_work WHERE state = 0 AND due <= $1 ORDER BY due, id LIMIT $2",
            static row => new DueItem(row.Text(0), row.Text(1), row.Text(2), row.Bytes(3), row.Time(4), row.Time(5), (int)row.Number(6)), cancel, database.Time.GetUtcNow(), most);
    }
}
