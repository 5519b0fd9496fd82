using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;
using Xunit;

namespace Marketplace.Tests.Unit.Finance;

/// <summary>Figures that must come out exactly.</summary>
public sealed class FinanceFixtureTests(ITestOutputHelper output)
{
    private static readonly ResourcePolicy policy = new() { Mode = FinanceService.Information, From = DateOnly.MinValue };

    [Theory]
    [InlineData(DayCount.Bond, "2006-08-31", "2007-02-28", 178)]
    [InlineData(DayCount.Euro, "2006-08-31", "2007-02-28", 178)]
    [InlineData(DayCount.Bond, "2007-02-28", "2007-08-31", 183)]
    [InlineData(DayCount.Euro, "2007-02-28", "2007-08-31", 182)]
    [InlineData(DayCount.Act360, "2026-03-02", "2026-07-15", 135)]
    [InlineData(DayCount.Act365, "2024-02-28", "2024-03-01", 2)]
    [InlineData(DayCount.Bond, "2026-01-30", "2026-03-31", 60)]
    [InlineData(DayCount.Bond, "2026-01-29", "2026-03-31", 62)]
    [InlineData(DayCount.Euro, "2026-01-29", "2026-03-31", 61)]
    public void Days_are_counted_as_the_conventions_say(string basis, string from, string to, int days) =>
        Assert.Equal(days, DayCount.Days(basis, DateOnly.Parse(from, null), DateOnly.Parse(to, null)));

