using System.Globalization;
using System.Text.Json;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;

namespace Marketplace.Host.Seed;

/// <summary>Freight of the demo: a carrier's vehicles for tomorrow, goods of two firms that can share one of them, and a pallet that fits on another.
/// What the board would propose of them is left to the board.</summary>
internal static class DemoFreight
{
    private static readonly Place jiangbei = new("江北区港城路", "500105", 106574300, 29606500), yubei = new("渝北区空港大道", "500112", 106630800, 29718200),
        suining = new("遂宁船山区物流港", "510903", 105568400, 30525200), chengdu = new("锦江区工业园", "510104", 104080900, 30657700);

    /// <summary>Plants it; what stands already is left as it is.</summary>
    public static async Task Plant(IGrainFactory grains, DateTimeOffset now)
    {
        var day = new DateTimeOffset(now.ToOffset(TimeSpan.FromHours(8)).Date, TimeSpan.FromHours(8)).AddDays(1);
        await Do(grains, "carrier-shunlu", "offers/seed-suining", "open", day, Offer(yubei, suining, day.AddHours(7), new Tariff(20_000, 450, 3_000, 18_000), isInstant: true));
        await Do(grains, "carrier-shunlu", "offers/seed-chengdu", "open", day, Offer(yubei, chengdu, day.AddHours(8), new Tariff(30_000, 480, 3_000, 26_000), isInstant: true));
        await Do(grains, "carrier-shunlu", "offers/seed-return", "open", day, Offer(suining, jiangbei, day.AddHours(15), new Tariff(10_000, 380, 3_000, 12_000), isInstant: false));
        await Do(grains, "hongyan-owner", "consignments/seed-castings", "place", day, Goods("铝压铸件", new Load(2_600, 7_500, 5), jiangbei, suining, day));
        await Do(grains, "qiaotou-owner", "consignments/seed-shafts", "place", day, Goods("机加轴套", new Load(3_100, 8_000, 6), yubei, suining, day));
        await Do(grains, "hongyan-owner", "consignments/seed-pallet", "place", day, Goods("样件一托", new Load(420, 1_400, 1), jiangbei, chengdu, day));
    }

    private static object Offer(Place from, Place to, DateTimeOffset leaves, Tariff tariff, bool isInstant) => new
    {
        capacity = Sizes(new Load(10_000, 40_000, 14)),
        bodyType = "BOX",
        temperature = "AMBIENT",
        from = Spot(from),
        to = Spot(to),
        radiusKm = 50,
        window = Span(leaves, leaves.AddHours(5)),
        returnLoad = !isInstant,
        instant = isInstant,
        tariff = new { fixedFen = tariff.FixedFen, fenPerKm = tariff.FenPerKm, fenPerStop = tariff.FenPerStop, fenPerPlace = tariff.FenPerPlace },
    };

    private static object Goods(string goods, Load load, Place from, Place to, DateTimeOffset day) => new
    {
        goods,
        @class = "GENERAL",
        temperature = "AMBIENT",
        load = Sizes(load),
        pickup = new { place = Spot(from), window = Span(day.AddHours(7), day.AddHours(18)) },
        delivery = new { place = Spot(to), window = Span(day.AddHours(9), day.AddHours(40)) },
    };

    private static object Sizes(Load load) => new { kilograms = load.Kilograms, litres = load.Litres, places = load.Places };

    private static object Spot(Place place) => new { name = place.Name, division = place.Division, longitude = place.Longitude, latitude = place.Latitude };

    private static object Span(DateTimeOffset from, DateTimeOffset until) => new { from = Text(from), until = Text(until) };

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static async Task Do(IGrainFactory grains, string person, string on, string command, DateTimeOffset day, object input)
    {
        var (caller, id) = (DemoPeople.All.Single(one => one.Person.Person == person).Person.AsCaller("zh-CN", $"seed-{on.Replace('/', '-')}-{day:yyyyMMdd}"), on.Split('/'));
        var done = await grains.GetGrain<IResourceGrain>(Keys.Resource("auto", LogisticsService.Service, id[0], id[1])).Do(caller, new ResourceOrder { Command = command, Input = JsonSerializer.Serialize(input) });
        if (done.Refusal is { } no && no.Code != Codes.ConflictState) done.Must(); // one that an earlier start has planted is in a state already
    }
}
