using System.Numerics;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Metering;

namespace Marketplace.Tests.Unit.Billing;

/// <summary>What is deliberately wrong in a play; each is a mistake somebody could make.</summary>
public enum Fault { None, PostsTwice, LosesRemainder, RoundsEachLine, OvershootsCap, OverspendsPurse, ChargesTrial, ChargesFeeTwice, DropsLateCalls }

/// <summary>Some months of two firms with three apps, by the product's rules or by one that is wrong: calls in flight and late ones, postings,
/// fees, months closed. The judge knows what happened and sums for himself.</summary>
internal sealed class MoneyPlay(int seed, Fault fault)
{
    private const long Cap = 400_000, Grant = 300_000, FirmMonth = 120_000;
    private static readonly string[] firms = ["weaver", "miller"], apps = ["ada/calls", "ada/month", "bob/result"];
    private static readonly Dictionary<string, PlanTerms> terms = new()
    {
        ["ada/calls"] = new(new PlanSpec("a", PlanKinds.Call, 2_000, 5), At(5)), ["ada/month"] = new(new PlanSpec("b", PlanKinds.Month, 190_007, 10), At(10)),
        ["bob/result"] = new(new PlanSpec("c", PlanKinds.Result, 777, 0), DateTimeOffset.UnixEpoch),
    };
    private static readonly SubsidyProgram program = new() { Program = "purse", Purse = "Somebody", From = "2026-01-08", To = "2026-03-31", Share = 333, FirmMonth = FirmMonth, Budget = Grant };
    private readonly Random dice = new(seed);
    private readonly List<(string Firm, string App, int Day, string Function, long Platform, long Publisher)> happened = [];
    private readonly List<(string Firm, string App, int Month, long Amount)> charged = [];
    private readonly List<BillLine> posted = [];
    private readonly List<(Invoice Invoice, int Month)> invoices = [];
    private readonly Dictionary<(string, string, int), long> spent = [];
    private readonly Dictionary<(string, string, int), long> reached = [];
    private readonly Dictionary<string, long> book = [];
    private readonly HashSet<string> invoiced = [];
    private readonly Dictionary<(string, string, int), long> portions = [];
    private readonly Dictionary<(string, string, int), List<BillLine>> calls = [];
    private string? refused;

    public SortedDictionary<string, int> Reached { get; } = new(StringComparer.Ordinal);

    private static DateTimeOffset At(int day) => new(new DateTime(2026, 1, 1).AddDays(day), TimeSpan.Zero);

