using System.Text.Json.Nodes;
using Marketplace.Domain.Logistics;
using Xunit;

namespace Marketplace.Tests.Unit.Logistics;

/// <summary>An event's hash is that of the reference implementation of CBV 2.0, whatever order its fields came in, and another for any other value.</summary>
public sealed class EpcisHashTests
{
    // Events of the examples of RalphTro/epcis-event-hash-generator (MIT) with the hashes published there, names already GS1 Digital Link.
    private static readonly (string Hash, string Event)[] published =
    [
        ("271565c346ae2fb28c4583c4dca4ab4772d465eb4e0b6e548d77d8b49377d95c", """
            {"type":"ObjectEvent","eventTime":"2020-04-01T15:00:00+01:00","eventTimeZoneOffset":"+01:00","epcList":["https://id.gs1.org/01/04012345111118/21/9876"],"action":"OBSERVE","bizStep":"inspecting",
             "readPoint":{"id":"https://id.gs1.org/414/4012345000054"},"sensorElementList":[{"sensorMetadata":{"deviceID":"https://id.gs1.org/8004/4000001111","deviceMetadata":"https://id.gs1.org/8004/4000001111"},
             "sensorReport":[{"type":"Temperature","value":26,"sDev":0.1,"uom":"CEL"},{"type":"AbsoluteHumidity","value":12.1,"uom":"A93"},
             {"type":"Dimensionless","microorganism":"https://www.ncbi.nlm.nih.gov/taxonomy/1126011","value":0.05,"uom":"C35"},
             {"type":"Dimensionless","chemicalSubstance":"https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N","value":0.18,"uom":"C35"}]}]}
            """),
        ("253f0178f96349eedc207505b49044a602129605cf692e3d9f1f36c8bd1dfb0d", """
            {"type":"ObjectEvent","eventTime":"2019-10-21T11:00:30.000+01:00","eventTimeZoneOffset":"+01:00","epcList":["https://id.gs1.org/00/052000011111111461"],"action":"OBSERVE","bizStep":"departing",
             "readPoint":{"id":"https://id.gs1.org/414/5200001999012"},"bizTransactionList":[{"type":"desadv","bizTransaction":"urn:epcglobal:cbv:bt:5200001000008:4711"},{"type":"inv","bizTransaction":"urn:epcglobal:cbv:bt:5200001000008:RE1099"}],
             "sourceList":[{"type":"possessing_party","source":"https://id.gs1.org/417/5200001000008"}],
             "destinationList":[{"type":"possessing_party","destination":"https://id.gs1.org/417/4000001987658"},{"type":"location","destination":"https://id.gs1.org/414/4012345000122"}]}
            """),
        ("c50842eb714406394a77fb7b517fea621c78a61f65549874de7c9e019afe7b6f", """
            {"type":"ObjectEvent","eventTime":"2019-10-21T15:45:00.000+01:00","eventTimeZoneOffset":"+01:00","epcList":["https://id.gs1.org/00/040123451111111110"],"action":"OBSERVE","bizStep":"inspecting",
             "disposition":"in_progress","readPoint":{"id":"https://id.gs1.org/414/4012345000245"}}
            """),
        ("c941e6486c561c2be83c28dc228c150eaef9a6befb1015e6cc563982fb7414b6", """
            {"type":"AggregationEvent","eventTime":"2019-10-21T11:58:56.591+02:00","eventTimeZoneOffset":"+02:00","parentID":"https://id.gs1.org/00/040470231111111229",
             "childEPCs":["https://id.gs1.org/01/04047023775511/21/98","https://id.gs1.org/01/04047023775511/21/97","https://id.gs1.org/01/04047023775511/21/107","https://id.gs1.org/01/04047023775511/21/109"],
             "action":"ADD","bizStep":"packing","readPoint":{"id":"https://id.gs1.org/414/4047023000125"}}
            """),
        ("cfda50b7ff23682e989bafc3747ac9b752f405305fcde6618280f6be27344f35", """
            {"type":"AggregationEvent","eventTime":"2019-10-21T17:30:56.591+02:00","eventTimeZoneOffset":"+02:00","parentID":"https://id.gs1.org/00/040123441111111333",
             "childQuantityList":[{"epcClass":"https://id.gs1.org/01/04054739999025/10/P2","quantity":12,"uom":"KGM"},{"epcClass":"https://id.gs1.org/01/04054739123451/10/lot2","quantity":17}],
             "action":"ADD","bizStep":"packing","readPoint":{"id":"https://id.gs1.org/414/4012345000252"}}
            """),
        ("cf6559dc931963f19ed9cd2fe33c02ef64c8cfd557e5a96b086a87db315b7122", """
            {"type":"TransactionEvent","eventTime":"2019-10-21T00:05:00-06:00","eventTimeZoneOffset":"-06:00","epcList":["https://id.gs1.org/01/10614141073402/21/1","https://id.gs1.org/01/10614141073402/21/2"],"action":"ADD",
             "bizStep":"shipping","readPoint":{"id":"https://id.gs1.org/414/4012345000009/254/5"},"bizLocation":{"id":"https://id.gs1.org/414/4012345000009"},
             "bizTransactionList":[{"type":"po","bizTransaction":"urn:epcglobal:cbv:bt:4012345123456:RE100099"}]}
            """),
        ("b741a543ea0b2a4c4bdb3441c7dc196b41710e5b2c9870b211fac8d6d4c93427", """
            {"type":"TransactionEvent","eventTime":"2019-10-21T14:58:56.591+02:00","eventTimeZoneOffset":"+02:00","quantityList":[{"epcClass":"https://id.gs1.org/01/04012345999884/10/2014-02-10","quantity":2030,"uom":"KGM"}],"action":"ADD",
             "bizStep":"holding","readPoint":{"id":"https://id.gs1.org/414/4012345000252"},"bizLocation":{"id":"https://id.gs1.org/414/4012345000023"},
             "bizTransactionList":[{"type":"inv","bizTransaction":"urn:epcglobal:cbv:bt:4012345123456:RE1099"}]}
            """),
        ("756558aa09b2d38c6bcb6e50eab2fcbebd9bde17362a7c4f4686a5d7f5fb013f", """
            {"type":"TransformationEvent","eventTime":"2019-10-21T14:58:56.591+02:00","eventTimeZoneOffset":"+02:00","inputEPCList":["https://id.gs1.org/01/04012345111224/21/25","https://id.gs1.org/01/04000001654321/21/99886655"],
             "outputQuantityList":[{"epcClass":"https://id.gs1.org/01/04054739999025/10/P20131121","quantity":9520}],"transformationID":"https://id.gs1.org/253/40123455555541234",
             "bizStep":"http://epcis.example.com/user/vocab/bizstep/exampling","readPoint":{"id":"https://id.gs1.org/414/4012345000016"}}
            """),
        ("0061c0b9ca428f306014ba29e30a9b10564ff323ef4c64de73cb9ae5d28ee3aa", """
            {"type":"ObjectEvent","eventTime":"2019-04-02T14:00:00Z","eventTimeZoneOffset":"+01:00","action":"OBSERVE","bizStep":"inspecting","readPoint":{"id":"https://id.gs1.org/414/4012345000054"},
             "sensorElementList":[{"sensorMetadata":{"endTime":"2019-04-02T13:59:59.999Z","startTime":"2019-04-01T14:00:00.0000Z"},
             "sensorReport":[{"type":"MT-Temperature","minValue":12.40,"maxValue":13.8,"uom":"CEL"},{"type":"MT-Humidity","uom":"A93","minValue":69.2,"maxValue":72.5}]}]}
            """),
    ];

