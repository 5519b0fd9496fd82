using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Marketplace.Tests.Apps.TagToParameter.Scans;

/// <summary>A read-back as it reached the app.</summary>
internal sealed record Heard(string Machine, string Job, DateTimeOffset At, string Json);

/// <summary>The rule of the whole app, told a second time without a line of it: a machine may start only when one message of that
/// machine, for that job and in time, gave for every set-point of the approved recipe a number no further from it than the resolution,
/// each time it gave one. Exact: whole numbers of a billionth.</summary>
internal static class Checker
{
    private const int Places = 9;

    /// <summary>Why a start would be wrong, or null.</summary>
    public static string? Objection(Version recipe, string machine, string job, DateTimeOffset sentAt, IReadOnlyList<Heard> heard, World world)
    {
        if (recipe.Status != "approved") return $"the recipe is {recipe.Status}";
        if (string.CompareOrdinal(recipe.Effective, World.Today) > 0) return "the recipe is not in effect";
        if (recipe.Parameters.Count == 0) return "the recipe says nothing";
        var inTime = heard.Where(h => h.Machine == machine && h.Job == job && h.At >= sentAt && h.At <= sentAt.AddSeconds(5)).ToList();
        return inTime.Count == 0 ? "the machine said nothing in time"
            : inTime.Any(h => recipe.Parameters.All(p => Holds(p, world.Steps[(machine, p.Name)], h.Json))) ? null
            : "what the machine holds is not what it was told";
    }

    private static bool Holds(Parameter parameter, decimal resolution, string json)
    {
        using var read = JsonDocument.Parse(json);
        if (read.RootElement.ValueKind != JsonValueKind.Array) return false;
        var values = read.RootElement.EnumerateArray()
            .Where(v => v.ValueKind == JsonValueKind.Object && v.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == parameter.Name)
            .Select(v => v.TryGetProperty("value", out var value) ? Number(value) : null).ToList();
        var (target, most) = (Number(parameter.Target), Number(resolution));
        return values.Count > 0 && values.TrueForAll(v => v is { } given && BigInteger.Abs(given - target) <= most);
    }

    private static BigInteger? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Number(value.GetDouble().ToString("R", CultureInfo.InvariantCulture)),
        JsonValueKind.String => Number(value.GetString()!),
        _ => null,
    };

    private static BigInteger Number(decimal value) => Number(value.ToString(CultureInfo.InvariantCulture))!.Value;

    /// <summary>Digits, a point, digits: nothing else is a number on the floor.</summary>
    private static BigInteger? Number(string text)
    {
        var sign = text.StartsWith('-') ? -1 : 1;
        var parts = text.TrimStart('-').Split('.');
        if (parts.Length > 2 || text.LastIndexOf('-') > 0 || parts.Any(p => p.Length == 0 || !p.All(char.IsAsciiDigit))) return null;
        var fraction = parts.Length == 2 ? parts[1] : "";
        return fraction.Length > Places ? null : sign * BigInteger.Parse(parts[0] + fraction.PadRight(Places, '0'), CultureInfo.InvariantCulture);
    }
}