    [Fact]
    public void Discount_of_450_000_at_4_2_percent_for_135_days()
    {
        var cost = DiscountRules.Of(45_000_000, 42_000, DayCount.Act360, 0, new DateOnly(2026, 3, 2), new DateOnly(2026, 7, 15))!;
        Assert.Equal((708_750L, 44_291_250L), (cost.InterestFen, cost.ProceedsFen));
        Assert.Equal(43_265, cost.AllInPpm); // 708,750 / 44,291,250 · 365 / 135 = 4.3265 %, rounded up
        Assert.Null(DiscountRules.Of(100, 42_000, DayCount.Act360, 0, new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 2)));
        Assert.Null(DiscountRules.Of(100, 0, DayCount.Act360, 100, new DateOnly(2026, 3, 2), new DateOnly(2026, 4, 2)));
    }

    [Fact]
    public void Parts_sum_to_the_whole_and_none_is_off_by_a_fen()
    {
        Assert.Equal([34, 33, 33], LargestRemainder.Split(100, [1, 1, 1]));
        Assert.Equal([0, 1, 0], LargestRemainder.Split(1, [1, 2, 1]));
        var dice = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var weights = Enumerable.Range(0, 1 + dice.Next(20)).Select(_ => dice.NextInt64(1, 100_000_000_000)).ToList();
            var whole = dice.NextInt64(0, 100_000_000_000);
            var parts = LargestRemainder.Split(whole, weights);
            Assert.Equal(whole, parts.Sum());
            var sum = weights.Sum(static one => (decimal)one);
            for (var k = 0; k < parts.Count; k++) Assert.InRange(parts[k] - (decimal)whole * weights[k] / sum, -1, 1);
        }
    }

    [Fact]
    public void A_closed_day_becomes_the_next_open_one()
    {
        Assert.Equal(new DateOnly(2026, 7, 13), TradeDay.Roll(new DateOnly(2026, 7, 11), policy));
        var dated = policy with { Limits = JsonElement.Parse("""{"holidays":["2026-10-01","2026-10-02","2026-10-05","2026-10-06","2026-10-07"],"workdays":["2026-10-10"]}""") };
        Assert.Equal(new DateOnly(2026, 10, 8), TradeDay.Roll(new DateOnly(2026, 10, 1), dated));
        Assert.Equal(new DateOnly(2026, 10, 10), TradeDay.Roll(new DateOnly(2026, 10, 10), dated));
        Assert.Equal(new DateOnly(2026, 3, 3), TradeDay.Of(new DateTimeOffset(2026, 3, 2, 16, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void F6_maturity_within_six_calendar_months_or_with_a_second_person()
    {
        var today = new DateOnly(2026, 8, 31);
        Assert.False(TenorRules.Decide(new DateOnly(2027, 2, 26), today, policy).Must().NeedsSecond);
        Assert.True(TenorRules.Decide(new DateOnly(2027, 2, 28), today, policy).Must().NeedsSecond); // a Sunday: paid on 1 March, which is beyond
        Assert.True(TenorRules.Decide(new DateOnly(2027, 8, 31), today, policy).Ok);
        Assert.Equal(Codes.FinanceTenor, TenorRules.Decide(new DateOnly(2027, 9, 1), today, policy).Refusal!.Code);
        var firms = new Firms(new FinanceService());
        var receivable = firms.Evidenced("wanjiang", "hongyan", 100, 12_000, "25502000000000000001");
        Assert.Equal(Codes.FinanceTenorReason, firms.Try("wanjiang", "receivables", receivable, "confirm", """{"due":"2026-10-12"}""").Refusal!.Code);
        firms.Do("wanjiang", "receivables", receivable, "confirm", """{"due":"2026-10-12","reason":"season"}""");
        Assert.Equal("EVIDENCED", firms.State("receivables", receivable));
        Assert.Equal(Codes.SignatureSelf, firms.Try("wanjiang", "receivables", receivable, "approve").Refusal!.Code);
        firms.Do("wanjiang", "receivables", receivable, "approve", actor: "wanjiang-2");
        Assert.Equal("CONFIRMED", firms.State("receivables", receivable));
    }

    [Fact]
    public void Order_receipt_and_invoice_must_say_the_same()
    {
        var firms = new Firms(new FinanceService());
        Assert.Equal(Codes.FinanceEvidence, firms.Try("hongyan", "receivables", "", "draft", """{"debtor":"wanjiang","order":{"number":"P","fen":5},"receipt":{"number":"R","fen":5}}""").Refusal!.Code);
        var draft = firms.Do("hongyan", "receivables", "", "draft", """{"debtor":"wanjiang","order":{"number":"P","fen":5},"receipt":{"number":"R","fen":5}}""", app: "auto/asn");
        var no = firms.Try("hongyan", "receivables", draft, "evidence", """{"creditCode":"91350100M000100Y43","invoices":[{"number":"25502000000000000001","line":1,"fen":6}]}""").Refusal!;
        Assert.Equal((Codes.FinanceMismatch, "5", "6"), (no.Code, no.Facts["receipt"], no.Facts["invoice"]));
        Assert.Equal(Codes.InputInvalid, firms.Try("hongyan", "receivables", draft, "evidence", """{"creditCode":"91350100M000100Y4Z","invoices":[{"number":"25502000000000000001","line":1,"fen":5}]}""").Refusal!.Code);
        firms.Do("hongyan", "receivables", draft, "evidence", """{"creditCode":"91350100M000100Y43","invoices":[{"number":"25502000000000000001","line":1,"fen":5}]}""");
    }

    [Fact]
    public void A_limit_explains_each_component()
    {
        var firms = new Firms(new FinanceService());
        var receivable = firms.Evidenced("wanjiang", "hongyan", 1_000, 10_000, "25502000000000000001"); // 100,000.00 yuan
        firms.Do("wanjiang", "receivables", receivable, "confirm", """{"due":"2026-07-15"}""");
        var open = firms.Do("dongli", "calloffs", "", "publish", """{"order":"D-1","seller":"hongyan","lines":[{"part":"X","quantity":100,"priceFen":20000,"due":"2026-04-01"}]}""");
        firms.Do("hongyan", "calloffs", open, "accept"); // 20,000.00 yuan that are not shipped
        var line = firms.Do("jinqiao", "lines", "", "propose", """{"firm":"hongyan","kind":"financing","capFen":9000000,"alphaPpm":300000,"betaPpm":800000}""");
        var why = firms.Body<CreditLine>("lines", line).Explained;
        // α·orders·p = 0.3·2,000,000·1 = 600,000; β·receivables = 0.8·10,000,000 = 8,000,000; wanjiang has 8,000,000 of 8,600,000, half is 4,300,000.
        Assert.Equal((2_000_000L, 1_000_000L, 600_000L), (why.OrdersFen, why.FulfilPpm, why.FromOrdersFen));
        Assert.Equal((10_000_000L, 0L, 8_000_000L), (why.ReceivablesFen, why.DilutionPpm, why.FromReceivablesFen));
        Assert.Equal((930_232L, 3_700_000L, 4_900_000L, "evidence"), (why.ConcentrationPpm, why.HaircutFen, why.LimitFen, why.Binds));
        Assert.Equal(Codes.FinanceLineLimit, firms.Try("jinqiao", "lines", line, "approve", """{"limitFen":4900001}""").Refusal!.Code);
        firms.Do("jinqiao", "lines", line, "approve", """{"limitFen":4900000}""");
        firms.Do("hongyan", "receivables", receivable, "dilute", """{"fen":5000000,"reason":"返工"}""");
        firms.Do("hongyan", "lines", line, "recompute");
        Assert.Equal(("REDUCED", 300_000L), (firms.State("lines", line), firms.Body<CreditLine>("lines", line).LimitFen)); // 0.3·2,000,000, half of it for one debtor
        firms.Do("wanjiang", "receivables", receivable, "confirm", """{"due":"2026-07-15"}""");
        firms.Do("hongyan", "lines", line, "recompute");
        Assert.Equal(300_000L, firms.Body<CreditLine>("lines", line).LimitFen); // never upward by itself
    }

    [Fact]
    public void F9_the_bank_statement_reconciles_with_nothing_unexplained()
    {
        var day = new DateOnly(2026, 7, 15);
        List<CashMovement> ledger = [new("BANK-2", day, -45_000_000, "lot 1"), new("BANK-2", day, -30_000_000, "lot 2"), new("BANK-3", day, 500, "fee")];
        List<BankEntry> bank = [new("BANK-2", day, -75_000_000), new("BANK-3", day, 500)];
        var clean = ReconcileRules.Decide(100_000_000, bank, 25_000_500, ledger);
        Assert.True(clean.IsClean);
        Assert.Equal((2, 0L), (clean.Matched.Count, clean.UnexplainedFen));
        // Each way of not agreeing is seen.
        Assert.False(ReconcileRules.Decide(100_000_000, bank, 25_000_499, ledger).IsClean);
        Assert.Single(ReconcileRules.Decide(0, [.. bank, new("BANK-9", day, 1)], 0, ledger).BankOnly);
        Assert.Single(ReconcileRules.Decide(0, [bank[0]], -75_000_000, ledger).LedgerOnly);
        Assert.Equal(2, ReconcileRules.Decide(0, [bank[0] with { Fen = -74_999_999 }, bank[1]], 0, ledger).LedgerOnly.Count);
        var isNightly = Environment.GetEnvironmentVariable("NIGHTLY") == "1";
        var (seed, movements) = (isNightly ? Random.Shared.Next(1_000_000_000) : 9, 0);
        var dice = new Random(seed);
        while (movements < (isNightly ? 100_000 : 8_000))
        {
            List<CashMovement> all = [.. Enumerable.Range(0, 1 + dice.Next(30)).Select(k => new CashMovement($"B{dice.Next(12)}", day, dice.Next(-1_000, 1_000), $"{k}"))];
            movements += all.Count;
            List<BankEntry> same = [.. all.GroupBy(static one => one.Reference).Select(static one => new BankEntry(one.Key, one.First().On, one.Sum(static m => m.Fen)))];
            Assert.True(ReconcileRules.Decide(7, same, 7 + all.Sum(static one => one.Fen), all).IsClean);
            var at = dice.Next(same.Count);
            same[at] = same[at] with { Fen = same[at].Fen + 1 };
            Assert.False(ReconcileRules.Decide(7, same, 7 + same.Sum(static one => one.Fen), all).IsClean);
        }
        output.WriteLine($"seed {seed}: {movements} movements of money, F9 violations: 0");
    }
}
