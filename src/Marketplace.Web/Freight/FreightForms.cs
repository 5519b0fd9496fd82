using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Web.Freight;

/// <summary>What a page's form says, as the input of a command. A field that cannot be read is left out, and the command's schema says what is missing.</summary>
internal static class FreightForms
{
    private static readonly TimeSpan china = TimeSpan.FromHours(8);

    /// <summary>The input of a command on a collection.</summary>
    public static JsonObject Input(string collection, string command, IFormCollection form, DateTimeOffset now) => (collection, command) switch
    {
        ("consignments", "place") => Consignment(form),
        ("offers", "open") => Offer(form),
        ("offers", "reserve") => new JsonObject { ["consignment"] = form["consignment"].ToString() },
        ("offers", "confirm" or "release") => new JsonObject { ["reservation"] = form["reservation"].ToString() },
        ("consignments", "claim") => new JsonObject { ["fen"] = Fen(form, "yuan"), ["reason"] = form["reason"].ToString().Trim() },
        ("consignments", "writeOff") => new JsonObject { ["reason"] = form["reason"].ToString().Trim() },
        ("consignments", "concede") or ("settlements", "propose") => new JsonObject { ["fen"] = Fen(form, "yuan") },
        ("settlements", "accrue") => new JsonObject { ["consignment"] = form["consignment"].ToString(), ["fen"] = Fen(form, "yuan") },
        ("settlements", "pay") => new JsonObject { ["serial"] = form["serial"].ToString().Trim(), ["bank"] = form["bank"].ToString().Trim(), ["fen"] = Fen(form, "yuan"), ["at"] = Stamp(now) },
        ("reports", "prepare") => new JsonObject { ["settlement"] = form["settlement"].ToString() },
        ("reports", "upload") => new JsonObject { ["receipt"] = form["receipt"].ToString().Trim() },
        ("tenders", "open") => Tender(form),
        ("tenders", "bid") => new JsonObject { ["freightFen"] = Fen(form, "freight"), ["tollFen"] = Fen(form, "toll") ?? 0, ["handlingFen"] = 0, ["taxFen"] = 0 },
        ("trips", "plan") => Trip(form),
        ("trips", "arrive" or "depart" or "close") => new JsonObject { ["at"] = Stamp(now) },
        ("trips", "load") => new JsonObject { ["consignment"] = form["consignment"].ToString(), ["at"] = Stamp(now) },
        ("trips", "refuse" or "stop") => new JsonObject { ["consignment"] = form["consignment"].ToString(), ["at"] = Stamp(now), ["reason"] = form["reason"].ToString() },
        ("trips", "deliver") => new JsonObject { ["consignment"] = form["consignment"].ToString(), ["at"] = Stamp(now), ["signedBy"] = form["signedBy"].ToString().Trim() },
        ("groupings", "propose") => new JsonObject { ["offer"] = form["offer"].ToString(), ["consignments"] = new JsonArray([.. form["consignment"].Select(static one => (JsonNode?)one)]) },
        _ => [],
    };

