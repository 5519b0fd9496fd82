using System.Globalization;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;

namespace Marketplace.Tests.Finance;

/// <summary>A history of a small trade: mostly what could be done next, rarer cells first; sometimes by the wrong firm, in the wrong state, twice, or late.</summary>
internal sealed class FinanceHistory(int seed, Watched service, SortedDictionary<string, int> reached)
{
    private readonly Random dice = new(seed);
    private readonly Firms firms = new(service);
    private readonly List<(ResourceCommand Command, Answer<Resource> Outcome)> done = [];
    private readonly Dictionary<Transition, int> tried = [];
    private int number;

    public SortedDictionary<string, int> Refused { get; } = new(StringComparer.Ordinal);

    public ResourceBook Book => firms.Book;

    /// <summary>Every command that was not a repeat, when it came and what came of it, those of deadlines as well.</summary>
    public List<(DateTimeOffset Now, ResourceCommand Command, string Outcome)> Played { get; } = [];

    /// <summary>Plays so many steps; the first broken invariant, or null.</summary>
    public string? Broken(int steps)
    {
        var judge = new FinanceJudge(firms.Book, service);
        try
        {
            Begin();
            Keep();
            if (judge.Wrong(false) is { } early) return $"beginning: {early}";
            for (var i = 0; i < steps; i++)
                if (Step(judge) is { } broken) return $"step {i}: {broken}";
            return null;
        }
        finally
        {
            foreach (var (cell, times) in judge.Reached) reached[cell] = reached.GetValueOrDefault(cell) + times;
        }
    }

    /// <summary>Most of what can happen to a voucher needs one: every history begins with one, half of them with a part of it sold with recourse.</summary>
    private void Begin()
    {
        var receivable = firms.Evidenced("wanjiang", "hongyan", 100, 100, $"2550300000{seed % 10_000_000_000:0000000000}");
        firms.Do("wanjiang", "receivables", receivable, "confirm", $$"""{"due":"{{Firms.Day(firms.Today.AddDays(dice.Next(5, 30)))}}"}""");
        var voucher = firms.Do("wanjiang", "vouchers", "", "issue", $$"""{"receivable":"{{receivable}}","line":"{{firms.Line("yinhe", "wanjiang", LineKind.Issuer, 900_000)}}"}""");
        var root = firms.Body<Voucher>("vouchers", voucher).Root;
        firms.Do("hongyan", "lots", root, "accept");
        if (dice.Next(2) == 0) return;
        firms.Do("hongyan", "lots", root, "split", """{"parts":[4000,6000]}""");
        var part = Any<Lot>(static one => one.Lo == 1, "HELD");
        var asked = firms.Do("hongyan", "financings", "", "apply", $$"""{"lot":"{{part}}","creditCode":"{{Firms.Codes["hongyan"]}}","invoices":{{Invoices(4000)}},"funders":["jinqiao"],"recourse":{{(dice.Next(4) > 0 ? "true" : "false")}}}""");
        firms.Do("jinqiao", "financings", asked, "check", """{"register":"none"}""");
        firms.Do("jinqiao", "financings", asked, "quote", """{"ratePpm":42000,"feeFen":0}""");
        firms.Do("hongyan", "financings", asked, "accept");
        firms.Do("jinqiao", "financings", asked, "register", """{"reference":"R"}""");
        firms.Do("jinqiao", "financings", asked, "disburse", """{"reference":"B"}""");
    }

    private void Keep()
    {
        foreach (var (command, decision) in service.Decided) Played.Add((firms.Now, command, $"{decision.Puts[0].After.State} {decision.Puts[0].After.Seq + 1}"));
    }

    private string? Step(FinanceJudge judge)
    {
        var what = dice.Next(100);
        if (what < 10)
        {
            var next = firms.Book.Things.Where(static one => one.Deadline is not null).Select(static one => one.Deadline!.At).DefaultIfEmpty(firms.Now).Min();
            firms.Until(dice.Next(3) == 0 && next > firms.Now ? next : firms.Now + TimeSpan.FromHours(dice.Next(1, 60)));
            Keep();
            return judge.Wrong(false);
        }
        if (what < 15 && done.Count > 0)
        {
            var (again, outcome) = done[dice.Next(done.Count)];
            var events = firms.Book.Events.Count;
            var repeated = firms.Book.Do(again, firms.Now);
            if (repeated.Refusal?.Code != outcome.Refusal?.Code || repeated.Value?.Seq != outcome.Value?.Seq || firms.Book.Events.Count != events) return "a repeat did something";
            return judge.Wrong(true);
        }
        var (tenant, collection, id, name) = Next();
        var actor = tenant + (dice.Next(3) == 0 ? "-2" : "-1");
        var command = firms.Command(tenant, collection, id, name, Input(tenant, collection, id, name), actor, name == "draft" && dice.Next(3) == 0 ? "auto/asn" : "");
        var answer = firms.Book.Do(command, firms.Now);
        if (answer.Ok || Codes.IsStored(answer.Refusal!.Code)) done.Add((command, answer)); // what is not kept may end otherwise when it comes again
        Played.Add((firms.Now, command, answer.Ok ? $"{answer.Must().State} {answer.Must().Seq}" : answer.Refusal!.Code));
        if (answer.Refusal is { } no) Refused[no.Code] = Refused.GetValueOrDefault(no.Code) + 1;
        return judge.Wrong(!answer.Ok);
    }

