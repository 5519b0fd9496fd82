using System.Text.Json.Nodes;
using Marketplace.Domain.Resources;
using static Marketplace.Domain.Logistics.LogisticsTables;

namespace Marketplace.Domain.Logistics;

/// <summary>Makes tracking events and writes them as EPCIS 2.0 JSON with the words of the CBV. Units with a label are GS1 Digital Link URIs;
/// goods without one are known by their consignment.</summary>
public static class EpcisRules
{
    private static readonly Dictionary<string, string> spaces = new() { ["mkt"] = "urn:mkt:" };

    internal static ResourcePut Packed(ResourceCommand command, int ordinal, Resource goods, Lot lot, PackInput input, DateTimeOffset now) => Put(command, ordinal, goods, new TrackedEvent
    {
        Type = "AggregationEvent", Action = "ADD", Step = "packing", Disposition = "in_progress", At = input.At, Effective = input.At, Recorded = now, Place = input.Place, Consignment = goods.Name.Id,
        Parent = Epc(goods.Name.Id, lot), Children = [new EpcQuantity(Class(lot), lot.Quantity)],
    });

    internal static ResourcePut Received(ResourceCommand command, int ordinal, Resource goods, DateTimeOffset now) =>
        Put(command, ordinal, goods, Object(goods, "receiving", "in_progress", now, now) with { Place = goods.As<Consignment>().Delivery.Place });

    internal static ResourcePut Accepted(ResourceCommand command, int ordinal, Resource goods, DateTimeOffset now) =>
        Put(command, ordinal, goods, Object(goods, "accepting", "in_progress", now, now) with { Type = "TransactionEvent", Action = "OBSERVE", Place = goods.As<Consignment>().Delivery.Place });

    /// <summary>An event on goods; an <paramref name="effective"/> of null is one that came late.</summary>
    internal static TrackedEvent Object(Resource goods, string step, string? disposition, DateTimeOffset at, DateTimeOffset? effective) => new()
    {
        Type = "ObjectEvent", Action = "OBSERVE", Step = step, Disposition = disposition, At = at, Effective = effective, Recorded = at, Consignment = goods.Name.Id,
        Trip = goods.As<Consignment>().Trip, Epcs = [.. goods.As<Consignment>().Lots.Select(lot => Epc(goods.Name.Id, lot)).DefaultIfEmpty(Unlabelled(goods.Name.Id)).Distinct()],
    };

    internal static ResourcePut Put(ResourceCommand command, int ordinal, Resource goods, TrackedEvent body) => new(new Resource
    {
        Name = new ResourceName(Events, command.NewId(ordinal)), State = body.Effective is null ? "LATE" : "RECORDED", Body = body, Parties = goods.Parties, Marks = [Mark(goods.Name.Id)],
    }, "record");

    /// <summary>What a document is sent as.</summary>
    public const string MediaType = "application/ld+json";

    /// <summary>The mark of the events of a consignment.</summary>
    public static string Mark(string consignment) => $"consignment:{consignment}";

    /// <summary>One event as EPCIS 2.0 JSON, without the document around it. Its <c>eventID</c> is <see cref="EpcisHash"/>: who was given it can reckon it again.</summary>
    public static JsonObject Json(TrackedEvent one)
    {
        var json = new JsonObject
        {
            ["type"] = one.Type, ["eventTime"] = Time(one.At), ["recordTime"] = Time(one.Recorded), ["eventTimeZoneOffset"] = one.At.ToString("zzz", System.Globalization.CultureInfo.InvariantCulture),
            ["action"] = one.Action, ["bizStep"] = one.Step,
        };
        if (one.Disposition is not null) json["disposition"] = one.Disposition;
        if (one.Place is { } place) json["readPoint"] = new JsonObject { ["id"] = FormattableString.Invariant($"geo:{place.Latitude / 1e6:0.000000},{place.Longitude / 1e6:0.000000}") };
        if (one.Type == "AggregationEvent")
        {
            json["parentID"] = one.Parent;
            json["childQuantityList"] = new JsonArray([.. one.Children.Select(static child => new JsonObject { ["epcClass"] = child.EpcClass, ["quantity"] = child.Quantity })]);
        }
        else json["epcList"] = new JsonArray([.. one.Epcs.Select(static epc => JsonValue.Create(epc))]);
        if (one.Type != "AggregationEvent") json["bizTransactionList"] = new JsonArray(new JsonObject { ["type"] = "bol", ["bizTransaction"] = Unlabelled(one.Consignment) });
        if (one.Readings.Count > 0)
            json["sensorElementList"] = new JsonArray([.. one.Readings.Select(static reading => new JsonObject
            {
                ["sensorMetadata"] = new JsonObject { ["time"] = Time(reading.At) },
                ["sensorReport"] = new JsonArray(new JsonObject { ["type"] = "Temperature", ["value"] = reading.MilliCelsius / 1000m, ["uom"] = "CEL" }),
            })]);
        if (one.Effective is null) json["mkt:late"] = true;
        json.Insert(1, "eventID", EpcisHash.Of(json, spaces));
        return json;
    }

    /// <summary>Events as one EPCIS document, in the order in which they happened.</summary>
    public static JsonObject Document(IEnumerable<TrackedEvent> events, DateTimeOffset now) => new()
    {
        ["@context"] = new JsonArray("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", new JsonObject { ["mkt"] = spaces["mkt"] }),
        ["type"] = "EPCISDocument", ["schemaVersion"] = "2.0", ["creationDate"] = Time(now),
        ["epcisBody"] = new JsonObject { ["eventList"] = new JsonArray([.. events.OrderBy(static one => one.At).ThenBy(static one => one.Recorded).Select(Json)]) },
    };

    private static string Epc(string consignment, Lot lot) => lot.Sscc.Length > 0 ? $"https://id.gs1.org/00/{lot.Sscc}" : Unlabelled(consignment);

    private static string Unlabelled(string consignment) => $"urn:mkt:consignment:{consignment}";

    private static string Class(Lot lot)
    {
        var batch = lot.Batch is null ? "" : $"/10/{Uri.EscapeDataString(lot.Batch)}";
        return lot.Gtin is { } gtin ? $"https://id.gs1.org/01/{gtin}{batch}" : $"urn:mkt:item:{Uri.EscapeDataString(lot.Item)}{batch}";
    }

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
}
