using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Tests.Apps.Piecework;
using static Marketplace.Tests.Apps.Delivery.Desk;

namespace Marketplace.Tests.Apps.Delivery;

/// <summary>The app's records against the book, against each other, and against the rules of numbers and codes. Says what is wrong, or null.</summary>
internal static class Audit
{
    private static readonly string[] ages = ["notDue", "to30", "to60", "to90", "beyond", "unagreed", "advance"];
    private static readonly (string Entity, string Letters)[] series = [("callOff", "YH"), ("delivery", "SH"), ("difference", "CY"), ("statement", "DZ"), ("payment", "SK")];

    /// <summary>Statements, to the fen.</summary>
    public static string? Statements(Desk desk, TradeBook book)
    {
        var app = desk.Shop.Rows("statement").Select(s => (Of(s, "key"), Of(s, "state"), Yuan(s, "net"), Yuan(s, "tax"), Yuan(s, "paid"), Of(s, "dueOn"))).Order().ToList();
        var mine = book.Sheets.Select(s => ($"{s.Customer}/{s.Period}", s.Shown, s.Net, s.Tax, s.Paid, s.Due is { } due ? Text(due) : "")).Order().ToList();
        if (app.Count != mine.Count) return $"{Text(desk.Today)}: {app.Count} statements, in the book {mine.Count}";
        if (app.Zip(mine).FirstOrDefault(pair => pair.First != pair.Second) is { First.Item1: not null } wrong) return $"{Text(desk.Today)}: the statement says {wrong.First}, the book {wrong.Second}";
        foreach (var sheet in desk.Shop.Rows("statement"))
        {
            var lines = desk.Shop.Rows("statementLine").Where(l => Of(l, "statement") == Of(sheet, "id")).ToList();
            if (lines.Sum(l => Yuan(l, "gross")) != Yuan(sheet, "gross")) return $"{Of(sheet, "number")} is not the sum of its lines";
            if (lines.Any(l => Yuan(l, "net") % 0.01m != 0 || Yuan(l, "tax") % 0.01m != 0 || Yuan(l, "net") + Yuan(l, "tax") != Yuan(l, "gross"))) return $"{Of(sheet, "number")} has a line of less than a fen";
        }
        return null;
    }

    /// <summary>What every customer owes, by age.</summary>
    public static async Task<string?> Owed(Desk desk, TradeBook book, IReadOnlyList<string> customers)
    {
        var rows = (await desk.Do("ageing", [])).EnumerateArray().ToDictionary(r => Of(r, "customerName"));
        foreach (var customer in customers)
        {
            var owed = book.Owed(customer, desk.Today);
            var said = rows.TryGetValue(customer, out var row) ? ages.Select(a => Yuan(row, a)).ToArray() : new decimal[7];
            if (!said.SequenceEqual(owed)) return $"{Text(desk.Today)}: {customer} owes {string.Join(" ", owed)} by the book, {string.Join(" ", said)} by the app";
            for (var age = 0; age < ages.Length; age++)
                if (owed[age] != 0) desk.Tell("owed " + ages[age]);
        }
        return null;
    }

    /// <summary>Call-offs, boxes and their codes.</summary>
    public static string? Goods(Shop shop, IReadOnlyDictionary<string, decimal> taken)
    {
        foreach (var order in shop.Rows("callOff"))
        {
            if (Number(order, "taken") != taken[Of(order, "id")]) return $"{Of(order, "number")}: {Of(order, "taken")} taken, by the book {taken[Of(order, "id")]}";
            if (Number(order, "underway") != 0) return $"{Of(order, "number")}: {Of(order, "underway")} under way, and nothing is";
            if (Of(order, "state") == "done" != Number(order, "taken") >= Number(order, "qty")) return $"{Of(order, "number")} is {Of(order, "state")}";
        }
        var boxes = shop.Rows("package").Where(p => Of(p, "kind") == "box").ToList();
        foreach (var line in shop.Rows("deliveryLine").Where(l => l.GetProperty("boxes").GetInt32() > 0))
            if (boxes.Where(b => Of(b, "line") == Of(line, "id") && Of(b, "state") != "void").Sum(b => Number(b, "qty")) != Number(line, "qty")) return $"{Of(line, "key")}: its boxes hold something else";
        var codes = shop.Rows("package").Select(p => Of(p, "sscc")).ToList();
        if (codes.Distinct().Count() != codes.Count) return "a code stands on two boxes";
        return codes.FirstOrDefault(c => c.Length != 18 || c[1..8] != "9521234" || Check(c) != c[17] - '0') is { } odd ? $"{odd} is no code of this firm" : null;
    }

    /// <summary>In each month each series runs from one without gaps.</summary>
    public static string? Numbers(Shop shop)
    {
        foreach (var (entity, letters) in series)
            foreach (var month in shop.Rows(entity).Select(r => (Number: Of(r, "number").Split('-'), Month: Of(r, "createdAt")[..7].Replace("-", "", StringComparison.Ordinal))).GroupBy(n => n.Number[1]))
            {
                if (month.Any(n => n.Number[0] != letters || n.Number[1] != n.Month)) return $"{entity} has numbers of another series or month";
                var numbers = month.Select(n => int.Parse(n.Number[2], CultureInfo.InvariantCulture)).Order().ToList();
                if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Count))) return $"{letters}-{month.Key}: {string.Join(" ", numbers)}";
            }
        return null;
    }

    // GS1: weights three and one from the right, the check digit makes the sum a multiple of ten.
    private static int Check(string code)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += (code[i] - '0') * (i % 2 == 0 ? 3 : 1);
        return (10 - sum % 10) % 10;
    }
}
