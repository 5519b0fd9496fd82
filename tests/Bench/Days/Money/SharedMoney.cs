using System.Globalization;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;

namespace Marketplace.Bench.Days;

/// <summary>The same claims with the brain: what a debtor confirms is shown to funders, who quote under the product's rules; the firm takes the
/// cheapest quote when that is worth it and no dearer than its own bank, else does what it would alone, later by what asking took.</summary>
internal sealed class SharedMoney
{
    private const string Code = "91350100M000100Y43"; // a valid credit code; each firm has a book of its own, so none is met twice
    private const int QuoteDays = 1;

    private readonly MoneyDay day;
    private readonly Supplier firm;
    private readonly Dictionary<string, long> budgets;
    private readonly ResourceBook book = new(new FinanceService()) { Policy = TheDay.Policy(FinanceService.Information) };
    private int operations;

    private SharedMoney(MoneyDay day, Supplier firm, Dictionary<string, long> budgets) => (this.day, this.firm, this.budgets) = (day, firm, budgets);

    /// <summary>How each claim of a firm becomes money, and what its book moved.</summary>
    public static (IReadOnlyList<Cash> Cash, IReadOnlyList<ResourceTransfer> Moved) Run(MoneyDay day, Supplier firm, Dictionary<string, long> budgets)
    {
        var run = new SharedMoney(day, firm, budgets);
        return (run.All(day.Claims.Where(one => one.Firm == firm.Index)), run.book.Transfers);
    }

    private List<Cash> All(IEnumerable<Claim> claims)
    {
        var bank = new OwnBank(day.Purses[firm.Index]);
        List<Cash> made = [];
        foreach (var sameDay in AloneMoney.Order(claims).GroupBy(static one => one.ConfirmDays ?? 0).OrderBy(static one => one.Key))
        {
            var confirmed = sameDay.Key == 0 ? [] : sameDay.ToDictionary(static one => one, Confirm);
            var asked = TheDay.Date.AddDays(sameDay.Key == 0 ? 0 : sameDay.Key + QuoteDays);
            var lines = confirmed.Count == 0 ? [] : Lines(sameDay.Key);
            foreach (var claim in sameDay)
            {
                var own = bank.Offer(claim, asked);
                var funded = confirmed.TryGetValue(claim, out var receivable) ? Fund(claim, receivable, lines, own) : null;
                made.Add(funded ?? (own is not null ? bank.Take(own) : Cash.Waited(claim)));
            }
        }
        return made;
    }

    /// <summary>Order, receipt and invoice agree; the debtor confirms.</summary>
    private string Confirm(Claim claim)
    {
        var at = Now(claim.ConfirmDays!.Value);
        var number = claim.Index.ToString(CultureInfo.InvariantCulture);
        var id = Made(firm.Name, Roles.Owner, FinanceCollections.Receivables, "draft", new { debtor = claim.Debtor, order = new { number, fen = claim.Fen }, receipt = new { number, fen = claim.Fen } }, at, "auto/delivery");
        Done(firm.Name, Roles.Owner, FinanceCollections.Receivables, id, "evidence", new { creditCode = Code, invoices = new[] { new { number = claim.Invoice, line = 1, fen = claim.Fen } } }, at);
        Done(claim.Debtor, claim.IsChain ? Roles.Chain : Roles.Owner, FinanceCollections.Receivables, id, "confirm", new { due = TheDay.Text(claim.Due) }, at);
        return id;
    }

    /// <summary>A line from each funder, as high as the evidence carries; without evidence there is none.</summary>
    private Dictionary<string, string> Lines(int days)
    {
        Dictionary<string, string> lines = [];
        foreach (var funder in day.Funders)
        {
            var line = Made(funder.Name, Roles.Funder, FinanceCollections.Lines, "propose", new { firm = firm.Name, kind = LineKind.Financing, capFen = funder.BudgetFen }, Now(days));
            if (book.Find(FinanceCollections.Lines, line)!.As<CreditLine>().Explained.LimitFen is not (> 0 and var limit)) continue;
            Done(funder.Name, Roles.Funder, FinanceCollections.Lines, line, "approve", new { limitFen = limit }, Now(days));
            lines[funder.Name] = line;
        }
        return lines;
    }

