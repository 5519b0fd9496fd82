using System.Globalization;
using System.Text.Json;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Resources;

/// <summary>Cash from delivery over HTTP: a delivery becomes a confirmed receivable, a voucher of 1,200,000.00 yuan, split and handed on; the second firm
/// finances its part to the fen, the same invoice does not get money twice, the debtor pays and nothing is left in the book.</summary>
public sealed class CashFromDeliveryTests(SharedHosts hosts)
{
    private const string Maker = "91350100M000100Y43", Machinist = "11320000MB151840XJ", First = "25502000000001200000", Second = "25502000000000450000";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_voucher_goes_from_a_delivery_to_its_last_fen(string engine)
    {
        var (chain, maker, machinist, toolmaker, funder) = (await hosts.As("mkt_dev_chain", engine), await hosts.As("mkt_dev_sme", engine), await hosts.As("mkt_dev_sme2", engine), await hosts.As("mkt_dev_lender", engine), await hosts.As("mkt_dev_funder", engine));
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        var maturity = Open(today.AddDays(135));

        var calloff = await Make(chain, "calloffs", new { order = "ST-2", seller = "hongyan", lines = new[] { new { part = "HY-120", quantity = 10_000, priceFen = 12_000, due = Day(today.AddDays(9)) } } });
        await Do(maker, "calloffs", calloff, "accept");
        var delivery = await Make(maker, "deliveries", new { calloff, note = "ST-N", asn = "ST-A", lines = new[] { new { line = 1, quantity = 10_000 } } });
        var received = await Do(chain, "deliveries", delivery, "receive", new { lines = new[] { new { line = 1, accepted = 10_000 } } });
        var statement = await Make(maker, "statements", new { debtor = "wanjiang", month = received.GetProperty("body").GetProperty("receivedOn").GetString()![..7] });
        await Do(chain, "statements", statement, "agree");
        var receivable = await Make(maker, "receivables", new { statement });
        Expect.Refused(await maker.Post($"/api/v1/finance/receivables/{receivable}/evidence", new { creditCode = Maker, invoices = new[] { new { number = First, line = 1, fen = 119_999_999 } } }), 422, "finance.mismatch");
        await Do(maker, "receivables", receivable, "evidence", new { creditCode = Maker, invoices = new[] { new { number = First, line = 1, fen = 120_000_000 } } });
        await Do(chain, "receivables", receivable, "confirm", new { due = Day(maturity) });

        var line = await Make(funder, "lines", new { firm = "wanjiang", kind = "issuer", capFen = 200_000_000 });
        await Do(funder, "lines", line, "approve", new { limitFen = 200_000_000 });
        var voucher = await Make(chain, "vouchers", new { receivable, line, terms = "到期无条件付款" });
        var root = (await Lots(maker, voucher)).Single();
        await Do(maker, "lots", root.Id, "accept");
        await Do(maker, "lots", root.Id, "split", new { parts = new[] { 45_000_000, 30_000_000, 45_000_000 } });
        var parts = (await Lots(maker, voucher)).Where(static one => one.State == "HELD").OrderBy(static one => one.Lo).ToList();
        Assert.Equal([(1L, 45_000_000L), (45_000_001L, 75_000_000L), (75_000_001L, 120_000_000L)], parts.Select(static one => (one.Lo, one.Hi)));
        await Hand(maker, parts[0].Id, "qiaotou", machinist);
        await Hand(maker, parts[1].Id, "xinghe", toolmaker);
        await Hand(maker, parts[2].Id, "qiaotou", machinist);

        object Asked(string lot) => new { lot, creditCode = Machinist, invoices = new[] { new { number = Second, line = 1, fen = 45_000_000 } }, funders = new[] { "jinqiao" } };
        var financing = await Make(machinist, "financings", Asked(parts[0].Id));
        await Do(funder, "financings", financing, "check", new { register = "no entry" });
        await Do(funder, "financings", financing, "quote", new { ratePpm = 42_000, feeFen = 0, payOn = Day(maturity.AddDays(-135)) });
        await Do(machinist, "financings", financing, "accept");
        await Do(funder, "financings", financing, "register", new { reference = "REG-1" });
        var paid = (await Do(funder, "financings", financing, "disburse", new { reference = "BANK-1" })).GetProperty("body").GetProperty("paid").GetProperty("cost");
        Assert.Equal((708_750L, 44_291_250L), (paid.GetProperty("interestFen").GetInt64(), paid.GetProperty("proceedsFen").GetInt64()));
        Expect.Refused(await machinist.Post("/api/v1/finance/financings", Asked(parts[2].Id)), 409, "finance.invoiceTaken");
        Expect.Refused(await machinist.Post($"/api/v1/finance/lots/{parts[0].Id}/split", new { parts = new[] { 1, 44_999_999 } }), 409, "conflict.state");

        await Do(chain, "vouchers", voucher, "pay", new { reference = "BANK-2" });
        Assert.Equal("REDEEMED", Expect.Ok(await chain.Get($"/api/v1/finance/vouchers/{voucher}")).GetProperty("state").GetString());
        Assert.All((await Lots(chain, voucher)).Where(static one => one.State != "SPLIT"), static one => Assert.Equal("REDEEMED", one.State));
        Assert.Equal("REPAID", Expect.Ok(await funder.Get($"/api/v1/finance/financings/{financing}")).GetProperty("state").GetString());
        Assert.Equal("SETTLED", Expect.Ok(await maker.Get($"/api/v1/finance/receivables/{receivable}")).GetProperty("state").GetString());
        long[] left =
        [
            await Balance(chain, $"firm/wanjiang/issued/{voucher}"), await Balance(maker, $"firm/hongyan/held/{voucher}"), await Balance(machinist, $"firm/qiaotou/held/{voucher}"),
            await Balance(toolmaker, $"firm/xinghe/held/{voucher}"), await Balance(funder, $"firm/jinqiao/asset/{voucher}"),
        ];
        Assert.All(left, static fen => Assert.Equal(0, fen));
        Expect.Refused(await maker.Get($"/api/v1/finance/ledger?account=firm/qiaotou/held/{voucher}"), 404, "notFound");
    }

