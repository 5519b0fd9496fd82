using System.Text.Json.Nodes;
using Marketplace.Tests.Apps.TagToParameter.Scans;
using static Marketplace.Tests.Apps.Delivery.Desk;

namespace Marketplace.Tests.Apps.Delivery;

/// <summary>The accountant of the generated supplier: statements out, quarrels, corrections, invoices, money in.</summary>
internal sealed class Office(Desk desk, Dice dice, TradeBook book)
{
    private readonly List<string> open = [];
    private readonly List<(string Allocation, string Payment, TradeBook.Sheet Sheet, decimal Yuan)> spent = [];
    private int serial;

    public async Task Work(DateOnly day)
    {
        foreach (var sheet in book.Sheets.ToList()) await Move(sheet, day);
        if (dice.In(3)) await Correct(day, null);
        if (dice.In(4)) await Receive();
        if (open.Count > 0 && dice.In(4)) await Allocate();
        if (spent.Count > 0 && dice.In(9)) await TakeBack();
    }

    private static string Key(TradeBook.Sheet sheet) => $"{sheet.Customer}/{sheet.Period}";

    private string Id(TradeBook.Sheet sheet) => desk.Shop.IdOf("statement", "key", Key(sheet));

    private JsonObject Named(TradeBook.Sheet sheet) => new() { ["statement"] = Id(sheet) };

    private async Task Move(TradeBook.Sheet sheet, DateOnly day)
    {
        if (sheet.State == "draft" && day <= book.Closes(sheet.Customer, sheet.Period))
        {
            if (day == book.Closes(sheet.Customer, sheet.Period)) await desk.No("statement.periodRuns", "sendStatement", Named(sheet));
            return;
        }
        if (!dice.In(2)) return;
        switch (sheet.State)
        {
            case "draft":
                await desk.Do("sendStatement", Named(sheet));
                sheet.State = "sent";
                break;
            case "sent" when dice.In(3):
                await desk.Do("dispute", new JsonObject { ["statement"] = Id(sheet), ["reason"] = "the price" });
                sheet.State = "disputed";
                break;
            case "sent":
                await desk.Do("agree", new JsonObject { ["statement"] = Id(sheet), ["agreedWith"] = "buyer" });
                book.Agreed(sheet, day);
                await desk.No("statement.state", "dispute", new JsonObject { ["statement"] = Id(sheet), ["reason"] = "too late" });
                break;
            case "disputed":
                await Correct(day, sheet);
                await desk.Do("sendStatement", Named(sheet));
                sheet.State = "sent";
                break;
            case "agreed":
                await Invoice(sheet);
                break;
            default: break;
        }
    }

    private async Task Invoice(TradeBook.Sheet sheet)
    {
        await desk.Do("invoice", new JsonObject { ["statement"] = Id(sheet), ["invoiceNo"] = $"FP-{Key(sheet)}" });
        var credit = "";
        if (sheet.Gross < 0)
        {
            credit = desk.Shop.Rows("payment").Where(p => Of(p, "method") == "credit").Select(p => Of(p, "id")).Last();
            open.Add(credit);
            desk.Tell("statement that gives credit");
        }
        book.Invoiced(sheet, credit);
    }