    private (string Tenant, string Collection, string Id, string Name) Next()
    {
        if (dice.Next(16) == 0 && firms.Book.Things.ToList() is { Count: > 0 } things)
        {
            var thing = Pick(things);
            return (Pick([.. Firms.Debtors, .. Firms.Sellers, .. Firms.Funders]), thing.Name.Collection, thing.Name.Id, Pick(ResourceRules.Table(service, thing.Name.Collection)!.Commands));
        }
        List<(double Weight, Transition Cell, Func<(string Tenant, string Collection, string Id, string Name)> Choose)> choices = [];
        foreach (var table in service.Tables)
            foreach (var cell in table.Transitions.Where(static one => !one.By.SequenceEqual([By.System])))
            {
                // A cell is as likely as it is rare, however many things wait for it.
                if (cell.From == StateTable.None)
                {
                    var able = Makers(cell.Command);
                    choices.Add((able.Count > 0 ? Weight(table, cell) + 0.02 : 0.01, cell, () => (able.Count > 0 ? Pick(able) : Pick(Firms.Sellers), table.Collection, "", cell.Command)));
                    continue;
                }
                var waiting = firms.Book.Things.Where(one => one.Name.Collection == table.Collection && one.State == cell.From).ToList();
                var redeeming = cell.Command == "pay" && table.Collection == FinanceCollections.Vouchers ? Redeeming(waiting) : (Rare: 0, Voucher: null);
                if (waiting.Count > 0) choices.Add((Math.Max(Weight(table, cell), redeeming.Rare), cell, () =>
                {
                    var thing = redeeming.Voucher ?? Pick(waiting);
                    var hands = thing.Parties.Where(party => cell.By.Contains(party.Word)).Select(static party => party.Tenant).ToList();
                    return (hands.Count > 0 ? Pick(hands) : "", table.Collection, thing.Name.Id, cell.Command);
                }
                    ));
            }
        var at = dice.NextDouble() * choices.Sum(static one => one.Weight);
        var chosen = choices[^1];
        foreach (var choice in choices)
            if ((at -= choice.Weight) <= 0) { chosen = choice; break; }
        tried[chosen.Cell] = tried.GetValueOrDefault(chosen.Cell) + 1;
        return chosen.Choose();
    }

    private double Weight(StateTable table, Transition cell) =>
        (cell.Command is "decline" or "cancel" or "withdraw" or "return" or "refuse" or "close" or "dilute" or "settle" or "suspend" ? 0.15 : cell.Command is "pay" ? 0.3 : 1) * 40 / (40.0 + tried.GetValueOrDefault(cell)) / (1 + Math.Min(200, reached.GetValueOrDefault($"{table.Collection} {cell.From} {cell.Command}")) / 20.0);

    /// <summary>What a payment redeems is done by the host: paying is as likely as the rarest state that a part of a voucher is redeemed from, and that voucher
    /// is paid.</summary>
    private (double Rare, Resource? Voucher) Redeeming(IReadOnlyList<Resource> vouchers)
    {
        (double Rare, Resource? Voucher) best = (0, null);
        foreach (var lot in firms.Book.Things.Where(static one => one.Body is Lot && one.State is "RECOURSE" or "DISHONOURED" or "REPURCHASED" or "FINANCED" or "PRESENTED"))
            if (vouchers.FirstOrDefault(one => one.Name.Id == lot.As<Lot>().Voucher) is { } voucher && 0.5 / (1 + Math.Min(200, reached.GetValueOrDefault($"lots {lot.State} redeem")) / 5.0) is var rare && rare > best.Rare)
                best = (rare, voucher);
        return best;
    }

    /// <summary>Firms for which there is something to make it of.</summary>
    private List<string> Makers(string command) => command switch
    {
        "publish" => [.. Firms.Debtors],
        "propose" => [.. Firms.Funders],
        "ship" => Of<CallOff>("ACCEPTED", static one => one.Seller),
        "draw" => Of<Delivery>("RECEIVED", static one => one.Seller),
        "draft" => [.. Of<Statement>("AGREED", static one => one.Seller), Pick(Firms.Sellers)],
        "issue" => [.. Of<Receivable>("CONFIRMED", static one => one.Financing.Length == 0 ? one.Debtor : "").Intersect([.. Of<CreditLine>("ACTIVE", Roomy), .. Of<CreditLine>("REDUCED", Roomy)])],
        "apply" => [.. Of<Lot>("HELD", static one => one.Holder), .. Of<Receivable>("CONFIRMED", static one => one.Financing.Length == 0 ? one.Seller : "")],
        _ => [],
    };