    private Cash? Fund(Claim claim, string receivable, Dictionary<string, string> lines, Cash? own)
    {
        var willing = day.Funders.Where(one => budgets[one.Name] >= claim.Fen && day.Rate(one, claim) is not null && (claim.IsChain || lines.ContainsKey(one.Name))).ToList();
        if (willing.Count == 0) return null;
        var at = Now(claim.ConfirmDays!.Value);
        var payOn = TradeDay.Roll(TheDay.Date.AddDays(claim.ConfirmDays!.Value + QuoteDays), book.Policy);
        var id = Made(firm.Name, Roles.Owner, FinanceCollections.Financings, "apply", new { receivable, funders = willing.Select(static one => one.Name).ToArray() }, at);
        var checker = willing[0].Name;
        var searched = Do(checker, Roles.Funder, FinanceCollections.Financings, id, "check", new { register = "none" }, at);
        // Deliveries to one debtor in one week look alike; the funder has their notes.
        if (searched.Refusal is { Code: Codes.FinanceDuplicate }) Done(checker, Roles.Funder, FinanceCollections.Financings, id, "check", new { register = "none", cleared = "another delivery note" }, at);
        else if (searched.Refusal is { } no) throw Refused(no);
        foreach (var funder in willing)
        {
            var fee = claim.Fen * funder.FeePpm / 1_000_000 * (claim.Due.DayNumber - payOn.DayNumber) / 365;
            var quote = Do(funder.Name, Roles.Funder, FinanceCollections.Financings, id, "quote", claim.IsChain
                ? new { ratePpm = day.Rate(funder, claim)!.Value, feeFen = fee, basis = DayCount.Act360, payOn = TheDay.Text(payOn) }
                : new { ratePpm = day.Rate(funder, claim)!.Value, feeFen = fee, basis = DayCount.Act360, payOn = TheDay.Text(payOn), line = lines[funder.Name] }, at);
            if (quote.Refusal is { Code: not Codes.FinanceLineLimit } wrong) throw Refused(wrong); // beyond its line a funder does not quote
        }
        var best = book.Find(FinanceCollections.Financings, id)!.As<Financing>().Quotes.Select(static one => (long?)one.Cost.AllInPpm).Min();
        if (best is null || best > day.Purses[firm.Index].WorthPpm || (own is not null && best > own.Cost!.AllInPpm))
        {
            Done(firm.Name, Roles.Owner, FinanceCollections.Financings, id, "withdraw", null, at);
            return null;
        }
        Done(firm.Name, Roles.Owner, FinanceCollections.Financings, id, "accept", null, at);
        var chosen = book.Find(FinanceCollections.Financings, id)!.As<Financing>().Chosen!;
        Done(chosen.Funder, Roles.Funder, FinanceCollections.Financings, id, "register", new { reference = $"R-{claim.Index}" }, at);
        Done(chosen.Funder, Roles.Funder, FinanceCollections.Financings, id, "disburse", new { reference = $"B-{claim.Index}" }, TradeDay.Begins(payOn).AddHours(10));
        budgets[chosen.Funder] -= claim.Fen;
        var paid = book.Find(FinanceCollections.Financings, id)!.As<Financing>().Paid!;
        return new Cash(claim, paid.On, chosen.Funder, chosen.RatePpm, paid.Cost);
    }

    private static DateTimeOffset Now(int days) => TradeDay.Begins(TheDay.Date.AddDays(days)).AddHours(9);

    private string Made(string tenant, string role, string collection, string command, object input, DateTimeOffset at, string app = "")
    {
        var done = Do(tenant, role, collection, string.Create(CultureInfo.InvariantCulture, $"x-{operations}"), command, input, at, app);
        return done.Refusal is { } no ? throw Refused(no) : done.Must().Name.Id;
    }

    private void Done(string tenant, string role, string collection, string id, string command, object? input, DateTimeOffset at)
    {
        if (Do(tenant, role, collection, id, command, input, at).Refusal is { } no) throw Refused(no);
    }

    private Answer<Resource> Do(string tenant, string role, string collection, string id, string command, object? input, DateTimeOffset at, string app = "") => book.Do(new ResourceCommand
    {
        On = new ResourceName(collection, id), Name = command, Input = input is null ? ResourceCommand.Empty : JsonSerializer.SerializeToElement(input), Tenant = tenant, Actor = $"{tenant}-1",
        Roles = [role], Operation = string.Create(CultureInfo.InvariantCulture, $"op-{++operations}"), App = app,
    }, at);

    private static InvalidOperationException Refused(Refusal no) => new($"{no.Code}: {string.Join(", ", no.Facts)}");
}
