using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Installs;

/// <summary>What a firm may set of an app. The app's manifest says it as a JSON Schema; what that marks as <c>secret</c> is no setting but a secret,
/// given by a command of its own, and is in no answer, recording or export.</summary>
public static class SettingsRules
{
    /// <summary>Bytes of an app's settings.</summary>
    public const int Bytes = 16 * 1024;

    private static readonly string[] Bounds = ["minimum", "maximum", "minLength", "maxLength", "pattern", "default"];
    private static readonly string[] Scalars = ["string", "number", "integer", "boolean"];

    /// <summary>The settings as they are stored, or <c>input.invalid</c> with the first place that is wrong and the rule it breaks.</summary>
    /// <param name="schema">The manifest's settings schema; undefined when the app has none.</param>
    /// <param name="body">All settings as a JSON object in UTF-8: what is not in it is set no longer.</param>
    public static Answer<byte[]> Decide(JsonElement schema, byte[] body)
    {
        if (body.Length > Bytes) return Refusal.Of(Codes.BodyTooLarge, ("limit", Bytes));
        try
        {
            using var read = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
            var settings = read.RootElement;
            if (settings.ValueKind != JsonValueKind.Object) return Wrong("", "type", "Settings are an object.");
            if (schema.ValueKind != JsonValueKind.Object)
                return settings.EnumerateObject().Any() ? Wrong(JsonPointer.Child("", Name(settings.EnumerateObject().First())), "none", "This app has no settings.") : "{}"u8.ToArray();
            if (Secret(schema, settings, "") is { } pointer) return Wrong(pointer, "secret", "A secret is given by PUT …/secrets/{name}.");
            if (Open(schema) is not { } open) return Wrong("", "schema", "The app's settings schema cannot be read.");
            return open.Check(settings) is [var first, ..] ? Wrong(first.Pointer, first.Rule, first.Message) : Records.JsonText.Bytes(settings, static (writer, all) => all.WriteTo(writer));
        }
        catch (Exception misread) when (misread is JsonException or InvalidOperationException)
        {
            // The second is how the platform tells half of a surrogate pair.
            return Wrong("", "json", "Settings are one JSON object in UTF-8, each key once, at most 32 levels deep.");
        }
    }

    /// <summary>The settings that a schema has at its top, in their order; an app without a schema has none.</summary>
    public static IReadOnlyList<SettingField> Fields(JsonElement schema)
    {
        if (!Properties(schema, out var properties)) return [];
        var required = schema.TryGetProperty("required"u8, out var names) && names.ValueKind == JsonValueKind.Array ? names.EnumerateArray().Select(static one => one.GetString()).ToHashSet() : [];
        return [.. properties.EnumerateObject().Where(static one => one.Value.ValueKind == JsonValueKind.Object).Select(one => new SettingField(
            one.Name, Kind(one.Value), Text(one.Value, "title"), Text(one.Value, "description"), required.Contains(one.Name), IsSecret(one.Value))
        {
            Choices = one.Value.TryGetProperty("enum"u8, out var choices) && choices.ValueKind == JsonValueKind.Array ? [.. choices.EnumerateArray().Select(Plain)] : [],
            Bounds = Bounds.Where(bound => one.Value.TryGetProperty(bound, out _)).ToDictionary(static bound => bound, bound => Plain(one.Value.GetProperty(bound)), StringComparer.Ordinal),
        })];
    }

    /// <summary>A JSON value as a form writes it: text without its quotes.</summary>
    public static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();

    /// <summary>The schema without what is secret in it: who sets the rest is not asked for that.</summary>
    private static JsonSchema? Open(JsonElement schema)
    {
        var open = JsonNode.Parse(schema.GetRawText())!;
        Strip(open);
        using var read = JsonDocument.Parse(open.ToJsonString());
        return JsonSchema.Parse(read.RootElement).Value;
    }

    private static void Strip(JsonNode? schema)
    {
        if (schema is not JsonObject one) return;
        if (one["properties"] is JsonObject properties)
        {
            var secret = properties.Where(static p => p.Value is JsonObject known && known["secret"] is JsonValue mark && mark.GetValueKind() == JsonValueKind.True).Select(static p => p.Key).ToList();
            foreach (var name in secret) properties.Remove(name);
            if (one["required"] is JsonArray required) one["required"] = new JsonArray([.. required.Where(name => !secret.Contains((string?)name ?? "")).Select(static name => name?.DeepClone())]);
            foreach (var (_, property) in properties) Strip(property);
        }
        Strip(one["items"]);
        Strip(one["additionalProperties"]);
        if (one["oneOf"] is JsonArray choices)
            foreach (var choice in choices) Strip(choice);
    }

    private static string? Secret(JsonElement schema, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object || !Properties(schema, out var properties)) return null;
        foreach (var member in value.EnumerateObject())
        {
            var at = JsonPointer.Child(pointer, Name(member));
            if (!JsonText.TryRead(member, out var name) || !properties.TryGetProperty(name, out var known)) continue;
            if (IsSecret(known)) return at;
            if (Secret(known, member.Value, at) is { } deeper) return deeper;
        }
        return null;
    }

    private static bool Properties(JsonElement schema, out JsonElement properties)
    {
        properties = default;
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties"u8, out properties) && properties.ValueKind == JsonValueKind.Object;
    }

    private static bool IsSecret(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("secret"u8, out var mark) && mark.ValueKind == JsonValueKind.True;

    private static string Kind(JsonElement schema) => Text(schema, "type") is var type && Scalars.Contains(type) ? type : "json";

    private static string Text(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() ?? "" : "";

    private static string Name(JsonProperty member) => JsonText.TryRead(member, out var name) ? name : "";

    private static Refusal Wrong(string pointer, string rule, string message) => Refusal.Of(Codes.InputInvalid, ("pointer", pointer), ("rule", rule), ("message", message));
}
