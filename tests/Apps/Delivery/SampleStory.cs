using System.Globalization;
using System.Text.Json.Nodes;
using static Marketplace.Tests.Apps.Delivery.Desk;

namespace Marketplace.Tests.Apps.Delivery;

/// <summary>September to November 2026 at a machining shop, played through the app: the sample records are what it leaves behind. The firms,
/// their numbers and the GS1 prefix (952 is for demonstrations) belong to nobody.</summary>
internal sealed class SampleStory(Desk desk)
{
    private static readonly (string Code, string Name, string Unit, decimal PerBox, decimal Price)[] parts =
        [("LG-150", "150 连杆", "件", 200, 12.80m), ("CL-021", "主动齿轮 Z21", "件", 120, 9.65m), ("XK-003", "铣刀屑（回收）", "kg", 25, 3.125m)];

    public async Task Play()
    {
        desk.On(Day(7, 30));
        await desk.Do("saveFirm", new JsonObject { ["name"] = "桥头机加工厂", ["creditCode"] = "91000000MADEM00Q1R", ["gs1Prefix"] = "9521234", ["address"] = "示例市桥头镇 1 号", ["account"] = "示例银行 0000 0000 0000", ["division"] = "500105", ["spot"] = "106.5743,29.6065", ["packers"] = 1, ["boxesPerShift"] = 4, ["funders"] = "jinqiao" });
        desk.Shop.Put("station", new JsonObject { ["code"] = "LOAD", ["name"] = "发货口·装车", ["mode"] = "load" });
        desk.Shop.Put("station", new JsonObject { ["code"] = "SIGN", ["name"] = "回单·签收", ["mode"] = "receive" });
        foreach (var (code, name, unit, perBox, _) in parts)
            await desk.Do("savePart", new JsonObject { ["code"] = code, ["name"] = name, ["unit"] = unit, ["perBox"] = Text(perBox) });
        await Customer("WJ", "万江动力", "91000000MADEM00W21", 60, "statement", 31, 7);
        await Customer("LX", "凌霄摩托（示例）", "91000000MADEM00L3U", 30, "receipt", 25, 5);
        await Customer("TY", "天域通机（示例）", "91000000MADEM00T45", 0, "statement", 31, 3);
        await desk.Do("saveCustomer", new JsonObject { ["code"] = "WJ", ["name"] = "万江动力", ["division"] = "510903", ["spot"] = "105.5684,30.5252", ["brainId"] = "wanjiang" });
        await Parts();
        await September();
        await October();
        await November();
    }

    private async Task Customer(string code, string name, string creditCode, int credit, string from, int closing, int accept) =>
        await desk.Do("saveCustomer", new JsonObject
        {
            ["code"] = code, ["name"] = name, ["creditCode"] = creditCode, ["address"] = name + "收货台", ["contact"] = "库管", ["creditDays"] = credit, ["termFrom"] = from, ["closingDay"] = closing, ["acceptDays"] = accept, ["active"] = true,
        });

    private async Task Parts()
    {
        foreach (var customer in (string[])["WJ", "LX", "TY"])
            foreach (var (code, _, _, _, price) in parts.Skip(customer == "TY" ? 1 : 0).Take(2))
            {
                await desk.Do("setPrice", new JsonObject { ["customer"] = Id("customer", customer), ["part"] = Id("part", code), ["from"] = "2026-08-01", ["price"] = Micro(customer == "LX" ? price * 1.025m : price), ["taxRate"] = "13" });
                if (customer != "TY") await desk.Do("setCustomerPart", new JsonObject { ["customer"] = Id("customer", customer), ["part"] = Id("part", code), ["number"] = $"{customer}{code[3..]}-{code[..2]}" });
            }
        await desk.Do("setPrice", new JsonObject { ["customer"] = Id("customer", "WJ"), ["part"] = Id("part", "LG-150"), ["from"] = "2026-11-01", ["price"] = Micro(12.55m), ["taxRate"] = "13", ["reason"] = "年降 2%" });
    }

    private async Task September()
    {
        await Sell("WJ", Day(9, 8), Day(9, 9), ("LG-150", 1500), ("CL-021", 900));
        await Sell("LX", Day(9, 15), Day(9, 16), ("LG-150", 400));
        await Sell("TY", Day(9, 21), Day(9, 21), ("XK-003", 812.5m));
        await Settle("LX", "2026-09", Day(9, 28), Day(9, 30));
        await Settle("WJ", "2026-09", Day(10, 9), Day(10, 12));
        await Settle("TY", "2026-09", Day(10, 9), Day(10, 13));
    }

    private async Task October()
    {
        await Pay("TY", Day(10, 20), 1_000m, "oldest");
        var line = await Sell("WJ", Day(10, 13), Day(10, 14), ("LG-150", 1800));
        await Differ(line, Day(10, 16), "damaged", 12, "us", "碰伤，已换箱垫");
        await Sell("LX", Day(10, 20), Day(10, 21), ("CL-021", 720));
        await Settle("LX", "2026-10", Day(10, 28), null);
        await Pay("WJ", Day(11, 6), 15_000m, "oldest");
        await Send("WJ", "2026-10", Day(11, 3));
        desk.On(Day(11, 6));
        await desk.Do("dispute", new JsonObject { ["statement"] = Statement("WJ", "2026-10"), ["reason"] = "10 月 14 日连杆应按年降价 12.55" });
    }

