using System.Globalization;
using System.Text.Json;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Resources;

/// <summary>A machining shop uses what the firms of its brain share, all from functions of its delivery app: a pallet goes with somebody's truck, an agreed
/// statement becomes money before its day, a forklift driver is borrowed. Each call lands on the app's bill; what is beyond the app's cap is refused.</summary>
public sealed class DeliverySharesTests(SharedHosts hosts)
{
    private const string App = "auto/delivery", Records = "/api/v1/installs/auto/delivery/records";

    private static readonly TimeSpan zone = TimeSpan.FromHours(8);

    private static object Place(string name, string division, int longitude, int latitude) => new { name, division, longitude, latitude };

    private static readonly object here = Place("桥头", "500105", 106_574_300, 29_606_500), there = Place("万江", "510903", 105_568_400, 30_525_200);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_pallet_is_moved_a_statement_financed_and_a_driver_borrowed(string engine)
    {
        var firm = await hosts.As("mkt_dev_sme2", engine);
        await Call(firm, "saveFirm", new { name = "桥头机加工厂", division = "500105", spot = "106.5743,29.6065", packers = 1, boxesPerShift = 1, funders = "jinqiao", creditCode = "91350100M000100Y43" });
        await Call(firm, "saveCustomer", new { code = "WJ", name = "万江动力", division = "510903", spot = "105.5684,30.5252", brainId = "wanjiang" });
        var before = await Resources(firm);
        await Pallet(firm, engine);
        await Statement(firm, engine);
        await Driver(firm, engine);
        Assert.True(await Resources(firm) >= before + 20 * 200, "what was asked of the shared services is on the app's bill");
    }

    private async Task Pallet(Talk firm, string engine)
    {
        var carrier = await hosts.As("mkt_dev_carrier", engine);
        var (customer, part) = (await One(firm, "customer", new { code = "WJ" }), await One(firm, "part", new { code = "LG-150" }));
        var order = (await Call(firm, "newCallOff", new { customer = Id(customer), part = Id(part), qty = "400", due = Day(1) })).GetProperty("callOff").GetString();
        var plan = await Call(firm, "planDelivery", new { callOff = order, lot = "S1" });
        var (delivery, line) = (plan.GetProperty("delivery").GetString()!, plan.GetProperty("line").GetString());
        Expect.Refused(await firm.Call(App, "askFreight", new { delivery, kilograms = 600, cubic = "1.2" }), 422, "freight.notPacked");
        await Call(firm, "pack", new { line });
        await Call(firm, "palletize", new { delivery });
        var asked = await firm.Call(App, "askFreight", new { delivery, kilograms = 600, cubic = "1.2", pickupOn = Day(1), arriveBy = Day(2) });
        Assert.True(asked.Status == 200, asked.ToString());
        Assert.Equal(4 * 200, asked.Json.GetProperty("cost").GetProperty("resources").GetInt64());
        var request = asked.Result.GetProperty("request").GetString()!;
        var goods = (await Waits(firm, request, static row => Text(row, "operation").Length > 0 && Text(row, "deadline").Length > 0)).GetProperty("thing").GetString()!;

        // Two vehicles: one at ¥6,000 a place, which is beyond the app's ¥5,000 a month, and one at ¥180.
        var dear = await Offer(carrier, 600_000);
        var fair = await Offer(carrier, 18_000);
        var rows = (await Call(firm, "choices", new { request })).EnumerateArray().ToList();
        Assert.Equal(180_000_000, rows.Single(row => Text(row, "id") == fair).GetProperty("cost").GetInt64());
        await Call(firm, "take", new { request, via = "offer", choice = dear });
        var capped = await Waits(firm, request, static row => Text(row, "code").Length > 0);
        Assert.Equal(("cap.reached", "asked"), (Text(capped, "code"), Text(capped, "state")));
        await Call(firm, "take", new { request, via = "offer", choice = fair });
        var booked = await Waits(firm, request, static row => Text(row, "state") == "booked");
        Assert.Equal(("shunlu", 180_000_000, "", "freight.booked"), (Text(booked, "partner"), booked.GetProperty("cost").GetInt64(), Text(booked, "code"), Text(booked, "todo")));

        var stamp = Guid.NewGuid().ToString("N")[..6];
        object[] Papers(params string[] kinds) => [.. kinds.Select(kind => new { kind, number = $"示例-{kind}", from = Day(-30), until = Day(300) })];
        var trip = Id(Expect.Ok(await carrier.Post("/api/v1/logistics/trips", new
        {
            consignments = new[] { goods },
            leaves = At(1, 7),
            vehicle = new { plate = $"示A{stamp[..4].ToUpperInvariant()}", colour = "YELLOW", bodyType = "BOX", temperature = "AMBIENT", capacity = new { kilograms = 10_000, litres = 40_000, places = 14 }, documents = Papers("registration", "transportPermit") },
            driver = new { person = $"driver-{stamp}", name = "示例司机", documents = Papers("drivingLicence", "qualification") },
        }), 201));
        await Do(carrier, "logistics/trips", trip, "confirm");
        foreach (var (command, input) in new (string, object)[]
        {
            ("arrive", new { at = Now() }), ("load", new { consignment = goods, at = Now() }), ("depart", new { at = Now() }), ("arrive", new { at = Now() }), ("deliver", new { consignment = goods, at = Now(), signedBy = "库管" }),
        }) await Do(carrier, "logistics/trips", trip, command, input);
        var arrived = await Waits(firm, request, static row => Text(row, "state") == "arrived");
        Assert.NotEqual("", Text(arrived, "arrivedAt"));
        Assert.Equal(("arrived", "shunlu"), (Text(await Row(firm, "delivery", delivery), "freight"), Text(await Row(firm, "delivery", delivery), "carrier")));
    }

