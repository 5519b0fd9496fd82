using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Grains.Ledger;
using Marketplace.Storage;
using Marketplace.Storage.Checks;
using Marketplace.Storage.Reading;
using Marketplace.Tests.Cluster.Storage;
using Xunit;
using static Marketplace.Tests.Cluster.Ledger.LedgerGround;

namespace Marketplace.Tests.Cluster.Ledger;

/// <summary>Many writers on one ledger, none of whom knows of the others: operations that come twice at once, units that are cut, holds that
/// several want to end. What is left in the rows is then folded by <see cref="PlainBooks"/>.</summary>
public sealed class RacingWriters(Stores stores) : IClassFixture<Stores>
{
    private const string Ledger = "auto/billing", Cut = "cut";

    /// <summary>What a run must have met to have shown anything.</summary>
    private static readonly string[] always =
        [Cut, Codes.OperationMismatch, Codes.ConflictState, Codes.LedgerBound, PostingKind.Post, PostingKind.Hold, PostingKind.PostHeld, PostingKind.Void];

    private sealed record Asked(string Op, LedgerCommand Command, bool IsCut);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Leave_a_journal_that_adds_up_and_do_each_operation_once(string engine)
    {
        var (dice, count) = (Seeds.Dice($"racing writers on {engine}"), Seeds.Count(8_000, 160));
        var database = await stores.Open(engine);
        await Open(database, Ledger);
        // On PostgreSQL a second host writes too.
        Database[] hosts = engine == "postgres" ? [database, await stores.Reopen(database.Options)] : [database];
        var answers = new ConcurrentBag<(Asked Asked, Answer<LedgerReceipt> Answer)>();
        using var races = new LostRaces();
        async Task Race(string round, int most)
        {
            var queue = new ConcurrentQueue<Asked>(Orders(dice, round, most));
            await Task.WhenAll(Enumerable.Range(0, 6).Select(async writer =>
            {
                var teller = Teller(hosts[writer % hosts.Length]);
                while (queue.TryDequeue(out var asked))
                {
                    var answer = await Ask(teller, asked);
                    answers.Add((asked, answer));
                    // Whoever heard "others were first" or whose unit was cut comes again.
                    if (answer.Refusal?.Code is Codes.ConflictHead or Cut) queue.Enqueue(asked with { IsCut = false });
                }
            }));
        }

