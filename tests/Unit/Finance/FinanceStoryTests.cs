using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Resources;
using Xunit;
using Collections = Marketplace.Domain.Finance.FinanceCollections;

namespace Marketplace.Tests.Unit.Finance;

/// <summary>Cash from delivery, to the fen; a voucher in ten thousand pieces; an issuer that does not pay.</summary>
public sealed class FinanceStoryTests(ITestOutputHelper output)
{
    private const string Invoice = "25502000000000000001", Second = "25502000000000000002";
    private readonly Firms firms = new(new FinanceService());

    [Fact]
    public void Cash_from_delivery_comes_out_to_the_fen()
    {
        var voucher = Issued(out var root);
        Assert.Equal((1L, 120_000_000L), (firms.Body<Lot>(Collections.Lots, root).Lo, firms.Body<Lot>(Collections.Lots, root).Hi));
        firms.Do("hongyan", Collections.Lots, root, "split", """{"parts":[45000000,30000000,45000000]}""");
        var (two, three) = (Part(voucher, 1), Part(voucher, 45_000_001));
        Hand(two, "qiaotou");
        Hand(three, "lanling");
        Assert.Equal(("qiaotou", 45_000_000L), (firms.Body<Lot>(Collections.Lots, two).Holder, firms.Body<Lot>(Collections.Lots, two).Hi));
        Assert.Equal(("lanling", 75_000_000L), (firms.Body<Lot>(Collections.Lots, three).Holder, firms.Body<Lot>(Collections.Lots, three).Hi));

        var line = firms.Line("jinqiao", "wanjiang", LineKind.Issuer, 1);
        var financing = firms.Do("qiaotou", Collections.Financings, "", "apply", Apply(two, Second));
        firms.Do("jinqiao", Collections.Financings, financing, "check", """{"register":"ZDW-2026-0001: none"}""");
        firms.Do("jinqiao", Collections.Financings, financing, "quote", """{"ratePpm":42000,"feeFen":0}""");
        firms.Do("qiaotou", Collections.Financings, financing, "accept");
        firms.Do("jinqiao", Collections.Financings, financing, "register", """{"reference":"ZDW-2026-0002"}""");
        firms.Do("jinqiao", Collections.Financings, financing, "disburse", """{"reference":"BANK-1"}""");
        var paid = firms.Body<Financing>(Collections.Financings, financing).Paid!;
        Assert.Equal((135, 708_750L, 44_291_250L), (paid.Cost.Days, paid.Cost.InterestFen, paid.Cost.ProceedsFen)); // 7,087.50 and 442,912.50
        Assert.Equal("FINANCED", firms.State(Collections.Lots, two));

        // The same invoice again: by the receivable of the first seller, and by another lot.
        Hand(Part(voucher, 75_000_001), "qiaotou");
        var again = firms.Try("qiaotou", Collections.Financings, "", "apply", Apply(Part(voucher, 75_000_001), Second)).Refusal!;
        Assert.Equal((Codes.FinanceInvoiceTaken, 409), (again.Code, Codes.StatusOf(again.Code)));
        Assert.Equal(Codes.FinanceInvoiceTaken, firms.Try("lanling", Collections.Financings, "", "apply", Apply(three, Invoice).Replace("11320000MB151840XJ", "91350100M000100Y43")).Refusal!.Code);

        firms.Until(TradeDay.Begins(new DateOnly(2026, 7, 15)));
        Assert.All(Live(voucher), static lot => Assert.Equal("PRESENTED", lot.State));
        firms.Do("wanjiang", Collections.Vouchers, voucher, "pay", """{"reference":"BANK-2"}""");
        Assert.Equal("REDEEMED", firms.State(Collections.Vouchers, voucher));
        Assert.All(firms.Book.Things.Where(one => one.Body is Lot lot && lot.Voucher == voucher), static lot => Assert.Contains(lot.State, (string[])["REDEEMED", "SPLIT"]));
        Assert.Equal("REPAID", firms.State(Collections.Financings, financing));
        Assert.Equal("SETTLED", firms.State(Collections.Receivables, firms.Body<Voucher>(Collections.Vouchers, voucher).Receivable));
        Assert.Equal("ACTIVE", firms.State(Collections.Lines, line));

        var balances = Folded(firms.Book.Transfers);
        Assert.Equal(0, balances.Values.Sum());
        Assert.All(balances.Where(static one => one.Key.Contains("/held/") || one.Key.Contains("/issued/") || one.Key.Contains("/asset/")), static one => Assert.Equal(0, one.Value));
        Assert.Equal(-120_000_000, balances["firm/wanjiang/cash"]);
        Assert.Equal((44_291_250, 30_000_000), (balances["firm/qiaotou/cash"] - 45_000_000, balances["firm/lanling/cash"]));
        Assert.Equal(708_750, balances["firm/jinqiao/cash"]);
        foreach (var (account, fen) in balances) output.WriteLine($"{account} {fen / 100m:N2}");
    }

