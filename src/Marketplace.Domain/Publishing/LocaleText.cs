using System.Text.Json;

namespace Marketplace.Domain.Publishing;

/// <summary>The words of a locale file by their dotted keys. Words may stand in groups, one level deep: <c>"field": { "name": "名称" }</c> is
/// <c>field.name</c>.</summary>
public static class LocaleText
{
    /// <summary>The words of a file that a package was taken with; what is no text is left out.</summary>
    public static Dictionary<string, string> Words(ReadOnlyMemory<byte> utf8)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        using var book = JsonDocument.Parse(utf8);
        foreach (var member in book.RootElement.EnumerateObject())
            if (member.Value.ValueKind == JsonValueKind.String) words[member.Name] = member.Value.GetString()!;
            else if (member.Value.ValueKind == JsonValueKind.Object)
                foreach (var word in member.Value.EnumerateObject().Where(static one => one.Value.ValueKind == JsonValueKind.String)) words[$"{member.Name}.{word.Name}"] = word.Value.GetString()!;
        return words;
    }
}
