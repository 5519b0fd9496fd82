using System.Text.Json.Nodes;
using Marketplace.Tests.Apps.Piecework;
using Marketplace.Tests.Apps.TagToParameter.Scans;
using static Marketplace.Tests.Apps.Delivery.Desk;

namespace Marketplace.Tests.Apps.Delivery;

/// <summary>September and October 2026 of a generated supplier, and the money until February: call-offs, boxes, trucks, receipts with
/// differences, returns, prices that change. What came of it goes into the book, and the app's statements must be the book's.</summary>
internal sealed class Trade(Desk desk, Dice dice, int days)
{
    private static readonly DateOnly first = new(2026, 9, 1);
    private static readonly string[] parts = ["ROD", "GEAR", "BAR"];
    private static readonly (string Code, int Credit, bool FromReceipt, int Closing, int Accept)[] customers = [("WJ", 60, false, 31, 7), ("LX", 30, true, 25, 3), ("TY", 0, false, 20, 10)];

    private static readonly IReadOnlyList<string> names = [.. customers.Select(static c => c.Code)];

    private readonly TradeBook book = new();
    private readonly Dictionary<string, Rider> road = [];
    private readonly List<Sold> sold = [];
    private readonly Dictionary<string, decimal> taken = [];

    private sealed record Rider(string Customer, DateOnly Shipped, DateOnly Signs, List<Item> Items, List<string> Boxes);

    private sealed record Item(string Line, string CallOff, string Part, decimal Qty, decimal PerBox);

    /// <summary>A line that was signed for.</summary>
    private sealed record Sold(string Line, string Customer, decimal Left, DateOnly Received)
    {
        public decimal Back { get; set; }
    }

    /// <summary>What is wrong, or null.</summary>
    public async Task<string?> Run()
    {
        desk.On(first.AddDays(-1));
        await Open();
        var office = new Office(desk, dice, book);
        for (var day = first; day < first.AddDays(days); day = day.AddDays(1))
        {
            desk.On(day);
            if (day < new DateOnly(2026, 11, 1)) await Yard(day);
            else if (road.Count > 0) foreach (var number in road.Keys.ToList()) await Arrive(number);
            await office.Work(day);
            if ((day.DayNumber - first.DayNumber) % 9 == 8 && (Audit.Statements(desk, book) ?? Audit.Numbers(desk.Shop)) is { } wrong) return wrong;
            if (((day.DayNumber - first.DayNumber) % 9 == 8 || book.TurnsOlder(day)) && await Audit.Owed(desk, book, names) is { } odd) return odd;
        }
        return Audit.Statements(desk, book) ?? Audit.Goods(desk.Shop, taken) ?? Audit.Numbers(desk.Shop);
    }

    private async Task Open()
    {
        await desk.Do("saveFirm", new JsonObject { ["name"] = "Supplier", ["gs1Prefix"] = "9521234" });
        desk.Shop.Put("station", new JsonObject { ["code"] = "LOAD", ["name"] = "gate", ["mode"] = "load" });
        desk.Shop.Put("station", new JsonObject { ["code"] = "SIGN", ["name"] = "dock", ["mode"] = "receive" });
        foreach (var part in parts) desk.Shop.Put("part", new JsonObject { ["id"] = part, ["code"] = part, ["name"] = part, ["unit"] = part == "BAR" ? "kg" : "pcs" });
        foreach (var (code, credit, fromReceipt, closing, accept) in customers)
        {
            desk.Shop.Put("customer", new JsonObject { ["id"] = code, ["code"] = code, ["name"] = code, ["creditDays"] = credit, ["termFrom"] = fromReceipt ? "receipt" : "statement", ["closingDay"] = closing, ["acceptDays"] = accept, ["active"] = true });
            book.Customer(code, credit, fromReceipt, closing);
            foreach (var part in parts) await Price(code, part, new DateOnly(2026, 8, 1));
        }
    }

    private async Task Price(string customer, string part, DateOnly from)
    {
        var (yuan, rate) = (dice.Number(1, 60, dice.Of(2, 4, 6)), dice.Of(13m, 13m, 9m, 6.5m));
        await desk.Do("setPrice", new JsonObject { ["customer"] = customer, ["part"] = part, ["from"] = Text(from), ["price"] = Micro(yuan), ["taxRate"] = Text(rate) });
        book.Price(customer, part, from, yuan, rate);
    }