    [Fact]
    public void A_voucher_of_ten_thousand_leaves_is_split_by_its_leaf_alone()
    {
        var voucher = Issued(out var root);
        firms.Do("hongyan", Collections.Lots, root, "split", Even(1_200_000));
        foreach (var lot in Live(voucher).ToList()) firms.Do("hongyan", Collections.Lots, lot.Name.Id, "split", Even(12_000));
        Assert.Equal(10_000, Live(voucher).Count());
        // What a further split reads, and what it changes.
        var leaf = Live(voucher).First().Name.Id;
        var command = firms.Command("hongyan", Collections.Lots, leaf, "split", """{"parts":[5000,7000]}""");
        var facts = new ResourceFacts { Policy = firms.Book.Policy };
        foreach (var read in ResourceRules.Reads(new FinanceService(), command, facts)) facts.Add(read, [firms.Book.Find(Collections.Lots, leaf)!]);
        Assert.Empty(ResourceRules.Reads(new FinanceService(), command, facts));
        Assert.Single(facts.Reads);
        Assert.Equal(3, ResourceRules.Decide(new FinanceService(), command, facts, firms.Now).Must().Puts.Count);
        var payments = 0;
        for (; firms.State(Collections.Vouchers, voucher) != "REDEEMED"; payments++) firms.Do("wanjiang", Collections.Vouchers, voucher, "pay", """{"reference":"BANK"}""");
        output.WriteLine($"10,000 leaves were paid by {payments} records of a payment, each of at most {firms.Book.Transfers.Max(static one => one.Lines.Count)} lines.");
        Assert.Equal(50, payments);
        Assert.Equal(0, Folded(firms.Book.Transfers)["firm/wanjiang/issued/" + voucher]);
    }

    [Fact]
    public void A_lot_sold_with_recourse_comes_back_when_the_issuer_does_not_pay()
    {
        var voucher = Issued(out var root);
        var financing = firms.Do("hongyan", Collections.Financings, "", "apply", Apply(root, Second).Replace("11320000MB151840XJ", "91350100M000100Y43").Replace("45000000", "120000000"));
        firms.Do("jinqiao", Collections.Financings, financing, "check", """{"register":"none"}""");
        firms.Do("jinqiao", Collections.Financings, financing, "quote", """{"ratePpm":42000,"feeFen":100000}""");
        firms.Do("hongyan", Collections.Financings, financing, "accept");
        firms.Do("jinqiao", Collections.Financings, financing, "register", """{"reference":"R"}""");
        firms.Do("jinqiao", Collections.Financings, financing, "disburse", """{"reference":"BANK-1"}""");
        firms.Until(TradeDay.Begins(new DateOnly(2026, 7, 18)));
        Assert.Equal(("DISHONOURED", "DEFAULTED"), (firms.State(Collections.Lots, root), firms.State(Collections.Financings, financing)));
        firms.Do("jinqiao", Collections.Lots, root, "demand");
        firms.Do("hongyan", Collections.Lots, root, "repurchase", """{"reference":"BANK-2"}""");
        Assert.Equal(("REPURCHASED", "REPAID"), (firms.State(Collections.Lots, root), firms.State(Collections.Financings, financing)));
        firms.Do("wanjiang", Collections.Vouchers, voucher, "pay", """{"reference":"BANK-3"}""");
        var balances = Folded(firms.Book.Transfers);
        Assert.Equal(0, balances.Values.Sum());
        Assert.Equal(("REDEEMED", 0L), (firms.State(Collections.Lots, root), balances["firm/jinqiao/asset/" + voucher]));
    }