        List<string> Spared() => [.. always.Except(answers.Select(static one => one.Answer.Refusal?.Code ?? one.Answer.Must().Kind))];
        await Race("op", count);
        // A seed that was spared something plays on until it has met it.
        for (var round = 0; Spared().Count > 0 && round < 40; round++) await Race($"more-{round}", 40);
        var books = await PlainBooks.Read(database, Ledger);
        Assert.Empty(books.Faults);
        var posted = books.Entries.GroupBy(static e => e.Op).ToDictionary(static g => g.Key, static g => string.Join(';', g.Select(static e => $"{e.Seq} {e.Account} {e.Minor} {e.Pending}")));
        var told = answers.Where(static one => one.Answer.Refusal?.Code is not (Codes.ConflictHead or Cut or Codes.OperationMismatch)).GroupBy(static one => one.Asked.Op).ToList();
        foreach (var operation in told)
        {
            var outcomes = operation.Select(static one => Text(one.Answer)).Distinct().ToList();
            Assert.True(outcomes.Count == 1, $"{operation.Key} had several outcomes: {string.Join(" and ", outcomes)}");
            Assert.Equal(operation.First().Answer.Ok ? outcomes[0] : null, posted.GetValueOrDefault(operation.Key));
        }
        var codes = answers.GroupBy(static one => one.Answer.Refusal?.Code ?? one.Answer.Must().Kind).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => $"{g.Key} {g.Count()}");
        Seeds.Say($"{engine}: {answers.Count} answers, {posted.Count} postings, {books.Entries.Count} lines, {races.Count} races lost: {string.Join(", ", codes)}");
        Assert.Equal(0, (await Checked(database)).Wrong);
        Assert.True(races.Count > 0, "nobody met anybody");
        Assert.Empty(Spared());
    }

    /// <summary>Units of the product with one statement left out or changed.</summary>
    public static TheoryData<string> WrongWriters => [.. wrong.Keys];

    private static readonly Dictionary<string, Func<Step, Step?>> wrong = new()
    {
        ["a balance that is not written"] = static step => step.Sql.StartsWith("UPDATE ledger_balance", StringComparison.Ordinal) ? null : step,
        ["a line that is left out"] = static step => step.Sql.StartsWith("INSERT INTO ledger_journal", StringComparison.Ordinal) && step.Args[2].Number == 1 ? null : step,
        ["an outcome that is not kept"] = static step => step.Sql.StartsWith("INSERT INTO ledger_operation", StringComparison.Ordinal) ? null : step,
        ["a hold that nothing will give up"] = static step => step.Sql.StartsWith("INSERT INTO due_work", StringComparison.Ordinal) ? null : step,
        ["a hold without a row"] = static step => step.Sql.StartsWith("INSERT INTO ledger_hold", StringComparison.Ordinal) ? null : step,
        ["a head that stays"] = static step => step.Sql.StartsWith("UPDATE ledger_head", StringComparison.Ordinal) ? null : step,
    };

    [Theory, MemberData(nameof(WrongWriters))]
    public async Task A_wrong_writer_is_caught(string how)
    {
        var database = await stores.Open("sqlite");
        await Open(database, Ledger);
        var (unit, _) = await Decided(database, Ledger, "wrong", new LedgerCommand.Hold(Lines(7, Prepaid, Platform), "", database.Time.GetUtcNow().AddHours(1)), Cancel);
        var changed = new Unit();
        foreach (var step in unit.Steps.Select(wrong[how]).OfType<Step>()) changed.Exactly(step.Rows, step.Sql, step.Conflict, step.Detail, step.Args);
        Assert.True(changed.Count < unit.Count);
        Assert.True((await database.Commit(changed, Cancel)).Ok);
        var (faults, findings) = ((await PlainBooks.Read(database, Ledger)).Faults, await Checked(database));
        Seeds.Say($"{how}: {faults.FirstOrDefault()}; check says: {findings.Told.FirstOrDefault()}");
        Assert.NotEmpty(faults);
        Assert.True(findings.Wrong > 0);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_later_of_two_who_read_the_same_head_leaves_nothing(string engine)
    {
        var database = await stores.Open(engine);
        await Open(database, Ledger);
        var (one, _) = await Decided(database, Ledger, "one", Pay(600, Prepaid, Platform), Cancel);
        var (other, _) = await Decided(database, Ledger, "other", Pay(600, Prepaid, Platform), Cancel);
        var (same, _) = await Decided(database, Ledger, "one", Pay(600, Prepaid, Platform), Cancel);
        Assert.True((await database.Commit(one, Cancel)).Ok);
        Assert.Equal(Codes.ConflictHead, (await database.Commit(other, Cancel)).Conflict);
        Assert.Equal(Codes.ConflictHead, (await database.Commit(same, Cancel)).Conflict);
        // The second would have gone beyond the bound: read again, it is refused, and stays so.
        var teller = Teller(database);
        Assert.Equal(Codes.LedgerBound, (await teller.Do(Ledger, "other", Pay(600, Prepaid, Platform))).Refusal?.Code);
        (await teller.Do(Ledger, "more", Pay(1_000, Cash, Prepaid))).Must();
        Assert.Equal(Codes.LedgerBound, (await teller.Do(Ledger, "other", Pay(600, Prepaid, Platform))).Refusal?.Code);
        Assert.Equal(Codes.OperationMismatch, (await teller.Do(Ledger, "one", Pay(601, Prepaid, Platform))).Refusal?.Code);
        Assert.Equal(7, (await teller.Do(Ledger, "one", Pay(600, Prepaid, Platform))).Must().Seq);
        Assert.Empty((await PlainBooks.Read(database, Ledger)).Faults);
    }

    /// <summary>Rounds of transfers and holds; each hold is wanted by up to three, a fifth of all comes twice, a tenth is cut at first. Nearly
    /// in their order: whoever ends a hold comes some places behind it, so that it mostly is there.</summary>
    private List<Asked> Orders(Random dice, string round, int count)
    {
        List<(Asked One, int Place)> orders = [];
        for (var i = 0; orders.Count < count; i++)
        {
            var (op, amount) = ($"{round}-{i}", dice.Next(1, 120));
            LedgerCommand command = dice.Next(10) switch
            {
                < 2 => Pay(amount * 2, Cash, Prepaid),
                < 5 => new LedgerCommand.Post([new() { Account = Prepaid, Minor = amount + 3 }, new() { Account = Earned, Minor = -amount }, new() { Account = Platform, Minor = -3 }], $"call {i}"),
                _ => new LedgerCommand.Hold(Lines(amount, Prepaid, Earned), "", stores.Clock.GetUtcNow().AddHours(1)),
            };
            Add(op, command, 0);
            if (command is LedgerCommand.Hold)
                for (var ender = dice.Next(3); ender >= 0; ender--)
                    Add($"{op}-end-{ender}", dice.Next(3) == 0 ? new LedgerCommand.Void(op) : new LedgerCommand.PostHeld(op, dice.Next(2) == 0 ? [] : Lines((amount + 1) / 2, Prepaid, Earned)), 24);
            if (dice.Next(12) == 0) orders.Add((new Asked(op, Pay(amount, Cash, Platform, "another"), false), orders.Count + dice.Next(30)));
        }
        return [.. orders.OrderBy(static one => one.Place).Select(static one => one.One)];

        void Add(string op, LedgerCommand command, int later)
        {
            var (asked, place) = (new Asked(op, command, dice.Next(10) == 0), orders.Count + later + dice.Next(8));
            orders.Add((asked, place));
            if (dice.Next(5) == 0) orders.Add((asked with { IsCut = false }, place + dice.Next(3)));
        }
    }

    private static Task<Answer<LedgerReceipt>> Ask(Teller teller, Asked asked) => teller.Do(Ledger, asked.Op, asked.Command, asked.IsCut
        ? static (unit, _) => unit.Must("UPDATE ledger_head SET epoch = epoch + 1 WHERE ledger = $1", Cut, "the last statement", "nobody's")
        : null);

    private static string Text(Answer<LedgerReceipt> answer) =>
        answer.Refusal is { } no ? no.Code : string.Join(';', answer.Must().Entries.Select(static e => $"{e.Seq} {e.Account} {e.Minor} {e.Pending}"));

    private static async Task<Findings> Checked(Database database)
    {
        await using var store = await Snapshot.Open(database.Options, Cancel);
        return await StoreCheck.Looked(new LedgerRule(), store, Cancel);
    }

    /// <summary>Counts postings that were not the first, as an operator would see them.</summary>
    private sealed class LostRaces : IDisposable
    {
        private readonly MeterListener listener = new();
        private long count;

        public LostRaces()
        {
            listener.InstrumentPublished = static (instrument, listening) =>
            {
                if (instrument.Name == "marketplace.races.lost") listening.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, lost, tags, _) =>
            {
                foreach (var tag in tags)
                    if (tag.Value is "ledger") Interlocked.Add(ref count, lost);
            });
            listener.Start();
        }

        public long Count => Interlocked.Read(ref count);

        public void Dispose() => listener.Dispose();
    }
}