    private async Task Statement(Talk firm, string engine)
    {
        var (chain, funder) = (await hosts.As("mkt_dev_chain", engine), await hosts.As("mkt_dev_funder", engine));
        var statement = await One(firm, "statement", new { key = "WJ/2026-10" });
        // The sample's October: the customer's objection is met by a correction, then it is sent, agreed and invoiced.
        await Call(firm, "sendStatement", new { statement = Id(statement) });
        await Call(firm, "agree", new { statement = Id(statement), agreedWith = "王会计" });
        Expect.Refused(await firm.Call(App, "askFunding", new { statement = Id(statement) }), 422, "statement.state");
        await Call(firm, "invoice", new { statement = Id(statement), invoiceNo = "25502000000000661398" });
        var request = (await Call(firm, "askFunding", new { statement = Id(statement) })).GetProperty("request").GetString()!;
        var gross = (await Row(firm, "statement", Id(statement))).GetProperty("gross").GetInt64();
        var receivable = Text(await Row(firm, "request", request), "thing");
        await Until(async () => (await chain.Get($"/api/v1/finance/receivables/{receivable}")) is { Status: 200 } seen && seen.Json.GetProperty("state").GetString() == "EVIDENCED");
        Expect.Refused(await firm.Call(App, "askQuotes", new { request }), 422, "request.state");
        await Do(chain, "finance/receivables", receivable, "confirm", new { due = Weekday(120) });
        await Waits(firm, request, static row => Text(row, "state") == "confirmed");
        await Call(firm, "askQuotes", new { request });
        var applied = await Waits(firm, request, static row => Text(row, "second").Length > 0);
        var financing = Text(applied, "second");
        await Until(async () => (await funder.Get($"/api/v1/finance/financings/{financing}")).Status == 200);
        await Do(funder, "finance/financings", financing, "check", new { register = "无在先登记" });
        await Do(funder, "finance/financings", financing, "quote", new { ratePpm = 42_000, feeFen = 0 });
        var quoted = await Waits(firm, request, static row => Text(row, "state") == "offered");
        var rows = (await Call(firm, "choices", new { request })).EnumerateArray().ToList();
        Assert.Equal(["quote", "wait"], rows.Select(static row => Text(row, "via")));
        Assert.Equal((quoted.GetProperty("cost").GetInt64(), 0L), (rows[0].GetProperty("cost").GetInt64(), rows[1].GetProperty("cost").GetInt64()));
        Assert.Equal(gross, rows[0].GetProperty("cost").GetInt64() + rows[0].GetProperty("proceeds").GetInt64());
        await Call(firm, "take", new { request, via = "quote", choice = "jinqiao" });
        await Waits(firm, request, static row => Text(row, "state") == "taken");
        await Do(funder, "finance/financings", financing, "register", new { reference = "登记-示例" });
        await Do(funder, "finance/financings", financing, "disburse", new { reference = "银行-示例" });
        await Waits(firm, request, static row => Text(row, "state") == "financed");
        var settled = await Row(firm, "statement", Id(statement));
        Assert.Equal(("paid", "financed", gross), (Text(settled, "state"), Text(settled, "funding"), settled.GetProperty("paid").GetInt64()));
        Assert.Equal("factoring", Text(await One(firm, "payment", new { reference = financing }), "method"));
    }