    /// <summary>What every account comes to, by the product's own ledger, which must take every transfer; an account's debits less its credits.</summary>
    internal static SortedDictionary<string, long> Folded(IEnumerable<ResourceTransfer> transfers)
    {
        Dictionary<string, AccountState> accounts = new(StringComparer.Ordinal);
        foreach (var transfer in transfers)
        {
            foreach (var account in transfer.Opens.Where(one => !accounts.ContainsKey(one.Account)))
            {
                Assert.True(LedgerRules.Decide(new LedgerView(accounts, null), new LedgerCommand.Open(account), DateTimeOffset.UnixEpoch).Ok, account.Account);
                accounts[account.Account] = new AccountState(account, Totals.Zero);
            }
            var posted = LedgerRules.Decide(new LedgerView(accounts, null), new LedgerCommand.Post(transfer.Lines, transfer.Memo), DateTimeOffset.UnixEpoch);
            Assert.True(posted.Ok, $"{transfer.Memo}: {posted.Refusal?.Code} {string.Join(", ", posted.Refusal?.Facts ?? new Dictionary<string, string>())}");
            foreach (var line in posted.Must().Lines) accounts[line.Account] = accounts[line.Account] with { Totals = line.After };
        }
        return new(accounts.ToDictionary(static one => one.Key, static one => one.Value.Totals.Debit - one.Value.Totals.Credit), StringComparer.Ordinal);
    }

    private string Issued(out string root)
    {
        var receivable = firms.Evidenced("wanjiang", "hongyan", 10_000, 12_000, Invoice);
        firms.Do("wanjiang", Collections.Receivables, receivable, "confirm", """{"due":"2026-07-15"}""");
        var line = firms.Line("yinhe", "wanjiang", LineKind.Issuer, 200_000_000);
        var voucher = firms.Do("wanjiang", Collections.Vouchers, "", "issue", $$"""{"receivable":"{{receivable}}","line":"{{line}}","terms":"到期无条件付款"}""");
        root = firms.Body<Voucher>(Collections.Vouchers, voucher).Root;
        firms.Do("hongyan", Collections.Lots, root, "accept");
        return voucher;
    }

    private void Hand(string lot, string to)
    {
        firms.Do("hongyan", Collections.Lots, lot, "offer", $$"""{"to":"{{to}}"}""");
        firms.Do(to, Collections.Lots, lot, "accept");
    }

    private IEnumerable<Resource> Live(string voucher) => firms.Book.Things.Where(one => one.Marks.Contains($"live:{voucher}"));

    private string Part(string voucher, long lo) => Live(voucher).Single(one => one.As<Lot>().Lo == lo).Name.Id;

    private static string Apply(string lot, string invoice) =>
        $$"""{"lot":"{{lot}}","creditCode":"11320000MB151840XJ","invoices":[{"number":"{{invoice}}","line":1,"fen":45000000}],"funders":["jinqiao"],"recourse":true}""";

    private static string Even(long fen) => $$"""{"parts":[{{string.Join(',', Enumerable.Repeat(fen, 100))}}]}""";
}