    private static string Name(int day) => At(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static int Month(int day) => At(day).Month;

    /// <summary>Plays ninety days; the first thing that is wrong, or null.</summary>
    public string? Broken()
    {
        for (var day = 0; day < 90; day++)
        {
            Fees(day);
            if (dice.Next(3) > 0) Post(day - 1);
            for (var i = dice.Next(12); i > 0; i--) Calls(day);
            if (Month(day) != Month(day + 1))
            {
                Post(day);
                Close(Month(day));
                if (Wrong() is { } wrong) return $"at the end of month {Month(day)}: {wrong}";
            }
        }
        return Wrong();
    }

    private void Calls(int day)
    {
        var (firm, app) = (firms[dice.Next(firms.Length)], apps[dice.Next(apps.Length)]);
        // A few began on the day before, which may be posted already, and commit now.
        var began = dice.Next(20) == 0 && day > 0 ? day - 1 : day;
        var key = (firm, app, Month(began));
        var price = fault == Fault.ChargesTrial ? terms[app] with { TrialUntil = DateTimeOffset.UnixEpoch } : terms[app];
        var each = price.CallPrice(At(began));
        List<(bool Done, long Platform)> flight = [];
        for (var i = 1 + dice.Next(6); i > 0; i--)
        {
            if (!CapRules.Admits(Cap, spent.GetValueOrDefault(key), reached.GetValueOrDefault(key), 60 + (each.IsForResult ? 0 : each.Price))) Note("paused");
            else flight.Add((dice.Next(4) > 0, 60 + dice.Next(6_000)));
        }
        foreach (var (done, platform) in flight)
        {
            var publisher = each.IsForResult && !done ? 0 : each.Price;
            if (fault != Fault.OvershootsCap && !CapRules.Takes(Cap, spent.GetValueOrDefault(key), platform + publisher))
            {
                reached[key] = Cap;
                Note("capReached");
                continue;
            }
            spent[key] = spent.GetValueOrDefault(key) + platform + publisher;
            happened.Add((firm, app, began, dice.Next(2) == 0 ? "scan" : "report", platform, publisher));
            Note(began < day ? "late" : terms[app].IsTrial(At(day)) ? "trial" : done ? "completed" : "refused");
        }
    }

    private void Fees(int day)
    {
        foreach (var firm in firms)
        {
            if (dice.Next(12) > 0 || (fault != Fault.ChargesFeeTwice && charged.Any(one => one.Firm == firm && one.Month == Month(day)))) continue;
            if (FeeRules.Due(terms["ada/month"], DateOnly.FromDateTime(At(0).DateTime), DateOnly.FromDateTime(At(10).DateTime), DateOnly.FromDateTime(At(day).DateTime), ProRata.Usual) is not { } fee) continue;
            var key = (firm, "ada/month", Month(day));
            if (!CapRules.Takes(Cap, spent.GetValueOrDefault(key), fee.Amount)) { Note("feeBeyondCap"); continue; }
            spent[key] = spent.GetValueOrDefault(key) + fee.Amount;
            charged.Add((firm, "ada/month", Month(day), fee.Amount));
            Write([Line(firm, "ada/month", day, 0, "", BillLine.Fee, 1, 0, fee.Amount)], day);
            Note(fee.Amount < 190_007 ? "proRata" : "fee");
        }
    }

    private void Post(int to)
    {
        foreach (var group in happened.Where(one => one.Day <= to).GroupBy(static one => (one.Firm, one.App, one.Day)).ToList())
        {
            var key = group.Key;
            var before = calls.TryGetValue(key, out var known) ? known : calls[key] = [];
            var metered = group.GroupBy(static one => one.Function).Select(one => Line(key.Firm, key.App, key.Day, portions.GetValueOrDefault(key) + 1, one.Key, BillLine.Calls, one.Count(), one.Sum(static c => c.Platform), one.Sum(static c => c.Publisher))).ToList();
            if (before.Count > 0 && fault == Fault.DropsLateCalls) continue;
            var rested = BillRules.Rest(metered, fault == Fault.PostsTwice && dice.Next(10) == 0 ? [] : before);
            if (!rested.Ok) { refused = $"{key} is refused: more was posted than metered"; return; }
            var rest = rested.Must();
            if (rest.Count == 0) continue;
            portions[key] = portions.GetValueOrDefault(key) + 1;
            Note(before.Count > 0 ? "further" : "posted");
            before.AddRange(rest);
            Write([.. rest], key.Day);
        }
    }

    private void Write(List<BillLine> lines, int day)
    {
        var total = lines.Sum(static line => line.Total);
        var (had, left) = (posted.Where(line => line.Tenant == lines[0].Tenant && line.Day[..7] == Name(day)[..7]).Sum(static line => line.Subsidy), Grant - posted.Sum(static line => line.Subsidy));
        var subsidy = SubsidyRules.For([program], lines[0].App, Name(day)) is null ? 0 : SubsidyRules.Part(program, total, had, fault == Fault.OverspendsPurse ? Grant : left);
        if (subsidy > 0) Note("subsidised");
        var written = BillRules.Subsidised(lines, program.Program, subsidy);
        foreach (var move in BillRules.Transfer(written)) Move(move);
        posted.AddRange(written);
    }

    private void Close(int month)
    {
        foreach (var firm in firms)
        {
            var open = posted.Select(static (line, i) => (line, i)).Where(one => one.line.Tenant == firm && !invoiced.Contains($"{one.i}") && int.Parse(one.line.Day.AsSpan(5, 2), System.Globalization.CultureInfo.InvariantCulture) <= month).ToList();
            var carried = invoices.LastOrDefault(one => one.Invoice.Tenant == firm).Invoice?.Remainder ?? 0;
            if (InvoiceRules.Draw("auto", firm, $"2026-{month:00}", [.. open.Select(static one => one.line)], fault == Fault.LosesRemainder ? 0 : carried, At(0)) is not { } invoice) continue;
            if (fault == Fault.RoundsEachLine)
                invoice = invoice with { Lines = [.. invoice.Lines.Select(static line => line with { Fen = (line.Amount - line.Subsidy + 5_000) / Apportion.Fen })] };
            foreach (var move in InvoiceRules.Transfer(invoice)) Move(move);
            invoices.Add((invoice, month));
            foreach (var (_, i) in open) invoiced.Add($"{i}");
            Note("invoice");
        }
    }

    private void Move(LedgerLine line) => book[line.Account] = book.GetValueOrDefault(line.Account) + line.Minor;

    private static BillLine Line(string firm, string app, int day, long portion, string function, string kind, long quantity, long platform, long publisher) => new()
    {
        Brain = "auto", Tenant = firm, App = app, Day = Name(day), Portion = portion, Version = "1.0.0", Function = function, Kind = kind, Quantity = quantity,
        Total = platform + publisher, Platform = platform, Publisher = publisher,
    };

    private void Note(string what) => Reached[what] = Reached.GetValueOrDefault(what) + 1;

    /// <summary>From what happened alone, when all of it was posted; asks no rule.</summary>
    private string? Wrong()
    {
        if (refused is not null) return refused;
        BigInteger all = 0;
        foreach (var one in happened)
        {
            all += one.Platform + one.Publisher;
            if (one.App == "ada/calls" && one.Day < 5 && one.Publisher != 0) return "the trial was charged";
        }
        if (charged.GroupBy(static one => (one.Firm, one.Month)).Any(static one => one.Count() > 1)) return "two fees in a month";
        foreach (var key in spent.Keys)
            if (spent[key] > Cap) return $"{key} spent {spent[key]} of {Cap}";
        foreach (var one in charged) all += one.Amount;
        BigInteger lines = 0, purse = 0;
        foreach (var line in posted) (lines, purse) = (lines + line.Total, purse + line.Subsidy);
        if (lines != all) return $"used {all}, posted {lines}";
        if (purse > Grant) return $"the purse of {Grant} bore {purse}";
        BigInteger sum = 0;
        foreach (var minor in book.Values) sum += minor;
        if (sum != 0) return $"the book sums to {sum}";
        foreach (var firm in firms)
        {
            BigInteger owes = 0, paid = 0, rest = 0;
            for (var i = 0; i < posted.Count; i++)
                if (posted[i].Tenant == firm && invoiced.Contains($"{i}")) owes += posted[i].Total - posted[i].Subsidy;
            foreach (var (invoice, _) in invoices.Where(one => one.Invoice.Tenant == firm))
            {
                BigInteger parts = 0;
                foreach (var line in invoice.Lines) parts += line.Fen;
                if (parts != invoice.Fen) return $"the lines of {invoice.Id} come to {parts} fen, it says {invoice.Fen}";
                (paid, rest) = (paid + (BigInteger)invoice.Fen * 10_000, invoice.Remainder);
            }
            if (owes != paid + rest) return $"{firm} used {owes}, was invoiced {paid} and {rest} is carried";
            if (rest < 0 || rest >= 10_000) return $"{firm} carries {rest}";
        }
        return null;
    }
}