    private async Task Driver(Talk firm, string engine)
    {
        var (lender, driver) = (await hosts.As("mkt_dev_lender", engine), await hosts.As("mkt_dev_forklift", engine));
        Assert.True((await Call(firm, "packing", new { })).GetProperty("missing").GetInt32() > 0);
        var asked = await firm.Call(App, "askPeople", new { skill = "forklift", people = 1, from = Day(1), until = Day(10), most = 40_000_000 });
        Assert.True(asked.Status == 200, asked.ToString());
        var request = asked.Result.GetProperty("request").GetString()!;
        var thing = Text(await Row(firm, "request", request), "thing");
        await Until(async () => (await lender.Get($"/api/v1/talent/requests/{thing}")).Status == 200);
        await Do(lender, "talent/requests", thing, "nominate", new { worker = "xinghe-worker-2", name = "叉车工（示例）", hourFen = 3_000, @base = new { name = "星河", lat = 29.6, lon = 106.5 } });
        var unnamed = Assert.Single((await Call(firm, "choices", new { request })).EnumerateArray());
        Assert.Equal("unnamed", Text(unnamed, "via"));
        Assert.DoesNotContain("叉车工（示例）", unnamed.GetRawText(), StringComparison.Ordinal);
        await Do(lender, "talent/requests", thing, "offer", new { candidate = 1 });
        Assert.Equal("叉车工（示例）", Text(await Waits(firm, request, static row => Text(row, "state") == "offered"), "names"));
        await Call(firm, "take", new { request, via = "person", choice = "1" });
        await Waits(firm, request, static row => Text(row, "state") == "taken");
        var loan = await One(firm, "request", new { kind = "loan", thing });
        var agreement = Text(loan, "second");
        Expect.Refused(await firm.Call(App, "nextStep", new { request = Id(loan) }), 422, "request.waits");
        await Do(driver, "talent/agreements", agreement, "consent");
        await Waits(firm, Id(loan), static row => Text(row, "state") == "signing");
        Assert.Equal("sign", (await Call(firm, "nextStep", new { request = Id(loan) })).GetProperty("step").GetString());
        await Until(async () => Text(Expect.Ok(await lender.Get($"/api/v1/talent/agreements/{agreement}")).GetProperty("body"), "borrowerSigned").Length > 0);
        await Do(lender, "talent/agreements", agreement, "sign");
        await Do(lender, "talent/agreements", agreement, "checkCover", new { insurer = "工伤保险", policy = "P-示例", on = Day(0) });
        await Waits(firm, Id(loan), static row => Text(row, "state") == "insured");
        Assert.Equal("activate", (await Call(firm, "nextStep", new { request = Id(loan) })).GetProperty("step").GetString());
        await Waits(firm, Id(loan), static row => Text(row, "state") == "active");
        var shift = (await Call(firm, "askShift", new { request = Id(loan), on = Day(2) })).GetProperty("shift").GetString();
        await Until(async () => (await firm.Get($"/api/v1/talent/shifts/{shift}")) is { Status: 200 } seen && seen.Json.GetProperty("state").GetString() == "OPEN");
    }

    private static async Task<string> Offer(Talk carrier, int perPlace)
    {
        var id = Id(Expect.Ok(await carrier.Post("/api/v1/logistics/offers", new
        {
            capacity = new { kilograms = 10_000, litres = 40_000, places = 14 },
            bodyType = "BOX",
            temperature = "AMBIENT",
            from = here,
            to = there,
            radiusKm = 50,
            window = new { from = At(1, 7), until = At(1, 12) },
            returnLoad = false,
            instant = true,
            tariff = new { fixedFen = 20_000, fenPerKm = 450, fenPerStop = 3_000, fenPerPlace = perPlace },
        }), 201));
        await Do(carrier, "logistics/offers", id, "publish");
        return id;
    }

    private static async Task<JsonElement> Call(Talk firm, string function, object input)
    {
        var reply = await firm.Call(App, function, input);
        Assert.True(reply.Status == 200, $"{function}: {reply}");
        return reply.Result;
    }

    private static async Task Do(Talk who, string collection, string id, string command, object? input = null)
    {
        var done = await who.Post($"/api/v1/{collection}/{id}/{command}", input ?? new { });
        Assert.True(done.Status == 200, $"{collection} {command}: {done}");
    }

    private static async Task<JsonElement> Row(Talk firm, string entity, string id) => Expect.Ok(await firm.Get($"{Records}/{entity}/{id}"));

    private static async Task<JsonElement> One(Talk firm, string entity, object where) =>
        Expect.Ok(await firm.Get($"{Records}/{entity}?where={Uri.EscapeDataString(JsonSerializer.Serialize(where))}")).GetProperty("records").EnumerateArray().Single();

    private static async Task<JsonElement> Waits(Talk firm, string request, Func<JsonElement, bool> until)
    {
        JsonElement row = default;
        for (var look = 0; look < 400; look++)
        {
            row = await Row(firm, "request", request);
            if (until(row)) return row;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException(row.GetRawText());
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var look = 0; look < 400; look++)
        {
            if (await holds()) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("It did not come.");
    }

    private static async Task<long> Resources(Talk firm) =>
        Expect.Ok(await firm.Get("/api/v1/usage")).GetProperty("apps").EnumerateArray().Where(static one => Text(one, "app") == App).Sum(static one => one.GetProperty("resources").GetInt64());

    private static string Id(JsonElement row) => row.GetProperty("id").GetString()!;

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static DateTimeOffset Today => new(DateTimeOffset.UtcNow.ToOffset(zone).Date, zone);

    private static string Day(int ahead) => Today.AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Weekday(int ahead)
    {
        var day = Today.AddDays(ahead);
        return (day.DayOfWeek switch { DayOfWeek.Saturday => day.AddDays(2), DayOfWeek.Sunday => day.AddDays(1), _ => day }).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string At(int ahead, int hour) => Today.AddDays(ahead).AddHours(hour).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
