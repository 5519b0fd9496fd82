using System.Text.Json;

namespace Marketplace.Domain.Invocations.Recordings;

/// <summary>Where two JSON values differ, as pointers, before and after. An absent side is empty.</summary>
public static class JsonDifference
{
    private const int LongestValue = 200;
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 160 };

    /// <summary>The first differences, at most <paramref name="most"/>; nothing when the two mean the same.</summary>
    public static IReadOnlyList<(string Pointer, string Before, string After)> Of(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, int most)
    {
        List<(string, string, string)> found = [];
        using var a = JsonDocument.Parse(before, Deep);
        using var b = JsonDocument.Parse(after, Deep);
        Walk(a.RootElement, b.RootElement, "", found, most);
        return found;
    }

    /// <summary>A value on one line, cut when it is long.</summary>
    public static string Short(string text) => text.Length <= LongestValue ? text : string.Concat(text.AsSpan(0, LongestValue - 1), "…");

    private static void Walk(JsonElement before, JsonElement after, string at, List<(string, string, string)> found, int most)
    {
        if (found.Count >= most || JsonElement.DeepEquals(before, after)) return;
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in Names(before).Union(Names(after), StringComparer.Ordinal))
            {
                var (had, has) = (before.TryGetProperty(name, out var was), after.TryGetProperty(name, out var now));
                var pointer = $"{at}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
                if (had && has) Walk(was, now, pointer, found, most);
                else Add(pointer, had ? was : null, has ? now : null, found, most);
            }
        }
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
        {
            var (was, now) = (before.GetArrayLength(), after.GetArrayLength());
            for (var i = 0; i < Math.Max(was, now); i++)
            {
                var pointer = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{at}/{i}");
                if (i < was && i < now) Walk(before[i], after[i], pointer, found, most);
                else Add(pointer, i < was ? before[i] : null, i < now ? after[i] : null, found, most);
            }
        }
        else Add(at, before, after, found, most);
    }

    private static void Add(string at, JsonElement? before, JsonElement? after, List<(string, string, string)> found, int most)
    {
        if (found.Count < most) found.Add((at, Text(before), Text(after)));
    }

    private static string Text(JsonElement? value) => value is { } there ? Short(there.GetRawText()) : "";

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(static member => member.Name);
}
