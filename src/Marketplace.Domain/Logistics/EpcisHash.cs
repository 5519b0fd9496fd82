using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Domain.Logistics;

/// <summary>The hash of an event after CBV 2.0, 8.9: whoever holds the event can reckon its name again, in whatever order its fields were written, and
/// a changed value gives another name. It says nothing about who wrote it.</summary>
/// <remarks>Of JSON with the words of the standard's context. Names of things must be GS1 Digital Link or another URI already; EPC URNs, master data of
/// a lot (<c>ilmd</c>) and extensions inside of a field are not covered.</remarks>
public static class EpcisHash
{
    private const string Cbv = "https://ref.gs1.org/cbv/", Voc = "https://ref.gs1.org/voc/";

    // Each field in its turn, with what a bare word of it stands for, and what is in it. A list has its elements' label.
    private static readonly Field[] measured =
    [
        new("type") { Words = Voc }, new("exception"), new("deviceID"), new("deviceMetadata"), new("rawData"), new("dataProcessingMethod"), new("time") { IsTime = true }, new("microorganism"),
        new("chemicalSubstance"), new("value"), new("component"), new("stringValue"), new("booleanValue"), new("hexBinaryValue"), new("uriValue"), new("minValue"), new("maxValue"),
        new("meanValue"), new("sDev"), new("percRank"), new("percValue"), new("uom"),
    ];
    private static readonly Field[] counted = [new("epcClass"), new("quantity"), new("uom")], place = [new("id")];
    private static readonly Field[] order =
    [
        new("eventTime") { IsTime = true }, new("eventTimeZoneOffset"), List("epcList", "epc"), new("parentID"), List("inputEPCList", "epc"), List("childEPCs", "epc"),
        List("quantityList", "quantityElement", counted), List("childQuantityList", "quantityElement", counted), List("inputQuantityList", "quantityElement", counted),
        List("outputEPCList", "epc"), List("outputQuantityList", "quantityElement", counted), new("action"), new("transformationID"), new("bizStep") { Words = Cbv + "BizStep-" },
        new("disposition") { Words = Cbv + "Disp-" }, new("readPoint") { Inside = place }, new("bizLocation") { Inside = place },
        List("bizTransactionList", "", new Field("type") { Words = Cbv + "BTT-" }, new Field("bizTransaction")), List("sourceList", "", new Field("type") { Words = Cbv + "SDT-" }, new Field("source")),
        List("destinationList", "", new Field("type") { Words = Cbv + "SDT-" }, new Field("destination")),
        new("sensorElementList")
        {
            IsUnnamed = true, Each = "sensorElement",
            Inside =
            [
                new("sensorMetadata")
                {
                    Inside = [new("time") { IsTime = true }, new("startTime") { IsTime = true }, new("endTime") { IsTime = true }, new("deviceID"), new("deviceMetadata"), new("rawData"), new("dataProcessingMethod"), new("bizRules")],
                },
                new("sensorReport") { IsUnnamed = true, Each = "sensorReport", Inside = measured },
            ],
        },
    ];

    /// <summary>The name of an event: <c>ni:///sha-256;…?ver=CBV2.0</c>. Its own <c>eventID</c> and <c>recordTime</c> do not count.</summary>
    public static string Of(JsonObject happened, IReadOnlyDictionary<string, string> spaces) =>
        $"ni:///sha-256;{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(happened, spaces))))}?ver=CBV2.0";

    /// <summary>What is hashed.</summary>
    public static string Text(JsonObject happened, IReadOnlyDictionary<string, string> spaces) =>
        $"eventType={(string?)happened["type"]}{Text(happened, order)}{Sorted(happened.Where(static pair => pair.Key.Contains(':', StringComparison.Ordinal)).Select(pair => Extension(pair.Key, pair.Value, spaces)))}";

    private static string Text(JsonObject json, Field[] fields) => string.Concat(fields.Select(field => json[field.Name] is { } value ? Text(field, value) : ""));

    private static string Text(Field field, JsonNode value)
    {
        if (field.Each is { } label) return (field.IsUnnamed ? "" : field.Name) + Sorted(value.AsArray().Select(element => label + (element is JsonObject json ? Text(json, field.Inside) : "=" + Value(element))));
        if (field.Inside.Length > 0) return field.Name + Text(value.AsObject(), field.Inside);
        var text = Value(value);
        return $"{field.Name}={(field.IsTime ? Time(text) : text.Contains(':', StringComparison.Ordinal) ? text : field.Words + text)}";
    }

    private static string Extension(string name, JsonNode? value, IReadOnlyDictionary<string, string> spaces)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return $"{{{spaces[name[..colon]]}}}{name[(colon + 1)..]}={Value(value)}";
    }

    private static string Value(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.############################", CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.String => value.GetValue<string>().Trim(),
        _ => throw new FormatException("An event's value is a number, a text or a truth."),
    };

    private static string Time(string text)
    {
        var at = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime();
        return at.AddTicks(TimeSpan.TicksPerMillisecond / 2).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture); // the fourth decimal rounds up from five
    }

    private static string Sorted(IEnumerable<string> parts) => string.Concat(parts.Order(StringComparer.Ordinal));

    private static Field List(string name, string each, params Field[] inside) => new(name) { Each = each, Inside = inside };

    private sealed record Field(string Name)
    {
        public string Words { get; init; } = "";
        public bool IsTime { get; init; }
        public bool IsUnnamed { get; init; }
        public string? Each { get; init; }
        public Field[] Inside { get; init; } = [];
    }
}