    private async Task Yard(DateOnly day)
    {
        foreach (var (customer, _, _, _, _) in customers)
        {
            if (dice.In(9)) await Price(customer, dice.Of(parts), day.AddDays(1));
            if (dice.In(4)) await Leave(customer, day);
        }
        foreach (var (number, rider) in road.ToList())
            if (rider.Signs <= day) await Arrive(number);
        if (sold.Count > 0 && dice.In(3)) await Return(day);
    }

    private async Task Leave(string customer, DateOnly day)
    {
        var items = new List<Item>();
        string delivery = "", number = "";
        for (var n = dice.Between(1, 2); n > 0; n--)
        {
            var part = dice.Of(parts);
            var qty = part == "BAR" ? dice.Number(5, 90, 4) : dice.Between(10, 300);
            var order = await desk.Do("newCallOff", new JsonObject { ["customer"] = customer, ["part"] = part, ["qty"] = Text(qty), ["due"] = Text(day.AddDays(dice.Between(0, 3))) });
            var callOff = Of(order, "callOff");
            taken[callOff] = 0;
            if (dice.In(6)) await desk.No("callOff.tooMuch", "planDelivery", new JsonObject { ["callOff"] = callOff, ["qty"] = Text(qty + 0.0001m) });
            if (dice.In(3) && part != "BAR") qty -= dice.Between(1, 9);
            var plan = await desk.Do("planDelivery", new JsonObject { ["callOff"] = callOff, ["qty"] = Text(qty), ["lot"] = $"L{day:MMdd}" });
            (delivery, number) = (Of(plan, "delivery"), Of(plan, "number"));
            items.Add(new Item(Of(plan, "line"), callOff, part, qty, dice.In(4) ? 0 : Math.Ceiling(qty / dice.Between(1, 3))));
        }
        foreach (var item in items.Where(i => i.PerBox > 0))
        {
            await desk.Do("pack", new JsonObject { ["line"] = item.Line, ["perBox"] = Text(item.PerBox) });
            if (!dice.In(6)) continue;
            await desk.Do("unpack", new JsonObject { ["line"] = item.Line });
            await desk.Do("pack", new JsonObject { ["line"] = item.Line, ["perBox"] = Text(item.PerBox) });
        }
        var boxes = desk.Shop.Rows("package").Where(p => Of(p, "deliveryNo") == number && Of(p, "state") == "packed").Select(p => Of(p, "sscc")).ToList();
        if (boxes.Count > 0) await Load(delivery, boxes);
        await desk.Do("ship", new JsonObject { ["delivery"] = delivery, ["plate"] = "X-1" });
        if (dice.In(4)) await desk.No("delivery.state", "ship", new JsonObject { ["delivery"] = delivery });
        road[number] = new Rider(customer, day, day.AddDays(dice.Between(0, 7)), items, boxes);
    }

    private async Task Load(string delivery, List<string> boxes)
    {
        if (dice.In(3)) await desk.No("delivery.notLoaded", "ship", new JsonObject { ["delivery"] = delivery });
        var scans = boxes;
        if (dice.In(4))
        {
            var pallet = await desk.Do("palletize", new JsonObject { ["delivery"] = delivery, ["boxes"] = boxes.Count });
            scans = [Of(pallet, "sscc")];
            desk.Tell("loaded by the pallet");
        }
        foreach (var sscc in scans)
        {
            var code = dice.Of(sscc, "(00)" + sscc, "]C100" + sscc, "00" + sscc, "\u001D00" + sscc + "10L1", "https://id.gs1.org/00/" + sscc);
            if (Of(await desk.Do("onScan", new JsonObject { ["code"] = code, ["station"] = "LOAD" }), "answer") != "green") throw new BreachException($"{code} was not loaded");
        }
        if (dice.In(6)) await desk.No("code.check", "onScan", new JsonObject { ["code"] = boxes[0][..17] + (char)('0' + (boxes[0][17] - '0' + 1) % 10), ["station"] = "LOAD" });
    }

