using CsCheck;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Xunit;

namespace Marketplace.Tests.Unit.Ledger;

/// <summary>For any history of commands: sums are zero, balances are the fold, bounds hold, what is written stays, a hold ends once, an
/// operation happens once.</summary>
public sealed class LedgerRulesTests(ITestOutputHelper output)
{
    /// <summary>What a run must have met to have shown anything.</summary>
    private static readonly string[] always =
    [
        "open", "post", "hold", "postHeld", "void", "repeated", "mismatched", Codes.InputInvalid, Codes.NotFound, Codes.ConflictState, Codes.ConflictUnique,
        Codes.LedgerUnbalanced, Codes.LedgerMixed, Codes.LedgerBound, Codes.LedgerHeld, Codes.LedgerOverflow,
    ];

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 10_000 : 200;

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>().Where(static fault => fault != Fault.None)];

    [Fact]
    public void Keep_every_promise_whatever_comes() => Holds(static () => new ProductLedger(), Runs);

    [Fact]
    public void The_rules_written_another_way_are_judged_alike() => Holds(static () => new NaiveLedger(Fault.None), Runs / 2);

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_wrong_rule_is_caught(Fault fault)
    {
        var (seed, first, caught, why) = (Seed(), -1, 0, "");
        var runs = 0;
        for (; runs < 60 || (caught == 0 && runs < 1_000); runs++)
        {
            if (new LedgerPlay(new NaiveLedger(fault)).Broken(History(seed, runs)) is not { } broken) continue;
            if (caught++ == 0) (first, why) = (runs, broken);
        }
        output.WriteLine($"seed {seed}: {fault} was caught in {caught} of {runs} histories, first in {first}: {why}");
        Assert.True(caught > 0, $"{fault} was not caught in {runs} histories from seed {seed}");
    }

    [Fact]
    public void What_is_no_account_or_transfer_is_refused_with_the_place()
    {
        var account = new LedgerAccount { Account = "a", Side = AccountSide.Debit, Owner = Keys.Tenant("weaver"), Currency = LedgerUnits.Fen };
        Assert.Equal("/account", Pointer(new LedgerCommand.Open(account with { Account = "A" })));
        Assert.Equal("/side", Pointer(new LedgerCommand.Open(account with { Side = "left" })));
        Assert.Equal("/owner", Pointer(new LedgerCommand.Open(account with { Owner = Keys.Accounts() })));
        Assert.Equal("/owner", Pointer(new LedgerCommand.Open(account with { Owner = "weaver" })));
        Assert.Equal("/currency", Pointer(new LedgerCommand.Open(account with { Currency = "CNY" })));
        Assert.Equal("/bound", Pointer(new LedgerCommand.Open(account with { Bound = "sky" })));
        LedgerLine[] two = [new() { Account = "a", Minor = 1 }, new() { Account = "b", Minor = -1 }];
        Assert.Equal("/lines", Pointer(new LedgerCommand.Post([two[0]], "")));
        Assert.Equal("/lines", Pointer(new LedgerCommand.Post([.. Enumerable.Range(0, 65).Select(static i => new LedgerLine { Account = $"a{i}", Minor = 1 })], "")));
        Assert.Equal("/lines", Pointer(new LedgerCommand.Post([two[0], two[0]], "")));
        Assert.Equal("/lines", Pointer(new LedgerCommand.Post([two[0], two[1] with { Minor = long.MinValue }], "")));
        Assert.Equal("/memo", Pointer(new LedgerCommand.Post(two, new string('m', 201))));
        Assert.Equal("/memo", Pointer(new LedgerCommand.Post(two, "\ud800")));
        Assert.Equal("/due", Pointer(new LedgerCommand.Hold(two, "", DateTimeOffset.UnixEpoch)));
        Assert.Equal("/due", Pointer(new LedgerCommand.Hold(two, "", DateTimeOffset.UnixEpoch.AddDays(367))));
        Assert.False(LedgerRules.IsOperation("") || LedgerRules.IsOperation("a b") || LedgerRules.IsOperation("é") || LedgerRules.IsOperation(new string('o', 201)));
    }

    private static string? Pointer(LedgerCommand command) =>
        LedgerRules.Decide(LedgerView.Empty, command, DateTimeOffset.UnixEpoch).Refusal is { Code: Codes.InputInvalid } no ? no.Facts["pointer"] : null;

    private void Holds(Func<ILedger> make, int runs)
    {
        var (seed, reached) = (Seed(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var run = 0; run < runs; run++)
        {
            var play = new LedgerPlay(make());
            var broken = play.Broken(History(seed, run));
            // The same history in the hands of the sampler, who makes it short.
            if (broken is not null) Turn.Histories.Sample(history => new LedgerPlay(make()).Broken(history) is null, seed: Source(seed, run).ToString(), iter: 2_000, threads: 1);
            Assert.True(broken is null, $"seed {seed}, history {run}: {broken}");
            foreach (var (what, times) in play.Reached) reached[what] = reached.GetValueOrDefault(what) + times;
        }
        output.WriteLine($"seed {seed}: {runs} histories, {reached.Values.Sum()} commands: {string.Join(", ", reached.Select(static one => $"{one.Key} {one.Value}"))}");
        Assert.Empty(always.Except(reached.Keys));
    }

    private static Turn[] History(int seed, int run) => Turn.Histories.Generate(Source(seed, run), null, out _);

    private static PCG Source(int seed, int run) => new((uint)run, (ulong)seed);

    private static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_SEED"), out var given) ? given : Random.Shared.Next();
}
