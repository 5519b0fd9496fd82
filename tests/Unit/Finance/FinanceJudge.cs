using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;

namespace Marketplace.Tests.Finance;

/// <summary>Looks at a book after every step and says which invariant does not hold. It sums and compares what is there; it asks no rule.</summary>
internal sealed class FinanceJudge(ResourceBook book, Watched service)
{
    private readonly Dictionary<ResourceName, Resource> before = [];
    private readonly Dictionary<string, long> balances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> confirmers = new(StringComparer.Ordinal);
    private int transfers;

    /// <summary>How often each cell was reached: <c>lots HELD split</c>.</summary>
    public SortedDictionary<string, int> Reached { get; } = new(StringComparer.Ordinal);

    /// <summary>The first thing that is wrong after what was decided since, or null. Nothing may have changed when it was refused.</summary>
    public string? Wrong(bool wasRefused)
    {
        if (wasRefused) service.Decided.Clear();
        var told = service.Decided.ToList();
        service.Decided.Clear();
        foreach (var (command, decision) in told)
        {
            foreach (var put in decision.Puts)
            {
                var from = before.GetValueOrDefault(put.After.Name);
                var cell = $"{put.After.Name.Collection} {from?.State} {put.Command}";
                Reached[cell] = Reached.GetValueOrDefault(cell) + 1;
                if (Moved(command, from, put) is { } wrong) return wrong;
                before[put.After.Name] = put.After with { Seq = put.After.Seq + 1 };
            }
            if (command.On.Collection == "receivables" && command.Name is "confirm" or "approve")
                (confirmers.TryGetValue(command.On.Id, out var who) ? who : confirmers[command.On.Id] = []).Add(command.Actor);
        }
        foreach (var thing in book.Things)
            if (!before.TryGetValue(thing.Name, out var known) || known.Seq != thing.Seq || known.State != thing.State) return $"{thing.Name} changed by nobody";
        return Partition() ?? Control() ?? Lines() ?? Invoices() ?? Tenors() ?? Fees() ?? Loop() ?? Posted();
    }

    private static string? Moved(ResourceCommand command, Resource? from, ResourcePut put)
    {
        if (from?.Body is CreditLine was && put.After.Body is CreditLine line && line.LimitFen > was.LimitFen && !(command.Name == "approve" && command.Tenant == line.Funder))
            return $"line: {put.After.Name} rose by {command.Name}";
        if (from?.Body is not Lot old || put.After.Body is not Lot lot) return null;
        if ((lot.Lo, lot.Hi, lot.Voucher) != (old.Lo, old.Hi, old.Voucher)) return $"F1: {put.After.Name} became another interval";
        if (lot.Holder == old.Holder) return null;
        if (from.State == "FROZEN" || put.After.State == "FROZEN") return $"F7: {put.After.Name} moved while frozen";
        var isTaken = from.State == "TRANSFER_PENDING" && put.Command == "accept" && command.Tenant == lot.Holder && old.Offeree == lot.Holder;
        var isFinanced = from.State == "FINANCE_PENDING" && put.Command == "finance" && command.Tenant == lot.Holder;
        var isBack = from.State == "RECOURSE" && put.Command == "repurchase" && command.Tenant == lot.Holder;
        return isTaken || isFinanced || isBack ? null : from.State == "FINANCED" ? $"F7: {put.After.Name} moved" : $"F2: {put.After.Name} moved by {put.Command} of {command.Tenant}";
    }