    /// <summary>No ceiling is none: a null would be a price.</summary>
    private static JsonObject Tender(IFormCollection form)
    {
        var invited = form["invited"].ToString().Split([',', '，', '、', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var tender = new JsonObject
        {
            ["consignments"] = new JsonArray([.. form["consignment"].Select(static one => (JsonNode?)one)]), ["kind"] = invited.Length > 0 && form["kind"] == "SEQUENTIAL" ? "SEQUENTIAL" : "BROADCAST",
            ["invited"] = new JsonArray([.. invited.Select(static one => (JsonNode?)one)]), ["roundMinutes"] = Whole(form, "minutes"), ["mostRounds"] = 3,
        };
        if (Fen(form, "ceiling") is { } ceiling) tender["ceilingFen"] = ceiling;
        return tender;
    }

    private static JsonObject Consignment(IFormCollection form) => new()
    {
        ["goods"] = form["goods"].ToString().Trim(), ["class"] = form["class"].ToString(), ["temperature"] = form["temperature"].ToString(),
        ["load"] = new JsonObject { ["kilograms"] = Whole(form, "kilograms"), ["litres"] = Litres(form), ["places"] = Whole(form, "places") },
        ["pickup"] = Stop(form, "from", "pickupFrom", "pickupUntil"), ["delivery"] = Stop(form, "to", "deliveryFrom", "deliveryUntil"),
    };

    private static JsonObject Offer(IFormCollection form) => new()
    {
        ["capacity"] = new JsonObject { ["kilograms"] = Whole(form, "kilograms"), ["litres"] = Litres(form), ["places"] = Whole(form, "places") },
        ["bodyType"] = form["temperature"] == "AMBIENT" ? "BOX" : "REEFER", ["temperature"] = form["temperature"].ToString(), ["from"] = Place(form, "from"), ["to"] = Place(form, "to"),
        ["radiusKm"] = Whole(form, "radius"), ["window"] = Span(form, "leavesFrom", "leavesUntil"), ["returnLoad"] = form["returnLoad"] == "yes", ["instant"] = form["instant"] == "yes",
        ["tariff"] = new JsonObject { ["fixedFen"] = Fen(form, "fixed"), ["fenPerKm"] = Fen(form, "perKm"), ["fenPerStop"] = Fen(form, "perStop"), ["fenPerPlace"] = Fen(form, "perPlace") },
    };

    private static JsonObject Trip(IFormCollection form)
    {
        JsonArray Papers(params (string Kind, string Field)[] all) =>
            [.. all.Select(one => new JsonObject { ["kind"] = one.Kind, ["number"] = form[$"{one.Field}No"].ToString().Trim(), ["from"] = "2000-01-01", ["until"] = form[$"{one.Field}Until"].ToString() })];
        return new JsonObject
        {
            ["consignments"] = new JsonArray([.. form["consignment"].Select(static one => (JsonNode?)one)]), ["leaves"] = At(form, "leaves"),
            ["vehicle"] = new JsonObject
            {
                ["plate"] = form["plate"].ToString().Trim(), ["colour"] = form["colour"].ToString(), ["bodyType"] = form["temperature"] == "AMBIENT" ? "BOX" : "REEFER", ["temperature"] = form["temperature"].ToString(),
                ["capacity"] = new JsonObject { ["kilograms"] = Whole(form, "kilograms"), ["litres"] = Litres(form), ["places"] = Whole(form, "places") },
                ["documents"] = Papers(("registration", "registration"), ("transportPermit", "permit")),
            },
            ["driver"] = new JsonObject { ["person"] = form["person"].ToString(), ["name"] = form["name"].ToString().Trim(), ["documents"] = Papers(("drivingLicence", "licence"), ("qualification", "qualification")) },
        };
    }

    private static JsonObject Stop(IFormCollection form, string place, string from, string until) => new() { ["place"] = Place(form, place), ["window"] = Span(form, from, until) };

    private static JsonObject? Place(IFormCollection form, string name) => FreightPlaces.Find(form[name].ToString()) is not { } district ? null : new JsonObject
    {
        ["name"] = form[$"{name}Address"].ToString().Trim() is { Length: > 0 } address ? address : district.Chinese, ["division"] = district.Code, ["longitude"] = district.Longitude, ["latitude"] = district.Latitude,
    };

    private static JsonObject Span(IFormCollection form, string from, string until) => new() { ["from"] = At(form, from), ["until"] = At(form, until) };

    private static string? At(IFormCollection form, string name) =>
        DateTime.TryParse(form[name].ToString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? Stamp(new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), china)) : null;

    private static string Stamp(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static long? Whole(IFormCollection form, string name) => long.TryParse(form[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? Litres(IFormCollection form) => decimal.TryParse(form["cubic"].ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cubic) && cubic < 1000 ? (long)Math.Ceiling(cubic * 1000) : null;

    private static long? Fen(IFormCollection form, string name) => decimal.TryParse(form[name].ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) && yuan < 1_000_000 ? (long)Math.Round(yuan * 100) : null;
}
