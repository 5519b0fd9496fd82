using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Logistics;

namespace Marketplace.Tests.Logistics;

/// <summary>Inputs of commands, drawn so that most of them mean something.</summary>
internal sealed class FreightInputs(Random dice)
{
    public static readonly Place[] Places =
    [
        new("高新区一号门", "500112", 106550000, 29560000), new("园区二库", "500105", 106600000, 29600000),
        new("遂宁东站货场", "510903", 105570000, 30520000), new("船山工业园", "510904", 105610000, 30500000), new("偏远镇", "500120", 107900000, 28100000),
    ];

    private int units;

    public object Offer(DateTimeOffset now)
    {
        var isCold = dice.Next(6) == 0;
        Place here = Places[dice.Next(2)], there = Places[2 + dice.Next(2)];
        if (dice.Next(3) == 0) (here, there) = (there, here);
        return new
        {
            capacity = new { kilograms = dice.Next(3) == 0 ? 3000 : 12000, litres = 40000, places = dice.Next(4) switch { 0 => 2, 1 => 4, 2 => 6, _ => 14 } },
            bodyType = isCold ? "REEFER" : "BOX",
            temperature = isCold ? "CHILLED" : "AMBIENT",
            from = Json(here),
            to = Json(there),
            radiusKm = 60,
            window = new { from = Time(now), until = Time(now.AddMinutes(dice.Next(2) == 0 ? 180 : 900)) },
            returnLoad = dice.Next(2) == 0,
            instant = dice.Next(2) == 0,
            tariff = new { fixedFen = 20000, fenPerKm = dice.Next(100, 400), fenPerStop = 2000, fenPerPlace = dice.Next(10000, 60000) },
        };
    }

    public object Consignment(DateTimeOffset now, string? consignee)
    {
        string[] classes = ["GENERAL", "GENERAL", "GENERAL", "GENERAL", "FOOD", "PHARMA", "HAZMAT"];
        var (isTight, isBack) = (dice.Next(5) == 0, dice.Next(3) == 0);
        Place here = Places[dice.Next(20) == 0 ? 4 : dice.Next(2)], there = Places[2 + dice.Next(2)];
        if (isBack) (here, there) = (there, here);
        return Without(new Dictionary<string, object?>
        {
            ["goods"] = "铝压铸件", ["class"] = classes[dice.Next(classes.Length)], ["temperature"] = dice.Next(6) == 0 ? "CHILLED" : "AMBIENT",
            ["load"] = new { kilograms = dice.Next(100, 2500), litres = dice.Next(300, 6000), places = new[] { 0, 1, 2, 2, 3 }[dice.Next(5)] }, ["consignee"] = consignee,
            ["pickup"] = new { place = Json(here), window = new { from = Time(now.AddMinutes(dice.Next(60))), until = Time(now.AddMinutes(isTight ? 90 : dice.Next(600, 1800))) } },
            ["delivery"] = new { place = Json(there), window = new { from = Time(now.AddMinutes(100)), until = Time(now.AddMinutes(isTight ? 500 : 4000)) } },
        });
    }

    public object Pack(DateTimeOffset now) => new
    {
        at = Time(now.AddMinutes(-dice.Next(30))),
        place = Json(Places[0]),
        lots = Enumerable.Range(0, dice.Next(1, 4)).Select(_ => (object)new { sscc = Sscc(), item = "减速箱体", batch = $"B{dice.Next(90)}", gtin = "06291041500213", quantity = dice.Next(1, 40) }).ToArray(),
    };

    public object Tender(IReadOnlyList<string> consignments, IReadOnlyList<string> invited) => Without(new Dictionary<string, object?>
    {
        ["consignments"] = consignments, ["kind"] = invited.Count > 0 && dice.Next(2) == 0 ? "SEQUENTIAL" : "BROADCAST", ["invited"] = invited, ["ceilingFen"] = dice.Next(3) == 0 ? 300000 : null,
        ["roundMinutes"] = dice.Next(10, 60), ["mostRounds"] = dice.Next(1, 4),
    });

    public object Bid() => new { freightFen = dice.Next(50000, 400000), tollFen = dice.Next(9000), handlingFen = dice.Next(9000), taxFen = dice.Next(9000) };