    /// <summary>F3: each entry sums to zero, and balances are what lots and receivables say.</summary>
    private string? Posted()
    {
        for (; transfers < book.Transfers.Count; transfers++)
        {
            var one = book.Transfers[transfers];
            if (one.Lines.Sum(static line => line.Minor) != 0 || one.Lines.Count < 2 || one.Lines.Any(static line => line.Minor == 0)) return $"F3: {one.Memo} does not sum to zero";
            foreach (var line in one.Lines) balances[line.Account] = balances.GetValueOrDefault(line.Account) + line.Minor;
        }
        Dictionary<string, long> due = new(StringComparer.Ordinal);
        void Owe(string account, long fen) => due[account] = due.GetValueOrDefault(account) + fen;
        foreach (var thing in book.Things)
        {
            if (thing.Body is Lot lot && thing.State is not ("OFFERED" or "SPLIT" or "CANCELLED" or "REDEEMED"))
            {
                var isSold = thing.State is not "FINANCE_PENDING" && lot.Financing.Length > 0;
                Owe($"firm/{lot.Holder}/{(isSold ? "asset" : "held")}/{lot.Voucher}", lot.Fen);
                Owe($"firm/{lot.Issuer}/issued/{lot.Voucher}", -lot.Fen);
            }
            if (thing.Body is Receivable claim && (thing.State is "CONFIRMED" or "ASSIGNED" || (thing.State == "VOUCHERED" && book.Find("vouchers", claim.Voucher)!.State == "OFFERED")))
            {
                var owner = thing.State == "ASSIGNED" ? $"firm/{book.Things.First(one => one.Body is Financing { Paid: not null } sold && sold.Receivable == thing.Name.Id).As<Financing>().Chosen!.Funder}/asset" : $"firm/{claim.Seller}/held";
                Owe($"{owner}/{thing.Name.Id}", claim.Fen);
                Owe($"firm/{claim.Debtor}/issued/{thing.Name.Id}", -claim.Fen);
            }
        }
        foreach (var (account, fen) in balances)
            if (account.Contains("/held/") || account.Contains("/issued/") || account.Contains("/asset/"))
                if (fen != due.GetValueOrDefault(account)) return $"F3: {account} is {fen}, its things say {due.GetValueOrDefault(account)}";
        foreach (var (account, fen) in due) if (balances.GetValueOrDefault(account) != fen) return $"F3: {account} was never posted";
        return balances.Values.Sum() == 0 ? null : "F3: the ledger does not sum to zero";
    }

    private string? Partition()
    {
        foreach (var thing in book.Things.Where(static one => one.Body is Voucher && one.State != "CANCELLED"))
        {
            var voucher = thing.As<Voucher>();
            long next = 1;
            foreach (var lot in book.Things.Where(one => one.Body is Lot lot && lot.Voucher == thing.Name.Id && one.State is not ("SPLIT" or "CANCELLED")).Select(static one => one.As<Lot>()).OrderBy(static one => one.Lo))
            {
                if (lot.Lo != next || lot.Hi < lot.Lo) return $"F1: {thing.Name} has a gap or an overlap at {next}";
                if (lot.Maturity != voucher.Maturity || lot.Issuer != voucher.Issuer) return $"F8: a lot of {thing.Name} has other terms";
                next = lot.Hi + 1;
            }
            if (next != voucher.Fen + 1) return $"F1: {thing.Name} ends at {next - 1} of {voucher.Fen}";
        }
        return null;
    }

    private string? Control()
    {
        foreach (var thing in book.Things.Where(static one => one.Body is Lot))
            if (thing.Parties.Where(static one => one.Word == "holder").Select(static one => one.Tenant).ToList() is not [var holder] || holder != thing.As<Lot>().Holder) return $"F2: {thing.Name} has not one holder";
        return null;
    }

    private string? Lines()
    {
        foreach (var thing in book.Things.Where(static one => one.Body is CreditLine))
        {
            var line = thing.As<CreditLine>();
            var vouchers = book.Things.Where(one => one.Body is Voucher voucher && voucher.Line == thing.Name.Id && one.State is ("OFFERED" or "ACTIVE"))
                .Sum(static one => one.As<Voucher>().Fen - one.As<Voucher>().RedeemedFen);
            var sold = book.Things.Where(one => one.Body is Financing financing && financing.Chosen?.Line == thing.Name.Id && one.State is ("ACCEPTED" or "REGISTERED" or "DISBURSED" or "DEFAULTED"))
                .Sum(static one => one.As<Financing>().Fen);
            if (line.UsedFen != vouchers + sold) return $"F4: {thing.Name} says {line.UsedFen} are used, {vouchers + sold} are";
            if (line.UsedFen > line.LimitFen) return $"F4: {thing.Name} is used beyond its limit";
        }
        return null;
    }

