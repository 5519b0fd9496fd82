using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Metering;
using Xunit;

namespace Marketplace.Tests.Unit.Billing;

/// <summary>Whatever is used: every micro-yuan is posted once and invoiced once, caps and purses hold, trials cost nothing of the publisher's.</summary>
public sealed class MoneyRulesTests(ITestOutputHelper output)
{
    private static readonly string[] always =
        ["capReached", "completed", "fee", "feeBeyondCap", "further", "invoice", "late", "paused", "posted", "proRata", "refused", "subsidised", "trial"];

    private static int Plays => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 1_000 : 20;

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>().Where(static fault => fault != Fault.None)];

    [Fact]
    public void Keep_every_promise_whatever_is_used()
    {
        var (seed, reached) = (Seed(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var play = 0; play < Plays; play++)
        {
            var money = new MoneyPlay(seed + play, Fault.None);
            var broken = money.Broken();
            Assert.True(broken is null, $"seed {seed + play}: {broken}");
            foreach (var (what, times) in money.Reached) reached[what] = reached.GetValueOrDefault(what) + times;
        }
        output.WriteLine($"seed {seed}: {Plays} plays of 90 days: {string.Join(", ", reached.Select(static one => $"{one.Key} {one.Value}"))}");
        Assert.Empty(always.Except(reached.Keys));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_wrong_rule_is_caught(Fault fault)
    {
        var (seed, caught, why) = (Seed(), 0, "");
        for (var play = 0; play < 10; play++)
            if (new MoneyPlay(seed + play, fault).Broken() is { } broken && caught++ == 0) why = broken;
        output.WriteLine($"seed {seed}: {fault} was caught in {caught} of 10 plays: {why}");
        Assert.True(caught > 0, $"{fault} was not caught in 10 plays from seed {seed}");
    }

    [Fact]
    public void Parts_sum_to_the_whole_and_lie_within_one_of_their_share()
    {
        var dice = new Random(Seed());
        for (var time = 0; time < 2_000; time++)
        {
            var weights = Enumerable.Range(0, dice.Next(1, 12)).Select(_ => (long)dice.Next(0, 1_000_000)).Append(1).ToArray();
            var (whole, sum) = (dice.NextInt64(0, 10_000_000_000), weights.Sum());
            var parts = Apportion.Split(whole, weights);
            Assert.Equal(whole, parts.Sum());
            for (var i = 0; i < parts.Count; i++) Assert.True(Math.Abs((decimal)whole * weights[i] / sum - parts[i]) < 1);
            var fen = Apportion.Floor(weights.Sum());
            Assert.Equal(fen, Apportion.ToFen(fen, weights).Sum());
        }
        Assert.Equal([1, 1, 0], Apportion.ToFen(2, [9_000, 7_000, 4_000]));
    }

    [Fact]
    public void A_month_that_began_late_is_charged_by_its_days_or_whole_by_the_rule_of_its_day()
    {
        var terms = new PlanTerms(new PlanSpec("m", PlanKinds.Month, 19_000_000, 0), DateTimeOffset.UnixEpoch);
        ProRata[] rules = [new(new DateOnly(2026, 7, 1), ProRata.Full), new(DateOnly.MinValue, ProRata.Days)];
        var never = DateOnly.FromDateTime(DateTime.UnixEpoch);
        Fee? Due(string installed, string trial, string today) => FeeRules.Due(terms, Day(installed), trial.Length == 0 ? never : Day(trial), Day(today), rules);
        Assert.Equal(new Fee(19_000_000, new DateOnly(2026, 4, 1)), Due("2026-01-05", "", "2026-04-03"));
        Assert.Equal(new Fee(9_500_000, new DateOnly(2026, 4, 16)), Due("2026-04-16", "", "2026-04-17"));
        Assert.Equal(new Fee(633_333, new DateOnly(2026, 4, 30)), Due("2026-03-31", "2026-04-30", "2026-04-30"));
        Assert.Null(Due("2026-03-31", "2026-04-30", "2026-04-29"));
        Assert.Equal(19_000_000, Due("2026-07-31", "", "2026-07-31")!.Amount);
        Assert.Null(FeeRules.Due(terms with { Plan = new PlanSpec("c", PlanKinds.Call, 5, 0) }, never, never, new DateOnly(2026, 4, 3), rules));
    }

    [Fact]
    public void A_call_costs_what_the_plan_says()
    {
        var meter = new Meter { Statements = 500 };
        Outcome Ended(Verdict verdict) => new() { Verdict = verdict, Meter = meter };
        var trial = new PlanTerms(new PlanSpec("c", PlanKinds.Call, 2_000, 30), DateTimeOffset.UnixEpoch.AddDays(30));
        Assert.Equal((80L, 0L), Parts(Pricing.Of(Ended(Verdict.Completed), trial.CallPrice(DateTimeOffset.UnixEpoch.AddDays(29.99)))));
        Assert.Equal((80L, 2_000L), Parts(Pricing.Of(Ended(Verdict.Refused), trial.CallPrice(DateTimeOffset.UnixEpoch.AddDays(30)))));
        var result = new PlanTerms(new PlanSpec("r", PlanKinds.Result, 900, 0), DateTimeOffset.UnixEpoch).CallPrice(DateTimeOffset.UnixEpoch);
        Assert.Equal((80L, 900L), Parts(Pricing.Of(Ended(Verdict.Completed), result)));
        Assert.Equal((80L, 0L), Parts(Pricing.Of(Ended(Verdict.Refused), result)));
        Assert.Equal((0L, 0L), Parts(Pricing.Of(Ended(Verdict.HostFault), result)));
        Assert.Equal(Tariff.Current.Of(meter), Tariff.Current.Lines(meter).Sum(static line => line.Amount));
    }

    [Fact]
    public void Credit_notes_never_pass_their_line()
    {
        var line = new BillLine { Brain = "auto", Tenant = "weaver", App = "ada/calls", Day = "2026-04-01", Portion = 1, Version = "1.0.0", Function = "scan", Kind = BillLine.Calls, Quantity = 10, Total = 55_000, Platform = 55_000 };
        var invoice = InvoiceRules.Draw("auto", "weaver", "2026-04", [line], 0, DateTimeOffset.UnixEpoch)!;
        Assert.Equal((5, 5_000), (invoice.Fen, invoice.Remainder));
        var first = InvoiceRules.Correct(invoice, [], 1, 3, "twice", DateTimeOffset.UnixEpoch).Must();
        Assert.Equal(Codes.InputInvalid, InvoiceRules.Correct(invoice, [first], 1, 3, "twice", DateTimeOffset.UnixEpoch).Refusal?.Code);
        Assert.Equal("auto-2026-04-weaver-c2", InvoiceRules.Correct(invoice, [first], 1, 2, "twice", DateTimeOffset.UnixEpoch).Must().Id);
        Assert.Equal(Codes.ConflictState, InvoiceRules.Correct(first, [], 1, 1, "no", DateTimeOffset.UnixEpoch).Refusal?.Code);
        Assert.Null(InvoiceRules.Draw("auto", "weaver", "2026-04", [line with { Total = 9_999, Platform = 9_999 }], 0, DateTimeOffset.UnixEpoch));
    }

    private static (long, long) Parts(Cost cost)
    {
        Assert.Equal(cost.Total, cost.Platform + cost.Publisher + cost.Resources);
        return (cost.Platform, cost.Publisher);
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static int Seed() => int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_SEED"), out var given) ? given : Random.Shared.Next(1_000_000);
}