    private List<string> Of<T>(string state, Func<T, string> firm) =>
        [.. firms.Book.Things.Where(one => one.State == state && one.Body is T).Select(one => firm(one.As<T>())).Where(static one => one.Length > 0)];

    private string Input(string tenant, string collection, string id, string name) => (collection, name) switch
    {
        ("calloffs", "publish") => $$"""{"order":"PO-{{(dice.Next(12) == 0 ? 1 : ++number)}}","seller":"{{Pick(Firms.Sellers)}}","lines":[{"part":"A","quantity":{{dice.Next(1, 40)}},"priceFen":{{dice.Next(1, 500)}},"due":"{{Ahead(20)}}"},{"part":"B","quantity":{{dice.Next(1, 40)}},"priceFen":100,"due":"{{Ahead(20)}}"}]}""",
        ("deliveries", "ship") => Ship(tenant),
        ("deliveries", "receive") => Receive(firms.Body<Delivery>(collection, id)),
        ("statements", "draw") => $$"""{"debtor":"{{firms.Book.Things.Where(one => one.State == "RECEIVED" && one.Body is Delivery delivery && delivery.Seller == tenant).Select(static one => one.As<Delivery>().Debtor).LastOrDefault() ?? "dongli"}}","month":"{{firms.Today.ToString("yyyy-MM", CultureInfo.InvariantCulture)}}"}""",
        ("receivables", "draft") => dice.Next(3) > 0 && Any<Statement>(one => one.Seller == tenant, "AGREED") is var statement && (statement != "none" || dice.Next(8) == 0) ? $$"""{"statement":"{{statement}}"}""" : $$"""{"debtor":"{{Pick(Firms.Debtors)}}","order":{"number":"O{{++number}}","fen":777},"receipt":{"number":"R","fen":{{(dice.Next(6) == 0 ? 776 : 777)}} } }""",
        ("receivables", "evidence") => $$"""{"creditCode":"{{Firms.Codes["hongyan"]}}","invoices":{{Invoices(firms.Body<Receivable>(collection, id).ReceiptFen + (dice.Next(8) == 0 ? 1 : 0))}}}""",
        ("receivables", "confirm") => dice.Next(5) switch
        {
            0 => $$"""{"due":"{{Ahead(420)}}"}""",
            1 => $$"""{"due":"{{Firms.Day(firms.Today.AddDays(200))}}","reason":"contract"}""",
            _ => $$"""{"due":"{{Ahead(50)}}"}""",
        },
        ("receivables", "resolve" or "dilute") => $$"""{"fen":{{Math.Max(1, firms.Body<Receivable>(collection, id).Fen - dice.Next(3))}},"reason":"缺件"}""",
        ("vouchers", "issue") => $$"""{"receivable":"{{Any<Receivable>(one => one.Debtor == tenant, "CONFIRMED")}}","line":"{{LineOf(tenant)}}"}""",
        ("lots", "split") => Split(firms.Body<Lot>(collection, id).Fen),
        ("lots", "offer") => $$"""{"to":"{{Pick(Firms.Sellers)}}"}""",
        ("financings", "apply") => Apply(tenant),
        ("financings", "check") => dice.Next(2) == 0 ? """{"register":"none"}""" : """{"register":"none","cleared":"other goods"}""",
        ("financings", "quote") => $$"""{"ratePpm":{{dice.Next(20_000, 90_000)}},"feeFen":{{(dice.Next(4) == 0 ? dice.Next(200) : 0)}},"basis":"{{Pick(DayCount.Names)}}"{{(dice.Next(2) == 0 ? "" : $",\"line\":\"{Any<CreditLine>(one => one.Kind == LineKind.Financing && one.Funder == tenant && one.Firm == firms.Body<Financing>(collection, id).Seller, "ACTIVE", "REDUCED")}\"")}}}""",
        ("financings", "disburse") => dice.Next(4) == 0 ? $$"""{"reference":"BANK","paidOn":"{{Firms.Day(firms.Body<Financing>(collection, id).Chosen?.PayOn.AddDays(dice.Next(7)) ?? firms.Today)}}"}""" : """{"reference":"BANK"}""",
        ("lines", "propose") => $$"""{"firm":"{{Pick([.. Firms.Debtors, .. Firms.Sellers])}}","kind":"{{Pick(["issuer", "financing"])}}","capFen":{{dice.Next(500, 900_000)}}}""",
        ("lines", "approve") => $$"""{"limitFen":{{Math.Max(1, firms.Body<CreditLine>(collection, id).Explained.LimitFen - dice.Next(-1, 200))}}}""",
        ("lines", "reduce") => $$"""{"limitFen":{{Math.Max(0, firms.Body<CreditLine>(collection, id).LimitFen - dice.Next(200))}}}""",
        (_, "return" or "dispute") => """{"reason":"数量不符"}""",
        (_, "settle" or "pay" or "repurchase" or "freeze" or "register" or "repay") => """{"reference":"REF"}""",
        _ => "{}",
    };

