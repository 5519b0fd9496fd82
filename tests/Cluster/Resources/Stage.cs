using System.Globalization;
using System.Text.Json;

namespace Marketplace.Tests.Contests;

/// <summary>Whose hand asks; each stands for one person of one firm.</summary>
internal enum Hand { Chain, Maker, Machinist, Funder, Lender, Worker, Carrier, Desk }

/// <summary>What came of a command.</summary>
internal sealed record Told(string Code, string Id, string State, long Seq, JsonElement Body)
{
    public bool Ok => Code.Length == 0;

    public Told Must() => Ok ? this : throw new InvalidOperationException(Code);
}

/// <summary>Asks a command of one of the hosts, under an operation of its own. An empty id makes a thing.</summary>
internal delegate Task<Told> Ask(int host, Hand hand, string service, string on, string id, string command, object? input);

/// <summary>A command that is ready to be asked, and the state it leaves its thing in.</summary>
internal sealed record Shot(Hand Hand, string Service, string On, string Id, string Command, object? Input, string State);

/// <summary>Makes things ready by the commands that people would do: a voucher to be paid, a vehicle with room for one, a shift that is offered.
/// It knows no rule.</summary>
internal sealed class Stage(Ask ask, DateTimeOffset now, Random dice, string worker = "xinghe-worker-2")
{
    private const int Fen = 120_000;
    private static readonly TimeSpan zone = TimeSpan.FromHours(8);
    private static readonly object site = new { name = "二车间", lat = 29.6066, lon = 106.5744 };
    private readonly int run = dice.Next(10_000_000);
    private string line = "", agreement = "";
    private int number;

    /// <summary>Delivered, agreed, invoiced, confirmed: a voucher of 1,200.00 yuan that its debtor can pay.</summary>
    public async Task<Shot> Voucher()
    {
        var today = DateOnly.FromDateTime(now.ToOffset(zone).Date);
        var invoice = $"2{run:0000000}{++number:000000000000}";
        if (line.Length == 0)
        {
            line = await Make(Hand.Funder, "finance", "lines", "propose", new { firm = "wanjiang", kind = "issuer", capFen = 90_000_000 });
            await Do(Hand.Funder, "finance", "lines", line, "approve", new { limitFen = 90_000_000 });
        }
        var calloff = await Make(Hand.Chain, "finance", "calloffs", "publish", new { order = $"C-{run}-{number}", seller = "hongyan", lines = new[] { new { part = "HY-1", quantity = 10, priceFen = Fen / 10, due = Day(today.AddDays(5)) } } });
        await Do(Hand.Maker, "finance", "calloffs", calloff, "accept");
        var delivery = await Make(Hand.Maker, "finance", "deliveries", "ship", new { calloff, note = $"N-{run}-{number}", asn = $"A-{run}-{number}", lines = new[] { new { line = 1, quantity = 10 } } });
        var received = (await ask(0, Hand.Chain, "finance", "deliveries", delivery, "receive", new { lines = new[] { new { line = 1, accepted = 10 } } })).Must();
        var statement = await Make(Hand.Maker, "finance", "statements", "draw", new { debtor = "wanjiang", month = received.Body.GetProperty("receivedOn").GetString()![..7] });
        await Do(Hand.Chain, "finance", "statements", statement, "agree");
        var receivable = await Make(Hand.Maker, "finance", "receivables", "draft", new { statement });
        await Do(Hand.Maker, "finance", "receivables", receivable, "evidence", new { creditCode = "91350100M000100Y43", invoices = new[] { new { number = invoice, line = 1, fen = Fen } } });
        await Do(Hand.Chain, "finance", "receivables", receivable, "confirm", new { due = Day(Workday(today.AddDays(100))) });
        var issued = (await ask(0, Hand.Chain, "finance", "vouchers", "", "issue", new { receivable, line, terms = "到期无条件付款" })).Must();
        await Do(Hand.Maker, "finance", "lots", issued.Body.GetProperty("root").GetString()!, "accept");
        return new Shot(Hand.Chain, "finance", "vouchers", issued.Id, "pay", new { reference = $"BANK-{number}" }, "REDEEMED");
    }

    /// <summary>One pallet that waits for a vehicle.</summary>
    public Task<string> Pallet(Hand shipper) => Make(shipper, "logistics", "consignments", "place", new
    {
        goods = "铝压铸件",
        @class = "GENERAL",
        temperature = "AMBIENT",
        load = new { kilograms = 700, litres = 900, places = 1 },
        pickup = new { place = here, window = Span(1, 20) },
        delivery = new { place = there, window = Span(2, 60) },
    });

