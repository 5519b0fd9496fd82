using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Records;
using Marketplace.Sandbox;
using Marketplace.Tests.Apps.Piecework;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.Delivery;

/// <summary>The sample records tell a story that the app itself has written; <c>PRINT=1</c> writes them again.</summary>
public sealed class SampleTests
{
    private static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] hosts = ["id", "version", "createdAt", "createdBy", "updatedAt"];

    [Fact]
    public async Task Sample_records_are_what_the_app_writes()
    {
        var package = Packages.Read("apps/auto/delivery");
        using var kernel = new Kernel();
        var shop = new Shop(kernel, package);
        await new SampleStory(new Desk(shop, new Tally(), "qiaotou-leader")).Play();
        Assert.Null(Audit.Numbers(shop));
        foreach (var (name, text) in Files(package, shop))
        {
            var path = Path.Combine(Places.Apps, "auto", "delivery", "seed", name + ".json");
            if (Environment.GetEnvironmentVariable("PRINT") == "1") await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
            Assert.Equal(text, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        }
    }

    private static IEnumerable<(string Name, string Text)> Files(Package package, Shop shop)
    {
        var names = package.Manifest.Entities.Keys.SelectMany(entity => shop.Rows(entity).Select((row, at) => (Row: $"{entity}/{Desk.Of(row, "id")}", Name: $"{entity}/{at + 1}"))).ToDictionary(n => n.Row, n => n.Name);
        foreach (var entity in package.Manifest.Entities.Values)
        {
            var rows = shop.Rows(entity.Name).Select((row, at) => Written(entity, row, at + 1, names)).ToList();
            if (rows.Count == 0) continue;
            var heads = rows.SelectMany(static row => row.Select(static m => m.Key)).Distinct().ToList();
            var lines = rows.Select(row => new JsonArray([.. heads.Select(name => row[name]?.DeepClone())])).Prepend(new JsonArray([.. heads.Select(static name => (JsonNode)name)]));
            yield return (entity.Name, "[\n  " + string.Join(",\n  ", lines.Select(line => line.ToJsonString(plain))) + "\n]\n");
        }
    }

    private static JsonObject Written(Entity entity, JsonElement row, int at, Dictionary<string, string> names)
    {
        var body = new JsonObject { ["$id"] = $"{at}" };
        foreach (var member in row.EnumerateObject().Where(m => !hosts.Contains(m.Name) && m.Value.ValueKind != JsonValueKind.Null && entity.Fields[m.Name].Formula.Length == 0))
            body[member.Name] = entity.Fields[member.Name] is { Type: FieldType.Reference } field ? "$ref:" + names[$"{field.Ref}/{member.Value.GetString()}"] : JsonNode.Parse(member.Value.GetRawText());
        return body;
    }
}