    public object Plan(DateTimeOffset now, IReadOnlyList<string>? consignments, string temperature)
    {
        var number = dice.Next(40);
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        object Documents(params string[] kinds) => kinds.Where(_ => dice.Next(60) > 0).Select(kind => (object)new
        {
            kind,
            number = "500000",
            from = "2020-01-01",
            until = (dice.Next(20) == 0 ? day.AddDays(dice.Next(-1, 2)) : day.AddDays(300)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        }).ToArray();
        return Without(new Dictionary<string, object?>
        {
            ["consignments"] = consignments, ["stops"] = consignments is { Count: > 1 } && dice.Next(3) == 0 ? consignments.SelectMany(static one => new[] { new { consignment = one, delivers = false }, new { consignment = one, delivers = true } }).ToArray() : null,
            ["leaves"] = Time(now.AddMinutes(dice.Next(30))),
            ["vehicle"] = new
            {
                plate = $"渝A{10000 + number}",
                colour = "YELLOW",
                bodyType = temperature == "AMBIENT" ? "BOX" : "REEFER",
                temperature,
                capacity = new { kilograms = dice.Next(8) == 0 ? 1500 : 12000, litres = 40000, places = 14 },
                documents = Documents("registration", "transportPermit"),
            },
            ["driver"] = new { person = $"driver-{number}", name = "师傅", documents = Documents("drivingLicence", "qualification") },
        });
    }

    public object Step(DateTimeOffset now, int? stop = null) => Without(new Dictionary<string, object?> { ["at"] = Told(now), ["stop"] = stop, ["readings"] = Readings(now) });

    public object Load(DateTimeOffset now, string id, Consignment goods) => Without(new Dictionary<string, object?>
    {
        ["consignment"] = id, ["at"] = Told(now), ["seal"] = dice.Next(3) == 0 ? "S-1" : null,
        ["lots"] = dice.Next(3) > 0 || goods.Lots.Count == 0 ? null : goods.Lots.Select(lot => (object)new { sscc = lot.Sscc, quantity = dice.Next(lot.Quantity + 1) }).ToArray(),
    });

    public object Deliver(DateTimeOffset now, string id, Consignment goods) => Without(new Dictionary<string, object?>
    {
        ["consignment"] = id, ["at"] = Told(now), ["signedBy"] = "收货员", ["readings"] = Readings(now),
        ["lots"] = dice.Next(3) > 0 || goods.Lots.Count == 0 ? null : goods.Lots.Select(lot => (object)new { sscc = lot.Sscc, delivered = dice.Next(lot.PickedUp + 1), lost = dice.Next(4) == 0 ? 1 : 0 }).ToArray(),
    });

    public object Halt(DateTimeOffset now, string id) => new { consignment = id, at = Told(now), reason = "包装破损" };

    public object Points(DateTimeOffset now) => new
    {
        points = Enumerable.Range(0, 3).Select(at => (object)new { at = Time(now.AddMinutes(-dice.Next(6) - 5 * (3 - at))), longitude = 106000000, latitude = 30000000 }).ToArray(),
    };

    public object TakeBack(Consignment goods) => Without(new Dictionary<string, object?>
    {
        ["lots"] = dice.Next(2) == 0 || goods.Lots.Count == 0 ? null : goods.Lots.Select(lot => (object)new { sscc = lot.Sscc, quantity = dice.Next(lot.PickedUp - lot.Delivered - lot.Lost + 1) }).ToArray(),
    });

    public string Told(DateTimeOffset now) => Time(now.AddMinutes(dice.Next(12) == 0 ? 3 : -dice.Next(dice.Next(3) == 0 ? 120 : 10)));

    public static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    public static JsonElement Element(object? input) => input is null ? JsonSerializer.SerializeToElement(new { }) : JsonSerializer.SerializeToElement(input);

    private object[]? Readings(DateTimeOffset now) => dice.Next(3) > 0 ? null : [new { at = Time(now), milliCelsius = dice.Next(4) == 0 ? 12000 : 5000 }];

    private string Sscc()
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{1061414123000000L + ++units:00000000000000000}");
        var sum = body.Select((digit, at) => (digit - '0') * (at % 2 == 0 ? 3 : 1)).Sum();
        return body + (10 - sum % 10) % 10;
    }

    private static object Json(Place place) => new { name = place.Name, division = place.Division, longitude = place.Longitude, latitude = place.Latitude };

    private static Dictionary<string, object?> Without(Dictionary<string, object?> all) => all.Where(static one => one.Value is not null).ToDictionary();
}
