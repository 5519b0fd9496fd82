using System.Text.Json;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Whether a schema still keeps the promise of an older one. Careful rather than clever: what is not plainly an addition of
/// object properties counts as a break.</summary>
internal static class SchemaChange
{
    /// <summary>Every input that was accepted still is.</summary>
    public static bool TakesAtLeast(JsonElement before, JsonElement after) =>
        Same(before, after) || after.ValueKind == JsonValueKind.Undefined || (Grown(before, after) && Names(after).IsSubsetOf(Names(before)));

    /// <summary>Everything that was there still is.</summary>
    public static bool GivesAtLeast(JsonElement before, JsonElement after) =>
        Same(before, after) || before.ValueKind == JsonValueKind.Undefined || (Grown(before, after) && Names(before).IsSubsetOf(Names(after)));

    private static bool Same(JsonElement before, JsonElement after) =>
        before.ValueKind == after.ValueKind && (before.ValueKind == JsonValueKind.Undefined || JsonElement.DeepEquals(before, after));

    private static bool Grown(JsonElement before, JsonElement after)
    {
        if (before.ValueKind != JsonValueKind.Object || after.ValueKind != JsonValueKind.Object) return false;
        foreach (var member in before.EnumerateObject().Concat(after.EnumerateObject()))
        {
            if (member.Name is "properties" or "required" or "title" or "description") continue;
            if (!before.TryGetProperty(member.Name, out var was) || !after.TryGetProperty(member.Name, out var now) || !JsonElement.DeepEquals(was, now)) return false;
        }
        if (!before.TryGetProperty("properties", out var old)) return true;
        return after.TryGetProperty("properties", out var grown)
            && old.EnumerateObject().All(p => grown.TryGetProperty(p.Name, out var now) && JsonElement.DeepEquals(p.Value, now));
    }

    private static HashSet<string> Names(JsonElement schema) =>
        schema.TryGetProperty("required", out var required) ? [.. required.EnumerateArray().Select(r => r.GetString()!)] : [];
}
