using System.Text.Json;

namespace Marketplace.Sandbox.Specs;

/// <summary>Deep subset match: every member the spec names must be there and match; arrays match item by item; numbers by value.</summary>
internal static class JsonMatch
{
    /// <summary>What differs, or null.</summary>
    public static string? Difference(JsonElement expected, JsonElement actual, string pointer = "")
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object when actual.ValueKind == JsonValueKind.Object:
                foreach (var member in expected.EnumerateObject())
                {
                    var at = $"{pointer}/{member.Name}";
                    if (!actual.TryGetProperty(member.Name, out var value))
                    {
                        if (member.Value.ValueKind == JsonValueKind.Null) continue;
                        return $"{at}: expected {Short(member.Value)}, but there is none";
                    }
                    if (Difference(member.Value, value, at) is { } inner) return inner;
                }
                return null;
            case JsonValueKind.Array when actual.ValueKind == JsonValueKind.Array:
                if (expected.GetArrayLength() != actual.GetArrayLength())
                    return $"{pointer}: expected {expected.GetArrayLength()} items, found {actual.GetArrayLength()}";
                for (var i = 0; i < expected.GetArrayLength(); i++)
                    if (Difference(expected[i], actual[i], $"{pointer}/{i}") is { } inner) return inner;
                return null;
            case JsonValueKind.Number when actual.ValueKind == JsonValueKind.Number:
                return expected.GetDouble() == actual.GetDouble() ? null : Unlike();
            default:
                return JsonElement.DeepEquals(expected, actual) ? null : Unlike();
        }

        string Unlike() => $"{(pointer.Length == 0 ? "/" : pointer)}: expected {Short(expected)}, found {Short(actual)}";
    }

    private static string Short(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 120 ? text : text[..117] + "...";
    }
}