    private static async Task<string> Make(Talk who, string collection, object body)
    {
        var made = Expect.Ok(await who.Post($"/api/v1/finance/{collection}", body), 201);
        return made.GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> Do(Talk who, string collection, string id, string command, object? body = null) => Expect.Ok(await who.Post($"/api/v1/finance/{collection}/{id}/{command}", body ?? new { }));

    private static async Task Hand(Talk from, string lot, string to, Talk taker)
    {
        await Do(from, "lots", lot, "offer", new { to });
        await Do(taker, "lots", lot, "accept");
    }

    private static async Task<List<(string Id, string State, long Lo, long Hi)>> Lots(Talk who, string voucher) =>
        [.. Expect.Ok(await who.Get("/api/v1/finance/lots?limit=200")).GetProperty("things").EnumerateArray().Where(one => one.GetProperty("body").GetProperty("voucher").GetString() == voucher)
            .Select(static one => (one.GetProperty("id").GetString()!, one.GetProperty("state").GetString()!, one.GetProperty("body").GetProperty("lo").GetInt64(), one.GetProperty("body").GetProperty("hi").GetInt64()))];

    private static async Task<long> Balance(Talk who, string account) => Expect.Ok(await who.Get($"/api/v1/finance/ledger?account={account}")).GetProperty("balance").GetInt64();

    /// <summary>A day on which banks are open: the demo's policy names no holidays.</summary>
    private static DateOnly Open(DateOnly day) => day.DayOfWeek switch { DayOfWeek.Saturday => day.AddDays(2), DayOfWeek.Sunday => day.AddDays(1), _ => day };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
