using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Schemas;

namespace Marketplace.Sandbox.Specs;

/// <summary>The records of <c>specs/records.json</c>, by entity and name, which specs give by their names. A name is the record's id where
/// the record says no other; one may be <c>$like</c> another. Its <c>$given</c> is what every spec of the package is given, unless the spec gives otherwise;
/// its <c>$shared</c> are lists of commands on shared things by names that a spec's <c>shared</c> may say.</summary>
internal sealed class SpecRecords
{
    /// <summary>Where they are in a package.</summary>
    public const string Path = "specs/records.json";

    private const string Like = "$like", Always = "$given", Records = "records", Shared = "$shared";

    private static readonly JsonSchema Shape = JsonSchema.Parse(JsonElement.Parse("""
        { "type": "object", "properties": { "$given": { "type": "object" }, "$shared": { "type": "object", "additionalProperties": { "type": "array", "items": { "type": "object" } } } }, "additionalProperties": { "type": "object", "additionalProperties": { "type": "object" } } }
        """)).Must();

    private readonly JsonElement entities;

    private SpecRecords(JsonElement entities) => this.entities = entities;

    /// <summary>Reads them; a package without any has none. A fault is a sentence with its line.</summary>
    public static (SpecRecords Records, string? Fault) Read(IReadOnlyDictionary<string, byte[]> entries)
    {
        var none = new SpecRecords(default);
        if (!entries.TryGetValue(Path, out var utf8)) return (none, null);
        var (root, error) = LocatedReader.Read(utf8);
        if (root is null) return (none, $"{Path}: line {error!.Line}: {error.Message}");
        var wrong = Shape.Check(root.Element()).FirstOrDefault();
        if (wrong is not null) return (none, $"{Path}: line {root.At(wrong.Pointer).Line} at {wrong.Pointer}: {wrong.Message}");
        var given = root[Always] is { } always ? SpecShape.GivenFault(always.Element()) : null;
        return given is null ? (new SpecRecords(root.Element()), null)
            : (none, $"{Path}: line {root.At($"/{Always}{given.Value.Pointer}").Line} at /{Always}{given.Value.Pointer}: {given.Value.Message}");
    }

    /// <summary>The <c>given</c> of a spec with what every spec is given: member by member, and records entity by entity, the spec's own counts.</summary>
    public JsonElement Given(JsonElement own) => Commands(Merged(own));

    private JsonElement Commands(JsonElement given)
    {
        if (entities.ValueKind != JsonValueKind.Object || !entities.TryGetProperty(Shared, out var lists) || given.ValueKind != JsonValueKind.Object || !given.TryGetProperty("shared", out var said)) return given;
        var all = new JsonArray();
        foreach (var one in said.EnumerateArray())
            if (one.ValueKind != JsonValueKind.String || !lists.TryGetProperty(one.GetString()!, out var list)) all.Add(JsonNode.Parse(one.GetRawText()));
            else foreach (var command in list.EnumerateArray()) all.Add(JsonNode.Parse(command.GetRawText()));
        var whole = JsonNode.Parse(given.GetRawText())!.AsObject();
        whole["shared"] = all;
        return JsonElement.Parse(whole.ToJsonString());
    }

    private JsonElement Merged(JsonElement own)
    {
        if (entities.ValueKind != JsonValueKind.Object || !entities.TryGetProperty(Always, out var always)) return own;
        var whole = JsonNode.Parse(always.GetRawText())!.AsObject();
        if (own.ValueKind != JsonValueKind.Object) return JsonElement.Parse(whole.ToJsonString());
        foreach (var member in own.EnumerateObject())
        {
            if (member.Name != Records || whole[Records] is not JsonObject records) whole[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            else foreach (var entity in member.Value.EnumerateObject()) records[entity.Name] = JsonNode.Parse(entity.Value.GetRawText());
        }
        return JsonElement.Parse(whole.ToJsonString());
    }

    /// <summary>What one item of a spec's list stands for: itself, the record of a name, or that record with some members otherwise. Without a
    /// record, why not.</summary>
    public (JsonElement? Record, string? Fault) Of(string entity, JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String) return Named(entity, item.GetString()!, []);
        if (item.ValueKind != JsonValueKind.Object) return (null, "write a record, or the name of one");
        if (!item.TryGetProperty(Like, out var like)) return (item, null);
        return like.ValueKind != JsonValueKind.String ? (null, $"{Like} is the name of a record")
            : Named(entity, like.GetString()!, item.EnumerateObject().Where(static member => member.Name != Like));
    }

    private (JsonElement?, string?) Named(string entity, string name, IEnumerable<JsonProperty> otherwise)
    {
        if (entities.ValueKind != JsonValueKind.Object || !entities.TryGetProperty(entity, out var records) || !records.TryGetProperty(name, out var record))
            return (null, $"there is no {entity} \"{name}\" in {Path}");
        var whole = JsonNode.Parse(record.GetRawText())!.AsObject();
        if (whole.Remove(Like, out var like))
        {
            if (like?.GetValueKind() != JsonValueKind.String || !records.TryGetProperty(like.GetValue<string>(), out var other) || other.TryGetProperty(Like, out _))
                return (null, $"{entity} \"{name}\" in {Path} is {Like} a record that stands there by itself");
            var own = whole;
            whole = JsonNode.Parse(other.GetRawText())!.AsObject();
            whole.TryAdd("id", like.DeepClone());
            foreach (var (key, value) in own) whole[key] = value?.DeepClone();
        }
        whole.TryAdd("id", (JsonNode)name);
        foreach (var member in otherwise) whole[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        return (JsonElement.Parse(whole.ToJsonString()), null);
    }
}