    private static readonly Dictionary<string, string> none = [];

    [Fact]
    public void Is_that_of_the_published_events()
    {
        foreach (var (hash, text) in published)
            Assert.True(EpcisHash.Of(JsonNode.Parse(text)!.AsObject(), none) == $"ni:///sha-256;{hash}?ver=CBV2.0", EpcisHash.Text(JsonNode.Parse(text)!.AsObject(), none));
    }

    [Fact]
    public void Does_not_hang_on_the_order_of_fields_nor_on_when_it_was_written_down()
    {
        foreach (var (hash, text) in published)
        {
            var turned = Turned(JsonNode.Parse(text)!).AsObject();
            turned["eventID"] = "urn:uuid:0";
            turned["recordTime"] = "2026-01-01T00:00:00Z";
            Assert.Equal($"ni:///sha-256;{hash}?ver=CBV2.0", EpcisHash.Of(turned, none));
        }
    }

    [Fact]
    public void Another_value_anywhere_is_another_hash()
    {
        var changed = 0;
        foreach (var (hash, text) in published)
        {
            for (var leaf = 1; leaf < Leaves(JsonNode.Parse(text)!).Count; leaf++) // the first is the type
            {
                var json = JsonNode.Parse(text)!;
                var at = Leaves(json)[leaf];
                if (at.Parent is JsonObject parent && at.GetPropertyName() is var name) parent[name] = Other(at);
                else at.ReplaceWith(Other(at));
                Assert.DoesNotContain(hash, EpcisHash.Of(json.AsObject(), none), StringComparison.Ordinal);
                changed++;
            }
        }
        Assert.True(changed > 100, $"{changed} values");
    }

