using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;
using Xunit;

namespace Marketplace.Tests.Unit.Finance;

/// <summary>For any history of commands the invariants hold, every cell of every table is reached, and a wrong rule is caught.</summary>
public sealed class FinanceRulesTests(ITestOutputHelper output)
{
    private const int Steps = 400;

    private static bool IsNightly => Environment.GetEnvironmentVariable("NIGHTLY") == "1";

    [Theory]
    [InlineData(FinanceFault.F1SplitLosesAFen, "F1")]
    [InlineData(FinanceFault.F2OfferHandsOver, "F2")]
    [InlineData(FinanceFault.F3HalfATransfer, "F3")]
    [InlineData(FinanceFault.F3RedeemsTooLittle, "F3")]
    [InlineData(FinanceFault.F4LineIsNotUsed, "F4")]
    [InlineData(FinanceFault.F5KeysAreNotTaken, "F5")]
    [InlineData(FinanceFault.F5PledgeIsForgotten, "F5")]
    [InlineData(FinanceFault.F6TenorIsNotLookedAt, "F6")]
    [InlineData(FinanceFault.F7FreezeHandsOver, "F7")]
    [InlineData(FinanceFault.F8SplitIsLonger, "F8")]
    [InlineData(FinanceFault.F10FeeIsNotCapped, "F10")]
    [InlineData(FinanceFault.LineRisesByItself, "line")]
    [InlineData(FinanceFault.ShortDeliveryIsForgotten, "loop")]
    public void A_wrong_rule_is_caught(FinanceFault fault, string invariant)
    {
        // A wrong rule may leave its table before it breaks an invariant: the base stops it there, and another history shows the invariant.
        static string? Broken(FinanceHistory history)
        {
            try
            {
                return history.Broken(Steps);
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        var (seed, reached) = (Seed(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var run = 0; run < 120; run++)
            if (Broken(new FinanceHistory(seed + run, new Watched(fault), reached)) is { } broken)
            {
                output.WriteLine($"seed {seed}: {fault} was caught in history {run}, {broken}");
                Assert.Contains($" {invariant}:", broken);
                return;
            }
        Assert.Fail($"{fault} was not caught in 120 histories from seed {seed}");
    }

    [Fact] public void F1_LeavesPartitionTheVoucher() => Holds("F1");
    [Fact] public void F2_OneHolderControlsALeaf() => Holds("F2");
    [Fact] public void F3_LedgerSumsToZeroAndFolds() => Holds("F3");
    [Fact] public void F4_IssuerLiabilityIsWithinItsLine() => Holds("F4");
    [Fact] public void F5_AnInvoiceLineBacksOneThing() => Holds("F5");
    [Fact] public void F6_MaturityIsWithinTheTenor() => Holds("F6");
    [Fact] public void F7_FinancedOrFrozenLeavesStay() => Holds("F7");
    [Fact] public void F8_SplitKeepsTheTerms() => Holds("F8");
    [Fact] public void F10_FeesAreCappedAndShownAsARate() => Holds("F10");

    [Fact]
    public void Outside_the_table_is_a_conflict_with_the_state()
    {
        var (service, cells) = (new FinanceService(), 0);
        foreach (var table in ResourceRules.Tables(service))
            foreach (var state in table.States)
                foreach (var command in table.Commands.Where(one => table.Cell(state, one) is null))
                {
                    var asked = new ResourceCommand { On = new ResourceName(table.Collection, "x"), Name = command, Tenant = "wanjiang", Roles = [Roles.Owner, Roles.Operator], Operation = "op" };
                    var facts = new ResourceFacts { Policy = new ResourcePolicy { Mode = FinanceService.Information, From = DateOnly.MinValue } };
                    foreach (var read in ResourceRules.Reads(service, asked, facts))
                        facts.Add(read, [new Resource { Name = asked.On, State = state, Seq = 1, Body = new object(), Parties = [new Party("debtor", "wanjiang")] }]);
                    var no = ResourceRules.Decide(service, asked, facts, DateTimeOffset.UnixEpoch).Refusal!;
                    Assert.Equal((Codes.ConflictState, state, command), (no.Code, no.Facts["state"], no.Facts["command"]));
                    cells++;
                }
        output.WriteLine($"{cells} cells outside the tables, each refused with its state");
    }

    [Fact]
    public void Every_schema_is_of_the_subset_and_a_misfit_is_refused_with_its_place()
    {
        var service = new FinanceService();
        foreach (var table in service.Tables)
            foreach (var command in table.Commands) Assert.True(Marketplace.Domain.Schemas.JsonSchema.Parse(JsonElement.Parse(service.Schema(table.Collection, command)!)).Ok, $"{table.Collection} {command}");
        var firms = new Firms(service);
        Assert.Equal("/lines", firms.Try("wanjiang", "calloffs", "", "publish", """{"order":"1","seller":"hongyan","lines":[]}""").Refusal!.Facts["pointer"]);
        Assert.Equal("/lines/0/due", firms.Try("wanjiang", "calloffs", "", "publish", """{"order":"1","seller":"hongyan","lines":[{"part":"a","quantity":1,"priceFen":1,"due":"2026-02-31"}]}""").Refusal!.Facts["pointer"]);
        firms.Book.Policy = new ResourcePolicy { Mode = ResourcePolicy.Off, From = DateOnly.MinValue };
        Assert.Equal(Codes.ResourceOff, firms.Try("wanjiang", "calloffs", "", "publish", """{"order":"1","seller":"hongyan","lines":[{"part":"a","quantity":1,"priceFen":1,"due":"2026-04-01"}]}""").Refusal!.Code);
    }

    /// <summary>All invariants are looked at after each step of the same histories, once; each test says what its own came to.</summary>
    private void Holds(string invariant)
    {
        var (seed, operations, broken, reached, refused) = histories.Value;
        output.WriteLine($"seed {seed}: {operations} operations, {invariant} violations: {(broken?.Contains($" {invariant}:") == true ? 1 : 0)}");
        if (invariant == "F1") output.WriteLine(string.Join('\n', reached.Concat(refused).Select(static one => $"{one.Key}: {one.Value}")));
        Assert.True(broken is null, $"seed {seed}: {broken}");
        Assert.Empty(Unmet(reached, refused));
    }

    private static readonly Lazy<(int Seed, int Operations, string? Broken, SortedDictionary<string, int> Reached, SortedDictionary<string, int> Refused)> histories = new(static () =>
    {
        var (seed, reached, refused) = (Seed(), new SortedDictionary<string, int>(StringComparer.Ordinal), new SortedDictionary<string, int>(StringComparer.Ordinal));
        var runs = (IsNightly ? 100_000 : 8_000) / Steps;
        // A seed that was spared something plays on until it has met it.
        var run = 0;
        for (; run < runs || (run < 30 * runs && Unmet(reached, refused).Count > 0); run++)
        {
            var history = new FinanceHistory(seed + run, new Watched(), reached);
            if (history.Broken(Steps) is { } broken) return (seed, run * Steps, $"history {run}, {broken}", reached, refused);
            foreach (var (code, times) in history.Refused) refused[code] = refused.GetValueOrDefault(code) + times;
            if (run % 10 == 0) FinanceStoryTests.Folded(history.Book.Transfers);
        }
        return (seed, run * Steps, null, reached, refused);
    });

    /// <summary>Cells of the tables and refusals of the service that no history has come to.</summary>
    private static List<string> Unmet(SortedDictionary<string, int> reached, SortedDictionary<string, int> refused)
    {
        var cells = new FinanceService().Tables.SelectMany(static table => table.Transitions.Select(cell => $"{table.Collection} {cell.From} {cell.Command}"));
        var codes = typeof(Codes).GetFields().Where(static one => one.Name.StartsWith("Finance", StringComparison.Ordinal)).Select(static one => (string)one.GetRawConstantValue()!);
        return [.. cells.Except(reached.Keys), .. codes.Except(refused.Keys)];
    }

    private static int Seed() => int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_SEED"), out var given) ? given : Random.Shared.Next(1_000_000_000);
}
