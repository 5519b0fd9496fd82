using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Domain.Logistics;

/// <summary>What a command takes: its schema and the record it is read as.</summary>
internal sealed record Verb(string Schema, JsonTypeInfo Type);

/// <summary>The inputs of every command; a command that is not here takes none.</summary>
internal static class LogisticsSchemas
{
    private const string Id = """{"type":"string","pattern":"^[a-z0-9-]{1,64}$"}""";
    private const string Firm = """{"type":"string","pattern":"^[a-z][a-z0-9-]{1,30}$"}""";
    private const string Text = """{"type":"string","minLength":1,"maxLength":120}""";
    private const string Time = """{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"}""";
    private const string Day = """{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}""";
    private const string Fen = """{"type":"integer","minimum":0,"maximum":100000000000}""";
    private const string Count = """{"type":"integer","minimum":0,"maximum":1000000}""";
    private const string Sscc = """{"type":"string","pattern":"^([0-9]{18})?$"}""";
    private const string Flag = """{"type":"boolean"}""";

    private static readonly string load = Object("kilograms,litres,places", ("kilograms", Count), ("litres", Count), ("places", """{"type":"integer","minimum":0,"maximum":60}"""));
    private static readonly string carriedLoad = Object("kilograms,litres,places", ("kilograms", """{"type":"integer","minimum":1,"maximum":1000000}"""), ("litres", """{"type":"integer","minimum":1,"maximum":1000000}"""), ("places", """{"type":"integer","minimum":0,"maximum":60}"""));
    private static readonly string place = Object("name,division,longitude,latitude", ("name", """{"type":"string","minLength":1,"maxLength":80}"""), ("division", """{"type":"string","pattern":"^[0-9]{6}$"}"""),
        ("longitude", """{"type":"integer","minimum":73000000,"maximum":136000000}"""), ("latitude", """{"type":"integer","minimum":3000000,"maximum":54000000}"""));
    private static readonly string window = Object("from,until", ("from", Time), ("until", Time));
    private static readonly string placeWindow = Object("place,window", ("place", place), ("window", window));
    private static readonly string tariff = Object("fixedFen,fenPerKm,fenPerStop,fenPerPlace", ("fixedFen", Fen), ("fenPerKm", Fen), ("fenPerStop", Fen), ("fenPerPlace", Fen));
    private static readonly string documents = Array(0, 8, Object("kind,number,from,until", ("kind", Words("registration", "transportPermit", "drivingLicence", "qualification")), ("number", Text), ("from", Day), ("until", Day)));
    private static readonly string bodyType = Words("BOX", "CURTAIN", "FLATBED", "REEFER", "TANK");
    private static readonly string temperature = Words([.. Temperature.All]);
    private static readonly string vehicle = Object("plate,colour,bodyType,temperature,capacity,documents", ("plate", """{"type":"string","minLength":6,"maxLength":10}"""),
        ("colour", Words("YELLOW", "BLUE", "GREEN", "YELLOW_GREEN")), ("bodyType", bodyType), ("temperature", temperature), ("capacity", load), ("documents", documents));
    private static readonly string driver = Object("person,name,documents", ("person", Text), ("name", Text), ("documents", documents));
    private static readonly string stops = Array(2, 64, Object("consignment,delivers", ("consignment", Id), ("delivers", Flag)));
    private static readonly string counted = Array(1, 50, Object("sscc,quantity", ("sscc", Sscc), ("quantity", Count)));
    private static readonly string readings = Array(0, 100, Object("at,milliCelsius", ("at", Time), ("milliCelsius", """{"type":"integer","minimum":-100000,"maximum":100000}""")));

    private static readonly Verb offer = Make(LogisticsJson.Default.OfferInput, "capacity,bodyType,temperature,from,to,radiusKm,window,tariff", ("capacity", load), ("bodyType", bodyType), ("temperature", temperature),
        ("from", place), ("to", place), ("radiusKm", """{"type":"integer","minimum":1,"maximum":500}"""), ("window", window), ("returnLoad", Flag), ("instant", Flag), ("tariff", tariff));
    private static readonly Verb consignment = Make(LogisticsJson.Default.ConsignmentInput, "goods,class,temperature,load,pickup,delivery", ("goods", Text), ("class", Words([.. GoodsClass.All])), ("temperature", temperature),
        ("load", carriedLoad), ("pickup", placeWindow), ("delivery", placeWindow), ("consignee", Firm));
    private static readonly Verb reservation = Make(LogisticsJson.Default.ReservationInput, "reservation", ("reservation", Id));
    private static readonly Verb fen = Make(LogisticsJson.Default.FenInput, "fen", ("fen", Fen));
    private static readonly Verb reason = Make(LogisticsJson.Default.ReasonInput, "reason", ("reason", Text));
    private static readonly Verb step = Make(LogisticsJson.Default.StepInput, "at", ("at", Time), ("stop", """{"type":"integer","minimum":0,"maximum":63}"""), ("readings", readings));
    private static readonly Verb halt = Make(LogisticsJson.Default.HaltInput, "consignment,at,reason", ("consignment", Id), ("at", Time), ("reason", Text));