    [Fact]
    public void Ours_carries_its_own_and_a_late_one_is_another_event()
    {
        var seen = new TrackedEvent
        {
            Type = "ObjectEvent", Action = "OBSERVE", Step = "arriving", Disposition = "in_transit", At = new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.FromHours(8)), Effective = DateTimeOffset.UnixEpoch,
            Recorded = new DateTimeOffset(2026, 3, 2, 9, 31, 0, TimeSpan.FromHours(8)), Consignment = "aa11", Epcs = ["https://id.gs1.org/00/069000000000000012"],
            Readings = [new TemperatureReading(new DateTimeOffset(2026, 3, 2, 1, 29, 0, TimeSpan.Zero), 5_500)],
        };
        const string Hashed = "eventType=ObjectEventeventTime=2026-03-02T01:30:00.000ZeventTimeZoneOffset=+08:00epcListepc=https://id.gs1.org/00/069000000000000012action=OBSERVE"
            + "bizStep=https://ref.gs1.org/cbv/BizStep-arrivingdisposition=https://ref.gs1.org/cbv/Disp-in_transitbizTransactionListtype=https://ref.gs1.org/cbv/BTT-bolbizTransaction=urn:mkt:consignment:aa11"
            + "sensorElementsensorMetadatatime=2026-03-02T01:29:00.000ZsensorReporttype=https://ref.gs1.org/voc/Temperaturevalue=5.5uom=CEL";
        var (json, late) = (EpcisRules.Json(seen), EpcisRules.Json(seen with { Effective = null }));
        var spaces = new Dictionary<string, string> { ["mkt"] = "urn:mkt:" };
        Assert.Equal((Hashed, Hashed + "{urn:mkt:}late=true"), (EpcisHash.Text(json, spaces), EpcisHash.Text(late, spaces)));
        Assert.Equal((EpcisHash.Of(json, spaces), EpcisHash.Of(late, spaces)), ((string)json["eventID"]!, (string)late["eventID"]!));
        Assert.Equal((string)json["eventID"]!, (string)EpcisRules.Json(seen with { Recorded = seen.Recorded.AddDays(1) })["eventID"]!);
    }

    private static JsonNode Other(JsonNode value) => value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonValue.Create(value.GetValue<decimal>() + 0.001m)
        : DateTimeOffset.TryParse(value.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture, out var at) && value.GetPropertyName().EndsWith("ime", StringComparison.Ordinal) ? JsonValue.Create(at.AddMilliseconds(1).ToString("O"))
        : JsonValue.Create(value.GetValue<string>() + "1");

    private static List<JsonNode> Leaves(JsonNode node) => node switch
    {
        JsonObject json => [.. json.SelectMany(static pair => Leaves(pair.Value!))],
        JsonArray array => [.. array.SelectMany(static one => Leaves(one!))],
        _ => [node],
    };

    private static JsonNode Turned(JsonNode node) => node switch
    {
        JsonObject json => new JsonObject(json.Reverse().Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)Turned(pair.Value!)))),
        JsonArray array => new JsonArray([.. array.Reverse().Select(static one => Turned(one!))]),
        _ => node.DeepClone(),
    };
}
