using System.Globalization;
using System.Text.Json;

namespace Marketplace.Tests.Contests;

/// <summary>Whose hand asks; each stands for one person of one firm.</summary>
internal enum Hand { Chain, Maker, Machinist, Funder, Lender, Worker, Carrier, Desk }

/// <summary>What came of a command.</summary>
internal sealed record Said(string Code, string Id, string State, long Seq, JsonElement Body)
{
    public bool Ok => Code.Length == 0;

    public Said Must() => Ok ? this : throw new InvalidOperationException(Code);
}

/// <summary>Asks a command of one of the hosts, under an operation of its own. An empty id makes a thing.</summary>
internal delegate Task<Said> Ask(int host, Hand hand, string service, string on, string id, string command, object? input);

/// <summary>A voucher that is paid, room that is booked and a shift that is accepted, by many at once: each round is made ready, raced for and judged.
/// It knows no rule, only what may be left.</summary>
internal sealed class Contest(Ask ask, DateTimeOffset now, Random dice)
{
    public static readonly string[] Kinds = ["redemption", "booking", "shift"];

    private static readonly TimeSpan zone = TimeSpan.FromHours(8);
    private static readonly object site = new { name = "二车间", lat = 29.6066, lon = 106.5744 };
    private readonly List<(Hand Hand, string Id)> goods = [];
    private readonly int run = dice.Next(10_000_000);
    private string line = "", agreement = "";
    private int number;

    /// <summary>One round of a kind with so many callers: what is wrong with what is left, empty when there was exactly one winner.</summary>
    public Task<List<string>> Round(string kind, int callers) => kind switch
    {
        "redemption" => Redemption(callers),
        "booking" => Booking(callers),
        _ => Shift(callers),
    };

    /// <summary>The debtor's people record the payment of one voucher, each by an operation of their own.</summary>
    private async Task<List<string>> Redemption(int callers)
    {
        const int Fen = 120_000;
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
        return await Race(callers, "REDEEMED", caller => ask(caller, Hand.Chain, "finance", "vouchers", issued.Id, "pay", new { reference = $"BANK-{caller}" }));
    }

    /// <summary>Many consignments want a vehicle that has room for one.</summary>
    private async Task<List<string>> Booking(int callers)
    {
        while (goods.Count < callers)
        {
            var hand = goods.Count % 2 == 0 ? Hand.Maker : Hand.Machinist;
            goods.Add((hand, await Make(hand, "logistics", "consignments", "place", Goods())));
        }
        var offer = await Make(Hand.Carrier, "logistics", "offers", "open", Room());
        var faults = await Race(callers, "FULL", caller => ask(caller, goods[caller].Hand, "logistics", "offers", offer, "reserve", new { consignment = goods[caller].Id }), winner => goods.RemoveAt(winner));
        // Who lost waits for a vehicle as before.
        if (callers > 1 && !(await ask(0, goods[0].Hand, "logistics", "consignments", goods[0].Id, "withdraw", null)).Ok) faults.Add("a consignment that lost is not to be withdrawn");
        else if (callers > 1) goods.RemoveAt(0);
        return faults;
    }

    /// <summary>One person is asked for up to eight shifts of one morning, by many taps at once.</summary>
    private async Task<List<string>> Shift(int callers)
    {
        if (agreement.Length == 0) agreement = await Borrowed();
        var day = new DateTimeOffset(Workday(DateOnly.FromDateTime(now.ToOffset(zone).Date).AddDays(2 + number++ % 20)).ToDateTime(new TimeOnly(8, 0)), zone);
        List<string> shifts = [];
        for (var i = 0; i < dice.Next(1, Math.Min(8, callers) + 1); i++)
        {
            shifts.Add(await Make(Hand.Machinist, "talent", "shifts", "open", new { post = "调模工", start = At(day.AddMinutes(10 * i)), end = At(day.AddHours(4)), breakMinutes = 0, site }));
            await Do(Hand.Lender, "talent", "shifts", shifts[i], "offer", new { agreement });
        }
        var won = -1;
        var faults = await Race(callers, "ACCEPTED", caller => ask(caller, Hand.Worker, "talent", "shifts", shifts[caller % shifts.Count], "accept", null), winner => won = winner % shifts.Count);
        for (var i = 0; i < shifts.Count; i++) await Do(i == won ? Hand.Worker : Hand.Machinist, "talent", "shifts", shifts[i], i == won ? "decline" : "cancel");
        return faults;
    }