    private static readonly Dictionary<(string, string), Verb> verbs = new()
    {
        [("offers", "draft")] = offer, [("offers", "open")] = offer, [("offers", "confirm")] = reservation, [("offers", "release")] = reservation,
        [("offers", "reserve")] = Make(LogisticsJson.Default.ReserveInput, "consignment", ("consignment", Id)),
        [("consignments", "draft")] = consignment, [("consignments", "place")] = consignment, [("consignments", "edit")] = consignment,
        [("consignments", "pack")] = Make(LogisticsJson.Default.PackInput, "lots,at", ("at", Time), ("place", place), ("lots", Array(1, 50, Object("sscc,item,quantity", ("sscc", """{"type":"string","pattern":"^[0-9]{18}$"}"""), ("item", Text),
            ("batch", """{"type":"string","pattern":"^[!-~]{1,20}$"}"""), ("gtin", """{"type":"string","pattern":"^[0-9]{14}$"}"""), ("quantity", """{"type":"integer","minimum":1,"maximum":1000000}"""))))),
        [("consignments", "claim")] = Make(LogisticsJson.Default.ClaimInput, "fen,reason", ("fen", Fen), ("reason", Text)),
        [("consignments", "concede")] = fen, [("consignments", "writeOff")] = reason,
        [("consignments", "takeBack")] = Make(LogisticsJson.Default.TakeBackInput, "", ("lots", counted)),
        [("tenders", "open")] = Make(LogisticsJson.Default.TenderInput, "consignments,kind,roundMinutes,mostRounds", ("consignments", Array(1, 12, Id)), ("kind", Words(Tender.Sequential, Tender.Broadcast)), ("invited", Array(0, 20, Firm)),
            ("ceilingFen", Fen), ("roundMinutes", """{"type":"integer","minimum":5,"maximum":10080}"""), ("mostRounds", """{"type":"integer","minimum":1,"maximum":10}""")),
        [("tenders", "bid")] = Make(LogisticsJson.Default.BidInput, "freightFen", ("freightFen", Fen), ("tollFen", Fen), ("handlingFen", Fen), ("taxFen", Fen)),
        [("trips", "plan")] = Make(LogisticsJson.Default.PlanInput, "consignments,vehicle,driver,leaves", ("consignments", Array(1, 12, Id)), ("vehicle", vehicle), ("driver", driver), ("leaves", Time), ("stops", stops)),
        [("trips", "replan")] = Make(LogisticsJson.Default.ReplanInput, "vehicle,driver,leaves", ("vehicle", vehicle), ("driver", driver), ("leaves", Time), ("stops", stops)),
        [("trips", "arrive")] = step, [("trips", "depart")] = step, [("trips", "close")] = step, [("trips", "refuse")] = halt, [("trips", "stop")] = halt,
        [("trips", "load")] = Make(LogisticsJson.Default.LoadInput, "consignment,at", ("consignment", Id), ("at", Time), ("lots", counted), ("seal", Text)),
        [("trips", "deliver")] = Make(LogisticsJson.Default.DeliverInput, "consignment,at,signedBy", ("consignment", Id), ("at", Time), ("signedBy", Text), ("photo", Text), ("readings", readings),
            ("lots", Array(1, 50, Object("sscc,delivered,lost", ("sscc", Sscc), ("delivered", Count), ("lost", Count))))),
        [("trips", "track")] = Make(LogisticsJson.Default.PositionInput, "points", ("points", Array(1, 200, Object("at,longitude,latitude", ("at", Time), ("longitude", """{"type":"integer"}"""), ("latitude", """{"type":"integer"}"""))))),
        [("settlements", "accrue")] = Make(LogisticsJson.Default.AccrueInput, "consignment,fen", ("consignment", Id), ("fen", Fen)),
        [("settlements", "pay")] = Make(LogisticsJson.Default.PayInput, "serial,bank,fen,at", ("serial", Text), ("bank", Text), ("fen", """{"type":"integer","minimum":1,"maximum":100000000000}"""), ("at", Time)),
        [("settlements", "propose")] = fen,
        [("groupings", "propose")] = Make(LogisticsJson.Default.ProposeInput, "offer,consignments", ("offer", Id), ("consignments", Array(2, 10, Id)), ("stops", stops)),
        [("reports", "prepare")] = Make(LogisticsJson.Default.PrepareInput, "settlement", ("settlement", Id)),
        [("reports", "upload")] = Make(LogisticsJson.Default.UploadInput, "receipt", ("receipt", Text)),
    };

    /// <summary>What a command takes, or null for nothing.</summary>
    public static Verb? Of(string collection, string command) => verbs.GetValueOrDefault((collection, command));

    private static Verb Make(JsonTypeInfo type, string required, params (string Name, string Schema)[] properties) => new(Object(required, properties), type);

    private static string Object(string required, params (string Name, string Schema)[] properties) =>
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[" + string.Join(",", required.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static one => $"\"{one}\""))
        + "],\"properties\":{" + string.Join(",", properties.Select(static one => $"\"{one.Name}\":{one.Schema}")) + "}}";

    private static string Array(int least, int most, string items) => $$"""{"type":"array","minItems":{{least}},"maxItems":{{most}},"items":{{items}}}""";

    private static string Words(params string[] words) => $$"""{"enum":[{{string.Join(",", words.Select(static one => $"\"{one}\""))}}]}""";
}
