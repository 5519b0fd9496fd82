using System.Globalization;
using CsCheck;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;

namespace Marketplace.Tests.Unit.Ledger;

/// <summary>One turn of a history, in numbers that mean something only against what has happened so far.</summary>
internal sealed record Turn(int What, int One, int Two, int Three, long Amount, int Pick, int Minutes)
{
    private static readonly Gen<long> amounts = Gen.Frequency((12, Gen.Long[1, 400]), (1, Gen.Long[1, long.MaxValue]), (1, Gen.Const(long.MaxValue)));

    /// <summary>Histories of 100 turns.</summary>
    public static readonly Gen<Turn[]> Histories = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 7], Gen.Int[0, 7], Gen.Int[0, 7], amounts, Gen.Int[0, 63], Gen.Int[0, 12],
        static (what, one, two, three, amount, pick, minutes) => new Turn(what, one, two, three, amount, pick, minutes)).Array[100];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({What} {One} {Two} {Three} {Amount} {Pick} {Minutes})");
}

/// <summary>Turns a history into commands, some of them wrong and some of them repeated, and has a judge watch.</summary>
internal sealed class LedgerPlay(ILedger ledger)
{
    private static readonly LedgerAccount[] accounts =
    [
        Account("cash", AccountSide.Debit, LedgerUnits.MicroYuan, AccountBound.None),
        Account("firm/prepaid", AccountSide.Debit, LedgerUnits.MicroYuan, AccountBound.CreditsWithinDebits),
        Account("firm/other", AccountSide.Debit, LedgerUnits.MicroYuan, AccountBound.CreditsWithinDebits),
        Account("publisher/earned", AccountSide.Credit, LedgerUnits.MicroYuan, AccountBound.DebitsWithinCredits),
        Account("platform", AccountSide.Credit, LedgerUnits.MicroYuan, AccountBound.None),
        Account("fen/one", AccountSide.Debit, LedgerUnits.Fen, AccountBound.None),
        Account("fen/two", AccountSide.Credit, LedgerUnits.Fen, AccountBound.DebitsWithinCredits),
        Account("never/opened", AccountSide.Credit, LedgerUnits.MicroYuan, AccountBound.None),
    ];

    private readonly LedgerJudge judge = new(ledger);
    private readonly List<(string Op, LedgerCommand Command, string Asked)> done = [];
    private readonly List<(string Op, IReadOnlyList<LedgerLine> Lines)> holds = [];
    private DateTimeOffset now = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);

    public Dictionary<string, int> Reached => judge.Reached;

    /// <summary>The first promise that is broken, or null.</summary>
    public string? Broken(IReadOnlyList<Turn> history)
    {
        for (var i = 0; i < accounts.Length - 1; i++)
            if (Do($"open-{i}", new LedgerCommand.Open(accounts[i])) is { } broken) return broken;
        // Something to spend.
        if (Do("fund", new LedgerCommand.Post([Line(1, 900), Line(2, 300), Line(3, -700), Line(4, -500)], "")) is { } unfunded) return unfunded;
        for (var i = 0; i < history.Count; i++)
            if (Play(i, history[i]) is { } broken) return $"turn {i}: {broken}";
        return null;
    }

    private string? Play(int number, Turn turn)
    {
        now += TimeSpan.FromMinutes(turn.Minutes);
        var op = $"op-{number}";
        switch (turn.What)
        {
            case < 4:
                return Do(op, new LedgerCommand.Open(accounts[turn.One % 7]));
            case < 34:
                return Do(op, new LedgerCommand.Post(Lines(turn), turn.Pick % 3 == 0 ? "memo" : ""));
            case < 54:
                var hold = new LedgerCommand.Hold(Lines(turn), "", now + TimeSpan.FromMinutes((turn.Pick - 3) * 10));
                if (Do(op, hold) is { } broken) return broken;
                if (ledger.Journal[^1].Op == op) holds.Add((op, hold.Lines));
                return null;
            case < 70 when holds.Count > 0:
                var whole = Recent(turn);
                return Do(op, new LedgerCommand.PostHeld(whole.Op, turn.Two < 4 ? [] : Part(whole.Lines, turn)));
            case < 80 when holds.Count > 0:
                return Do(op, new LedgerCommand.Void(Recent(turn).Op));
            case < 82:
                return Do(op, turn.One < 4 ? new LedgerCommand.Void("nothing") : new LedgerCommand.PostHeld("nothing", []));
            case < 94 when done.Count > 0:
                var again = done[turn.Pick % done.Count];
                return judge.Do(again.Op, again.Command, again.Asked, now);
            case < 97 when done.Count > 0:
                return judge.Do(done[turn.Pick % done.Count].Op, new LedgerCommand.Post(Lines(turn), $"another {number}"), $"another {number}", now);
            default:
                return Do(op, new LedgerCommand.Post([Line(turn.One, turn.Amount), Line(turn.Two, -turn.Amount + turn.Pick % 3)], "uneven"));
        }
    }

    /// <summary>Mostly one of the last holds, which may still be open; sometimes an old one.</summary>
    private (string Op, IReadOnlyList<LedgerLine> Lines) Recent(Turn turn) =>
        turn.One == 0 ? holds[turn.Pick % holds.Count] : holds[^(1 + turn.Pick % Math.Min(3, holds.Count))];

    private string? Do(string op, LedgerCommand command)
    {
        done.Add((op, command, op));
        return judge.Do(op, command, op, now);
    }

    /// <summary>Two or three lines, nearly always balanced, of accounts that mostly fit each other.</summary>
    private static LedgerLine[] Lines(Turn turn)
    {
        var (one, two) = (turn.Pick < 56 ? turn.One % 5 : turn.One, turn.Pick < 56 ? (turn.One + 1 + turn.Two % 4) % 5 : turn.Two);
        if (turn.Pick % 8 == 5) (one, two) = (5, 6);
        var three = (turn.Three + 1) % 5;
        return turn.Three < 3 && three != one && three != two && one < 5 && two < 5 && turn.Amount > 1
            ? [Line(one, turn.Amount), Line(two, -turn.Amount / 2), Line(three, turn.Amount / 2 - turn.Amount)]
            : [Line(one, turn.Amount), Line(two, -turn.Amount)];
    }

    /// <summary>A part of a hold; sometimes one that is too much, of another account or uneven.</summary>
    private static LedgerLine[] Part(IReadOnlyList<LedgerLine> lines, Turn turn)
    {
        var (debit, credit) = (lines.First(static line => line.Minor > 0), lines.First(static line => line.Minor < 0));
        var most = Math.Min(debit.Minor, -credit.Minor);
        var amount = turn.Three < 6 ? 1 + turn.Amount % most : most < long.MaxValue - 7 ? most + turn.Pick % 7 : most;
        return [debit with { Minor = amount }, (turn.Three == 7 ? Line(turn.One, -1) : credit) with { Minor = turn.Pick == 9 ? -1 : -amount }];
    }

    private static LedgerLine Line(int account, long minor) => new() { Account = accounts[account].Account, Minor = minor };

    private static LedgerAccount Account(string name, string side, string currency, string bound) =>
        new() { Account = name, Side = side, Owner = Keys.Brain("auto"), Currency = currency, Bound = bound };
}
