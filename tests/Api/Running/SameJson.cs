using System.Globalization;
using System.Text.Json;

namespace Marketplace.Tests.Running;

/// <summary>Whether two JSON values mean the same: numbers by their IEEE double, objects without order and with the last of double keys.</summary>
public static class SameJson
{
    /// <summary>True when they do.</summary>
    public static bool As(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => Number(left).Equals(Number(right)),
        (JsonValueKind.String, JsonValueKind.String) => string.Equals(left.GetString(), right.GetString(), StringComparison.Ordinal),
        (JsonValueKind.Array, JsonValueKind.Array) =>
            left.GetArrayLength() == right.GetArrayLength() && left.EnumerateArray().Zip(right.EnumerateArray()).All(pair => As(pair.First, pair.Second)),
        (JsonValueKind.Object, JsonValueKind.Object) => Members(left) is var a && Members(right) is var b
            && a.Count == b.Count && a.All(member => b.TryGetValue(member.Key, out var other) && As(member.Value, other)),
        var (a, b) => a == b,
    };

    /// <summary>Minus nothing is nothing: JavaScript writes both as 0.</summary>
    private static double Number(JsonElement value) => double.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0;

    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject()) members[member.Name] = member.Value;
        return members;
    }
}
