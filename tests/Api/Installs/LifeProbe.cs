using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Publishing;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Installs;

/// <summary>An app with four versions: 1.0.0; 1.1.0, which adds; 2.0.0, which carries records over and back; 3.0.0, whose migration fails at
/// one record.</summary>
internal static class LifeProbe
{
    private const string Script = """

        export function where() { return 1; }
        export function to2({ input }) {
          return input.records.map(r => input.entity !== 'part' ? null
            : { code: r.code, title: r.title ?? null, place: r.place ?? null, paper: r.paper ?? null, pieces: r.count ?? 0 });
        }
        export function to1({ input }) {
          return input.records.map(r => r.pieces > 1000 ? null
            : { code: r.code, title: r.title ?? null, place: r.place ?? null, paper: r.paper ?? null, count: r.pieces });
        }
        export function to3({ input }) {
          return input.records.map(r => { if (r.code === 'P-bad') throw new Error('no'); return { ...r, title: 'three' }; });
        }
        """;

    /// <summary>Published and listed in <c>auto</c>, in the order given.</summary>
    public static async Task Listed(SharedHosts hosts, ProbeApp app, string engine, params string[] versions)
    {
        foreach (var version in versions)
        {
            var published = await (await hosts.As("mkt_dev_isv", engine)).Bytes("/api/v1/releases", Pack(app.Id, version), "application/zip");
            Assert.True(published.Status == 201, published.ToString());
            Expect.Ok(await app.Decide(await hosts.As("mkt_dev_operator", engine), version, new { decision = "list" }));
        }
    }

    /// <summary>Waits until an install rests; answers its facts.</summary>
    public static async Task<JsonElement> Rests(Talk firm, ProbeApp app)
    {
        for (var look = 0; look < 600; look++)
        {
            var facts = Expect.Ok(await firm.Get(app.Path));
            if (facts.GetProperty("state").GetString() != "upgrading") return facts;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("It never came to rest.");
    }

    /// <summary>The package of a version.</summary>
    public static byte[] Pack(string id, string version)
    {
        var folder = Directory.CreateTempSubdirectory("probe-");
        try
        {
            var major = version[0] - '0';
            var manifest = JsonNode.Parse(ProbeText.Manifest.Replace("$id", id).Replace("$version", version).Replace("$sectors", "\"auto\""))!;
            manifest["entities"]!["part"] = Part(version);
            if (version != "1.0.0") manifest["functions"]!["where"] = JsonNode.Parse("""{ "label": "function.where", "readOnly": true, "input": {} }""");
            if (major >= 2)
            {
                manifest["permissions"]!.AsArray().Add(JsonNode.Parse("""{ "scope": "invoke:logistics.tender", "purpose": { "zh-CN": "找车", "en": "Find a lorry" }, "required": true }"""));
                manifest["egress"] = JsonNode.Parse("""[{ "host": "maps.demo.example", "purpose": { "zh-CN": "算路程", "en": "Work out distances" } }]""");
                manifest["plans"]![0]!["price"] = 2500;
                manifest["settings"] = JsonNode.Parse("""{ "type": "object", "properties": { "lines": { "type": "integer" } } }""");
                manifest["migrations"] = JsonNode.Parse(major == 2 ? """[{ "from": "1.1.0", "handler": "to2", "down": "to1" }]""" : """[{ "from": "2.0.0", "handler": "to3" }]""");
            }
            var words = JsonNode.Parse(ProbeText.Words.Replace("$name", "Probe " + id))!;
            foreach (var key in new[] { "part", "part.code", "part.title", "part.place", "function.where" }) words[key] = key;
            Directory.CreateDirectory(Path.Combine(folder.FullName, "locales"));
            File.WriteAllText(Path.Combine(folder.FullName, "app.json"), manifest.ToJsonString());
            File.WriteAllText(Path.Combine(folder.FullName, "main.js"), ProbeText.Script + Script);
            File.WriteAllText(Path.Combine(folder.FullName, "locales/zh-CN.json"), words.ToJsonString());
            File.WriteAllText(Path.Combine(folder.FullName, "locales/en.json"), words.ToJsonString());
            var reading = PackageReader.FromFolder(folder.FullName);
            Assert.True(reading.Package is not null, string.Join("; ", reading.Findings.Select(f => $"{f.File}:{f.Line} {f.Message}")));
            return PackageWriter.Pack(reading.Package, null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonNode Part(string version)
    {
        var fields = new JsonObject
        {
            ["code"] = JsonNode.Parse("""{ "type": "text", "label": "part.code", "required": true, "unique": true, "maxLength": 40 }"""),
            ["title"] = JsonNode.Parse("""{ "type": "text", "label": "part.title" }"""),
        };
        if (version != "1.0.0") fields["place"] = JsonNode.Parse("""{ "type": "text", "label": "part.place" }""");
        fields[version[0] == '1' ? "count" : "pieces"] = JsonNode.Parse("""{ "type": "integer", "min": 0 }""");
        fields["paper"] = JsonNode.Parse("""{ "type": "attachment" }""");
        return new JsonObject { ["label"] = "part", ["fields"] = fields, ["indexes"] = JsonNode.Parse(version == "1.0.0" ? """[["title"]]""" : """[["title"], ["place"]]""") };
    }
}