    private string? Invoices()
    {
        Dictionary<(string, string, int), string> uses = [];
        foreach (var thing in book.Things)
        {
            var lines = thing.Body switch
            {
                Receivable one => one.Invoices.Select(line => (one.Seller, line)),
                Financing { Lot.Length: > 0 } one when thing.State is not ("DECLINED" or "LAPSED") => one.Invoices.Select(line => (one.Seller, line)),
                _ => [],
            };
            foreach (var (seller, line) in lines)
                if (!uses.TryAdd((seller, line.Number, line.Line), thing.Name.Id)) return $"F5: {seller} {line.Number}/{line.Line} backs {thing.Name} and {uses[(seller, line.Number, line.Line)]}";
            if (thing.Body is not Receivable claim) continue;
            var vouchers = book.Things.Count(one => one.Body is Voucher voucher && voucher.Receivable == thing.Name.Id && one.State != "CANCELLED");
            var sold = book.Things.Count(one => one.Body is Financing financing && financing.Receivable == thing.Name.Id && one.State is not ("DECLINED" or "LAPSED"));
            if (vouchers + sold > 1) return $"F5: {thing.Name} backs {vouchers} vouchers and {sold} financings";
        }
        return null;
    }

    private string? Tenors()
    {
        foreach (var thing in book.Things.Where(static one => one.Body is Receivable { Due: not null }))
        {
            var claim = thing.As<Receivable>();
            if (claim.Due is not { } falls || claim.ConfirmedOn is not { } on) continue;
            if (falls > on.AddMonths(12)) return $"F6: {thing.Name} is due after a year";
            if (falls > on.AddMonths(6) && (claim.Asked is null || confirmers[thing.Name.Id].Count < 2)) return $"F6: {thing.Name} is due after six months by one person";
            if (falls.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) return $"F6: {thing.Name} is due on a closed day";
        }
        return null;
    }

    private string? Fees()
    {
        foreach (var thing in book.Things.Where(static one => one.Body is Financing))
        {
            var body = thing.As<Financing>();
            foreach (var (cost, from) in body.Quotes.Select(static one => (one.Cost, one.PayOn)).Concat(body.Paid is { } paid ? [(paid.Cost, paid.On)] : []))
            {
                var days = body.Maturity.DayNumber - from.DayNumber;
                if ((decimal)cost.FeeFen * 365 / ((decimal)body.Fen * days) > 0.01m) return $"F10: {thing.Name} takes a fee above the cap";
                if (cost.InterestFen + cost.FeeFen + cost.ProceedsFen != body.Fen) return $"F10: the cost of {thing.Name} does not sum";
                var allIn = (double)(cost.InterestFen + cost.FeeFen) * 365 / ((double)cost.ProceedsFen * days) * 1e6;
                if (Math.Abs(allIn - cost.AllInPpm) > 1.001) return $"F10: {thing.Name} shows {cost.AllInPpm}, it is {allIn}";
            }
            if (body.Paid is { } got && got.Parts.Sum() != got.Cost.InterestFen) return $"F10: the interest of {thing.Name} is not split whole";
        }
        return null;
    }

    private string? Loop()
    {
        foreach (var thing in book.Things.Where(static one => one.Body is CallOff))
            foreach (var line in thing.As<CallOff>().Lines)
            {
                var sent = book.Things.Where(one => one.Body is Delivery delivery && delivery.CallOff == thing.Name.Id && one.State != "WITHDRAWN")
                    .Sum(one => one.As<Delivery>().Lines.Where(each => each.Line == line.Line).Sum(each => one.State is "RECEIVED" or "STATED" ? each.Accepted : each.Shipped));
                if (sent != line.Shipped || sent > line.Quantity) return $"loop: {thing.Name} line {line.Line} says {line.Shipped}, {sent} of {line.Quantity} are";
            }
        foreach (var thing in book.Things.Where(static one => one.Body is Delivery && one.State == "STATED"))
            if (book.Things.Count(one => one.Body is Statement statement && one.State is ("PROPOSED" or "AGREED" or "BILLED") && statement.Lines.Any(line => line.Delivery == thing.Name.Id)) != 1) return $"loop: {thing.Name} is not in one statement";
        return null;
    }
}