    private async Task November()
    {
        await Sell("WJ", Day(11, 10), Day(11, 11), ("LG-150", 1600));
        await Pay("LX", Day(11, 17), 8_000m, "keep");
        // On the road, being loaded, being written.
        await Leave("LX", Day(11, 20), true, true, ("CL-021", 360));
        await Leave("WJ", Day(11, 26), true, false, ("LG-150", 800));
        await Leave("TY", Day(11, 26), false, false, ("CL-021", 240));
        foreach (var (customer, part, qty, due) in ((string, string, decimal, DateOnly)[])[("WJ", "CL-021", 600, Day(11, 24)), ("LX", "CL-021", 90, Day(12, 2))])
            await Call(customer, part, qty, due);
        desk.On(Day(11, 25));
        await desk.Do("remind", new JsonObject { ["statement"] = Statement("TY", "2026-09"), ["said"] = "财务说下周二付", ["promisedOn"] = "2026-12-01" });
    }

    /// <summary>Called off, driven, signed; says the first line.</summary>
    private async Task<string> Sell(string customer, DateOnly shipped, DateOnly received, params (string Part, decimal Qty)[] goods)
    {
        var (delivery, line) = await Leave(customer, shipped, false, true, goods);
        desk.On(received);
        await desk.Do("sign", new JsonObject { ["delivery"] = delivery, ["signedBy"] = "库管" });
        return line;
    }

    private async Task<(string Delivery, string Line)> Leave(string customer, DateOnly on, bool boxed, bool leaves, params (string Part, decimal Qty)[] goods)
    {
        var (delivery, line) = ("", "");
        foreach (var (part, qty) in goods)
        {
            var callOff = await Call(customer, part, qty, on.AddDays(2));
            desk.On(on);
            var plan = await desk.Do("planDelivery", new JsonObject { ["callOff"] = callOff, ["lot"] = on.ToString("yyMMdd", CultureInfo.InvariantCulture), ["plannedOn"] = Text(on) });
            delivery = Of(plan, "delivery");
            if (line.Length == 0) line = Of(plan, "line");
            if (boxed) await desk.Do("pack", new JsonObject { ["line"] = Of(plan, "line") });
        }
        var boxes = desk.Shop.Rows("package").Where(p => Of(p, "delivery") == delivery).Select(p => Of(p, "sscc")).ToList();
        foreach (var sscc in leaves ? boxes : boxes.Take(boxes.Count / 2)) await desk.Do("onScan", new JsonObject { ["code"] = sscc, ["station"] = "LOAD" });
        if (leaves) await desk.Do("ship", new JsonObject { ["delivery"] = delivery, ["plate"] = "示A·00001", ["driver"] = "司机甲" });
        return (delivery, line);
    }

    private async Task<string> Call(string customer, string part, decimal qty, DateOnly due)
    {
        desk.On(due.AddDays(-5));
        var order = new JsonObject { ["customer"] = Id("customer", customer), ["part"] = Id("part", part), ["qty"] = Text(qty), ["due"] = Text(due), ["customerOrder"] = $"{customer}-PO-{due:MMdd}" };
        return Of(await desk.Do("newCallOff", order), "callOff");
    }

    private async Task Differ(string line, DateOnly on, string kind, decimal qty, string bearer, string reason)
    {
        desk.On(on);
        await desk.Do("difference", new JsonObject { ["line"] = line, ["kind"] = kind, ["qty"] = Text(qty), ["bearer"] = bearer, ["reason"] = reason, ["again"] = false });
    }

    private async Task Send(string customer, string period, DateOnly on)
    {
        desk.On(on);
        await desk.Do("sendStatement", new JsonObject { ["statement"] = Statement(customer, period) });
    }

    private async Task Settle(string customer, string period, DateOnly sent, DateOnly? agreed)
    {
        await Send(customer, period, sent);
        if (agreed is not { } on) return;
        desk.On(on);
        await desk.Do("agree", new JsonObject { ["statement"] = Statement(customer, period), ["agreedWith"] = "对账员" });
        await desk.Do("invoice", new JsonObject { ["statement"] = Statement(customer, period), ["invoiceNo"] = $"示例{period.Replace("-", "", StringComparison.Ordinal)}{customer}" });
    }

    private async Task Pay(string customer, DateOnly on, decimal yuan, string spread)
    {
        desk.On(on);
        await desk.Do("receivePayment", new JsonObject { ["customer"] = Id("customer", customer), ["amount"] = Micro(yuan), ["method"] = "transfer", ["reference"] = $"示例{on:MMdd}{customer}", ["spread"] = spread });
    }

    private string Id(string entity, string code) => desk.Shop.IdOf(entity, "code", code);

    private string Statement(string customer, string period) => desk.Shop.IdOf("statement", "key", $"{customer}/{period}");

    private static DateOnly Day(int month, int day) => new(2026, month, day);
}