    /// <summary>Lets all go at once; one has won, and the others are told why they have not.</summary>
    private static async Task<List<string>> Race(int callers, string state, Func<int, Task<Said>> go, Action<int>? winner = null)
    {
        var gate = new TaskCompletionSource();
        var all = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            await gate.Task;
            return await go(caller);
        })).ToArray();
        gate.SetResult();
        var said = await Task.WhenAll(all);
        List<string> faults = [];
        var winners = said.Index().Where(static one => one.Item.Ok).ToList();
        if (winners.Count != 1) faults.Add($"{winners.Count} of {callers} won");
        faults.AddRange(winners.Where(one => one.Item.State != state).Select(static one => $"won, and is {one.Item.State}"));
        faults.AddRange(said.Where(static one => !one.Ok && one.Code is not ("conflict.state" or "talent.overlap" or "talent.travel")).Select(static one => $"lost as {one.Code}").Distinct());
        if (winners.Count > 0) winner?.Invoke(winners[0].Index);
        return faults;
    }

    private async Task<string> Borrowed()
    {
        const string Worker = "xinghe-worker-2";
        var at = now.ToOffset(zone);
        var paper = await Make(Hand.Lender, "talent", "certificates", "submit", new { worker = Worker, name = "叉车工（示例）", kind = "toolSetter", number = $"TS-{run}", from = At(at.AddDays(-9)), until = At(at.AddDays(90)) });
        await Do(Hand.Desk, "talent", "certificates", paper, "verify");
        var contract = await Make(Hand.Lender, "talent", "certificates", "submit", new { worker = Worker, name = "叉车工（示例）", kind = "labourContract", number = $"C-{run}", from = At(at.AddDays(-9)), until = At(at.AddDays(300)) });
        await Do(Hand.Desk, "talent", "certificates", contract, "verify");
        var request = await Make(Hand.Machinist, "talent", "requests", "post", new { post = "调模工", people = 1, from = At(at), until = At(at.AddDays(60)), site, answerBy = At(at.AddDays(3)) });
        await Do(Hand.Lender, "talent", "requests", request, "nominate", new { worker = Worker, name = "叉车工（示例）", hourFen = 3_000, @base = site });
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

    private object Goods() => new
    {
        goods = "铝压铸件", @class = "GENERAL", temperature = "AMBIENT", load = new { kilograms = 700, litres = 900, places = 1 },
        pickup = new { place = Spot("高新区一号门", "500112", 106550000, 29560000), window = Span(1, 20) }, delivery = new { place = Spot("遂宁东站货场", "510903", 105570000, 30520000), window = Span(2, 60) },
    };

    private object Room() => new
    {
        capacity = new { kilograms = 1_000, litres = 1_000, places = 1 }, bodyType = "BOX", temperature = "AMBIENT", from = Spot("高新区一号门", "500112", 106550000, 29560000),
        to = Spot("遂宁东站货场", "510903", 105570000, 30520000), radiusKm = 60, window = Span(2, 18), returnLoad = false, instant = true,
        tariff = new { fixedFen = 20_000, fenPerKm = 300, fenPerStop = 2_000, fenPerPlace = 10_000 },
    };

    private static object Spot(string name, string division, int longitude, int latitude) => new { name, division, longitude, latitude };

    private object Span(int from, int until) => new { from = At(now.AddHours(from)), until = At(now.AddHours(until)) };

    private async Task<string> Make(Hand hand, string service, string on, string command, object input) => (await ask(0, hand, service, on, "", command, input)).Must().Id;

    private async Task Do(Hand hand, string service, string on, string id, string command, object? input = null) => (await ask(0, hand, service, on, id, command, input)).Must();

    private static DateOnly Workday(DateOnly day) => day.DayOfWeek switch { DayOfWeek.Saturday => day.AddDays(2), DayOfWeek.Sunday => day.AddDays(1), _ => day };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string At(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