    /// <summary>Corrects a line; of one statement, or wherever.</summary>
    private async Task Correct(DateOnly day, TradeBook.Sheet? of)
    {
        var lines = desk.Shop.Rows("statementLine").Where(l => Of(l, "kind") == "delivery" && (of is null || book.SheetOf(Of(l, "deliveryLine")) == of)).ToList();
        if (lines.Count == 0) return;
        var line = dice.Of(lines);
        var id = Of(line, "deliveryLine");
        var (qty, price) = book.Standing(id);
        var order = new JsonObject { ["line"] = Of(line, "id"), ["reason"] = "contract" };
        if (book.SheetOf(id).State == "sent")
        {
            order["price"] = Micro(price + 1);
            await desk.No("statement.state", "correct", order);
            return;
        }
        if (dice.In(6))
        {
            order["price"] = Micro(price);
            await desk.No("correction.none", "correct", order);
            return;
        }
        if (!dice.In(3)) order["price"] = Micro(price = Math.Round(price * dice.Number(80, 120, 2) / 100, 6) + 0.000001m);
        if (!order.ContainsKey("price") || dice.In(4)) order["qty"] = Text(qty += dice.In(2) && qty > 3 ? -dice.Number(0, 2, 4) - 0.5m : 1.25m);
        desk.Tell($"corrected a line of a statement that is {book.SheetOf(id).State}");
        if (dice.In(4) && desk.Shop.Rows("statementLine").LastOrDefault(l => Of(l, "corrects") == Of(line, "id")) is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } earlier)
            order["line"] = Of(earlier, "id");
        await desk.Do("correct", order);
        book.Right(id, day, qty, price);
    }

    private async Task Receive()
    {
        var sheet = dice.Of(book.Sheets.Count == 0 ? [new TradeBook.Sheet("WJ", "")] : book.Sheets);
        var wanted = book.Sheets.Where(s => s.Customer == sheet.Customer && s.Due is not null).Sum(s => s.Owed);
        var yuan = Math.Max(1, Math.Round(dice.Of(wanted, wanted / 2, wanted * 1.2m, dice.Between(100, 5000)), 2));
        var spread = dice.Of("oldest", "oldest", "keep");
        var reference = $"B{++serial}";
        var paid = await desk.Do("receivePayment", new JsonObject { ["customer"] = sheet.Customer, ["amount"] = Micro(yuan), ["method"] = "transfer", ["reference"] = reference, ["spread"] = spread });
        var payment = Of(paid, "payment");
        book.Paid(payment, sheet.Customer, yuan);
        if (spread == "oldest") Spread(payment, Yuan(paid, "used"));
        if (dice.In(3)) await desk.No("payment.known", "receivePayment", new JsonObject { ["customer"] = sheet.Customer, ["amount"] = Micro(yuan), ["method"] = "transfer", ["reference"] = reference });
        if (spread == "keep" && dice.In(5))
        {
            await desk.Do("reversePayment", new JsonObject { ["payment"] = payment, ["reason"] = "not ours" });
            book.Void(payment);
        }
        else if (book.Left(payment) > 0)
        {
            open.Add(payment);
            if (spread == "oldest") desk.Tell("advance kept");
        }
    }

    private void Spread(string payment, decimal used)
    {
        var before = book.Sheets.ToDictionary(s => s, s => s.Paid);
        if (book.Spread(payment) != used) throw new Piecework.BreachException($"{payment} spent {used}");
        foreach (var sheet in book.Sheets.Where(s => before[s] != s.Paid)) Note(payment, sheet, sheet.Paid - before[sheet]);
    }

    private void Note(string payment, TradeBook.Sheet sheet, decimal yuan)
    {
        var lines = desk.Shop.Rows("allocation").Where(a => Of(a, "payment") == payment && Of(a, "statement") == Id(sheet)).ToList();
        if (lines.Count == 0) throw new Piecework.BreachException($"{payment} paid another statement than {Key(sheet)}");
        spent.Add((Of(lines[^1], "id"), payment, sheet, yuan));
        desk.Tell(sheet.Shown == "paid" ? "statement paid" : "statement part paid");
    }

    private async Task Allocate()
    {
        var payment = dice.Of(open);
        var customer = Of(desk.Shop.Rows("payment").Single(p => Of(p, "id") == payment), "customer");
        var owing = book.Sheets.Where(s => s.Customer == customer && s.State == "invoiced" && s.Owed > 0).ToList();
        if (owing.Count == 0)
        {
            await desk.No("allocation.nothing", "allocate", new JsonObject { ["payment"] = payment });
        }
        else if (dice.In(2))
        {
            Spread(payment, Yuan(await desk.Do("allocate", new JsonObject { ["payment"] = payment }), "used"));
        }
        else
        {
            var sheet = dice.Of(owing);
            var yuan = Math.Max(0.01m, Math.Round(Math.Min(book.Left(payment), sheet.Owed) / dice.Between(1, 3), 2, MidpointRounding.ToZero));
            var number = Of(desk.Shop.Rows("statement").Single(s => Of(s, "key") == Key(sheet)), "number");
            await desk.No(book.Left(payment) < sheet.Owed + 0.01m ? "allocation.tooMuch" : "allocation.beyond", "allocate",
                new JsonObject { ["payment"] = payment, ["statement"] = number, ["amount"] = Micro(Math.Max(book.Left(payment) < sheet.Owed + 0.01m ? book.Left(payment) : sheet.Owed, 0) + 0.01m) });
            await desk.Do("allocate", new JsonObject { ["payment"] = payment, ["statement"] = number, ["amount"] = Micro(yuan) });
            book.Put(payment, sheet, yuan);
            Note(payment, sheet, yuan);
            desk.Tell("allocated by choice");
        }
        if (book.Left(payment) == 0) open.Remove(payment);
    }

    private async Task TakeBack()
    {
        var line = dice.Of(spent);
        spent.Remove(line);
        await desk.Do("takeBack", new JsonObject { ["allocation"] = line.Allocation, ["reason"] = "wrong statement" });
        await desk.No("allocation.taken", "takeBack", new JsonObject { ["allocation"] = line.Allocation, ["reason"] = "again" });
        book.Put(line.Payment, line.Sheet, -line.Yuan);
        if (!open.Contains(line.Payment)) open.Add(line.Payment);
    }
}
