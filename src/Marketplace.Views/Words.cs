using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Marketplace.Views;

/// <summary>Words of the pages in one culture. A key without words shows itself, which a test catches before a person does.</summary>
public sealed class Words
{
    private readonly FrozenDictionary<string, string> _texts;

    /// <summary>Words of the given books; a later book wins.</summary>
    public Words(string culture, params IEnumerable<IReadOnlyDictionary<string, string>> books)
    {
        Culture = culture;
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var book in books)
            foreach (var (key, text) in book)
                all[key] = text;
        _texts = all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The cultures that exist; the first is what stands when nobody chose.</summary>
    public static readonly IReadOnlyList<string> Cultures = ["zh-CN", "en"];

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public string Culture { get; }

    /// <summary>The words for a key.</summary>
    public string this[string key] => _texts.GetValueOrDefault(key, key);

    /// <summary>The words for a key with <c>{name}</c> filled in.</summary>
    public string this[string key, params ReadOnlySpan<(string Name, object? Value)> facts]
    {
        get
        {
            var text = this[key];
            foreach (var (name, value) in facts)
                text = text.Replace($"{{{name}}}", Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
            return text;
        }
    }

    /// <summary>The words for a count: <c>key.one</c> for one where the language tells them apart.</summary>
    public string Many(string key, long count, string shown) => this[count == 1 && Has($"{key}.one") ? $"{key}.one" : key, ("n", shown)];

    /// <summary>The words for a count as it stands.</summary>
    public string Many(string key, long count) => Many(key, count, count.ToString("#,##0", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>True when there are words for the key.</summary>
    public bool Has(string key) => _texts.ContainsKey(key);

    /// <summary>One culture's words out of a map by culture, falling back to the other one.</summary>
    public string Of(IReadOnlyDictionary<string, string> byCulture) =>
        byCulture.TryGetValue(Culture, out var text) || byCulture.TryGetValue("zh-CN", out text) || byCulture.TryGetValue("en", out text) ? text : "";

    /// <summary>A book embedded in an assembly as <c>texts/{culture}.json</c>.</summary>
    public static IReadOnlyDictionary<string, string> Book(Assembly assembly, string culture)
    {
        using var stream = assembly.GetManifestResourceStream($"texts/{culture}.json")
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no texts for {culture}.");
        return JsonSerializer.Deserialize(stream, TextsJson.Default.DictionaryStringString)!;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TextsJson : System.Text.Json.Serialization.JsonSerializerContext;