    private async Task Arrive(string number)
    {
        var rider = road[number];
        road.Remove(number);
        var delivery = desk.Shop.IdOf("delivery", "number", number);
        var bill = rider.Items.ToDictionary(i => i.Line, i => i.Qty);
        var there = rider.Items.ToDictionary(i => i.Line, i => i.Qty);
        var order = new JsonObject { ["delivery"] = delivery, ["signedBy"] = "keeper" };
        var differs = false;
        foreach (var item in rider.Items.Where(_ => dice.In(4)))
        {
            differs = true;
            var (kind, bearer) = (dice.Of("short", "damaged", "over"), dice.Of("us", "customer", "carrier"));
            var qty = dice.In(6) ? item.Qty : Math.Max(1, Math.Floor(item.Qty / dice.Between(3, 20)));
            await desk.Do("difference", new JsonObject { ["line"] = item.Line, ["kind"] = kind, ["qty"] = Text(qty), ["reason"] = "counted", ["bearer"] = bearer });
            bill[item.Line] += Effect(kind, bearer, qty);
            there[item.Line] += kind == "over" ? qty : -qty;
            desk.Tell($"{kind} borne by {bearer}");
            if (dice.In(3)) await desk.No("difference.notYet", "difference", new JsonObject { ["line"] = item.Line, ["kind"] = "returned", ["qty"] = "1", ["reason"] = "no", ["bearer"] = "us" });
        }
        if (rider.Boxes.Count > 1 && !differs && dice.In(3)) await Count(rider, order, bill, there);
        var received = desk.Today;
        if (dice.In(2))
        {
            // The note comes back to the office days after the customer has signed it.
            received = rider.Shipped.AddDays(dice.Between(0, desk.Today.DayNumber - rider.Shipped.DayNumber));
            order["receivedOn"] = Text(received);
            if (book.IsOut(rider.Customer, received)) desk.Tell("signed after the statement was sent");
        }
        await desk.Do("sign", order);
        foreach (var item in rider.Items)
        {
            book.Signed(item.Line, rider.Customer, item.Part, rider.Shipped, received, bill[item.Line]);
            taken[item.CallOff] += bill[item.Line];
            if (bill[item.Line] > 0) sold.Add(new Sold(item.Line, rider.Customer, Math.Min(bill[item.Line], there[item.Line]), received));
        }
    }

    /// <summary>The boxes are counted at the customer's, and the last one is not there.</summary>
    private async Task Count(Rider rider, JsonObject order, Dictionary<string, decimal> bill, Dictionary<string, decimal> there)
    {
        foreach (var sscc in rider.Boxes.SkipLast(1)) await desk.Do("onScan", new JsonObject { ["code"] = sscc, ["station"] = "SIGN" });
        var box = desk.Shop.Rows("package").Single(p => Of(p, "sscc") == rider.Boxes[^1]);
        if (Of(box, "kind") != "box" || Of(box, "state") != "loaded") return;
        var (line, qty) = (Of(box, "line"), Number(box, "qty"));
        await desk.No("receipt.uncounted", "sign", order.DeepClone().AsObject());
        var bearer = dice.Of("us", "customer", "carrier");
        if (dice.In(2))
        {
            // Somebody wrote it down by hand before: it is not short twice.
            await desk.Do("difference", new JsonObject { ["line"] = line, ["kind"] = "short", ["qty"] = Text(qty), ["reason"] = "not there", ["bearer"] = bearer });
            desk.Tell("short noted before the count");
        }
        else (order["reason"], order["bearer"]) = ("lost", bearer);
        bill[line] += Effect("short", bearer, qty);
        there[line] -= qty;
        desk.Tell("counted short");
    }

    private async Task Return(DateOnly day)
    {
        var line = dice.Of(sold);
        var (kind, bearer) = (dice.Of("returned", "returned", "short"), dice.Of("us", "us", "customer"));
        var accept = customers.Single(c => c.Code == line.Customer).Accept;
        var order = new JsonObject { ["line"] = line.Line, ["kind"] = kind, ["qty"] = "1", ["reason"] = "scratched", ["bearer"] = bearer };
        if (kind == "short" && day.DayNumber - line.Received.DayNumber > accept)
        {
            await desk.No("difference.late", "difference", order);
            return;
        }
        if (line.Left - line.Back < 2) return;
        var change = await desk.Do("difference", order);
        line.Back += 1;
        desk.Tell($"{kind} afterwards, borne by {bearer}");
        if (bearer == "customer") return;
        book.Back(Of(change, "number"), line.Line, day, 1);
        if (kind == "short") taken[Of(desk.Shop.Rows("deliveryLine").Single(l => Of(l, "id") == line.Line), "callOff")] -= 1;
    }

    // Whose it is to bear decides what is billed.
    private static decimal Effect(string kind, string bearer, decimal qty) => (kind, bearer) switch { ("over", "customer") => qty, ("over", _) => 0, (_, "customer") => 0, _ => -qty };
}