    private static string Roomy(CreditLine line) => line.Kind == LineKind.Issuer && line.LeftFen > 1_000 ? line.Firm : "";

    /// <summary>A line to issue under: one that was reduced and still has room when there is one, for they are few.</summary>
    private string LineOf(string tenant) =>
        dice.Next(4) > 0 && Any<CreditLine>(one => Roomy(one) == tenant, "REDUCED") is var reduced && reduced != "none" ? reduced : Any<CreditLine>(one => one.Firm == tenant || dice.Next(6) == 0, "ACTIVE", "REDUCED");

    private string Ship(string tenant)
    {
        var id = Any<CallOff>(one => one.Seller == tenant, "ACCEPTED");
        if (firms.Book.Find("calloffs", id)?.Body is not CallOff body) return """{"calloff":"none","note":"N","asn":"A","lines":[{"line":1,"quantity":1}]}""";
        var lines = body.Lines.Where(static one => one.Quantity > one.Shipped).Select(one => $$"""{"line":{{one.Line}},"quantity":{{(dice.Next(2) == 0 ? one.Quantity - one.Shipped : dice.NextInt64(1, one.Quantity - one.Shipped + 2))}}}""").ToList();
        return $$"""{"calloff":"{{id}}","note":"N{{++number}}","asn":"A{{number}}","lines":[{{(lines.Count == 0 ? """{"line":1,"quantity":1}""" : string.Join(',', lines))}}]}""";
    }

    private string Receive(Delivery body) =>
        $$"""{"lines":[{{string.Join(',', body.Lines.Select(one => $$"""{"line":{{one.Line}},"accepted":{{(dice.Next(3) == 0 ? dice.NextInt64(0, one.Shipped + 2) : one.Shipped)}}}"""))}}]}""";

    private string Split(long fen)
    {
        var one = fen > 1 ? dice.NextInt64(1, fen) : 1;
        return dice.Next(10) == 0 ? """{"parts":[1,1]}""" : fen - one > 2 && dice.Next(2) == 0 ? $$"""{"parts":[{{one}},1,{{fen - one - 1}}]}""" : $$"""{"parts":[{{one}},{{Math.Max(1, fen - one)}}]}""";
    }

    private string Apply(string tenant)
    {
        var funders = dice.Next(2) == 0 ? """["jinqiao"]""" : """["jinqiao","yinhe"]""";
        var lot = Any<Lot>(one => one.Holder == tenant, "HELD");
        if (lot == "none" || dice.Next(3) == 0) return $$"""{"receivable":"{{Any<Receivable>(one => one.Seller == tenant, "CONFIRMED")}}","funders":{{funders}}}""";
        var fen = firms.Book.Find("lots", lot)?.As<Lot>().Fen ?? 1;
        return $$"""{"lot":"{{lot}}","creditCode":"{{Firms.Codes["qiaotou"]}}","invoices":{{Invoices(dice.Next(8) == 0 ? Math.Max(1, fen - 1) : fen)}},"funders":{{funders}},"recourse":{{(dice.Next(3) > 0 ? "true" : "false")}}}""";
    }

    private string Invoices(long fen)
    {
        var invoice = $"255020{(dice.Next(10) == 0 ? dice.Next(3) : ++number):00000000000000}";
        return fen > 1 ? $$"""[{"number":"{{invoice}}","line":1,"fen":1},{"number":"{{invoice}}","line":2,"fen":{{fen - 1}}}]""" : $$"""[{"number":"{{invoice}}","line":1,"fen":{{Math.Max(1, fen)}}}]""";
    }

    private string Any<T>(Func<T, bool> fits, params ReadOnlySpan<string> states)
    {
        List<string> found = [];
        foreach (var one in firms.Book.Things) if (one.Body is T body && states.Contains(one.State) && fits(body)) found.Add(one.Name.Id);
        return found.Count == 0 ? "none" : found[dice.Next(found.Count)];
    }

    private string Ahead(int days) => Firms.Day(firms.Today.AddDays(dice.Next(1, days)));

    private T Pick<T>(IReadOnlyList<T> from) => from[dice.Next(from.Count)];
}