    /// <summary>A vehicle with room for one pallet; whose is to be said.</summary>
    public async Task<Shot> Vehicle()
    {
        var offer = await Make(Hand.Carrier, "logistics", "offers", "open", new
        {
            capacity = new { kilograms = 1_000, litres = 1_000, places = 1 },
            bodyType = "BOX",
            temperature = "AMBIENT",
            from = here,
            to = there,
            radiusKm = 60,
            window = Span(2, 18),
            returnLoad = false,
            instant = true,
            tariff = new { fixedFen = 20_000, fenPerKm = 300, fenPerStop = 2_000, fenPerPlace = 10_000 },
        });
        return new Shot(Hand.Maker, "logistics", "offers", offer, "reserve", null, "FULL");
    }

    /// <summary>So many shifts of one morning that overlap, offered to one person.</summary>
    public async Task<IReadOnlyList<Shot>> Morning(int count)
    {
        if (agreement.Length == 0) agreement = await Borrowed();
        var day = new DateTimeOffset(Workday(DateOnly.FromDateTime(now.ToOffset(zone).Date).AddDays(2 + number++ % 40)).ToDateTime(new TimeOnly(8, 0)), zone);
        List<Shot> shifts = [];
        for (var i = 0; i < count; i++)
        {
            var shift = await Make(Hand.Machinist, "talent", "shifts", "open", new { post = "调模工", start = At(day.AddMinutes(10 * i)), end = At(day.AddHours(4)), breakMinutes = 0, site });
            await Do(Hand.Lender, "talent", "shifts", shift, "offer", new { agreement });
            shifts.Add(new Shot(Hand.Worker, "talent", "shifts", shift, "accept", null, "ACCEPTED"));
        }
        return shifts;
    }

    private async Task<string> Borrowed()
    {
        const string Name = "叉车工（示例）";
        var at = now.ToOffset(zone);
        foreach (var kind in new[] { "toolSetter", "labourContract" })
        {
            var paper = await Make(Hand.Lender, "talent", "certificates", "submit", new { worker, name = Name, kind, number = $"{kind}-{run}", from = At(at.AddDays(-9)), until = At(at.AddDays(300)) });
            await Do(Hand.Desk, "talent", "certificates", paper, "verify");
        }
        var request = await Make(Hand.Machinist, "talent", "requests", "post", new { post = "调模工", people = 1, from = At(at), until = At(at.AddDays(60)), site, answerBy = At(at.AddDays(3)) });
        await Do(Hand.Lender, "talent", "requests", request, "nominate", new { worker, name = Name, hourFen = 3_000, @base = site });
        await Do(Hand.Lender, "talent", "requests", request, "offer", new { candidate = 1 });
        var agreed = (await ask(0, Hand.Machinist, "talent", "requests", request, "accept", new { candidate = 1 })).Must();
        var made = agreed.Body.GetProperty("candidates")[0].GetProperty("agreement").GetString()!;
        await Do(Hand.Worker, "talent", "agreements", made, "consent");
        await Do(Hand.Lender, "talent", "agreements", made, "sign");
        await Do(Hand.Machinist, "talent", "agreements", made, "sign");
        await Do(Hand.Lender, "talent", "agreements", made, "checkCover", new { insurer = "工伤保险", policy = "P-1", on = Day(DateOnly.FromDateTime(at.Date)) });
        await Do(Hand.Machinist, "talent", "agreements", made, "activate");
        return made;
    }

    private static readonly object here = new { name = "高新区一号门", division = "500112", longitude = 106550000, latitude = 29560000 };
    private static readonly object there = new { name = "遂宁东站货场", division = "510903", longitude = 105570000, latitude = 30520000 };

    private object Span(int from, int until) => new { from = At(now.AddHours(from)), until = At(now.AddHours(until)) };

    private async Task<string> Make(Hand hand, string service, string on, string command, object input) => (await ask(0, hand, service, on, "", command, input)).Must().Id;

    private async Task Do(Hand hand, string service, string on, string id, string command, object? input = null) => (await ask(0, hand, service, on, id, command, input)).Must();

    private static DateOnly Workday(DateOnly day) => day.DayOfWeek switch { DayOfWeek.Saturday => day.AddDays(2), DayOfWeek.Sunday => day.AddDays(1), _ => day };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string At(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
