using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Catalogue;

/// <summary>One JSON object of an author's file while it is read: every getter reports what does not fit and answers with a harmless
/// value, so one pass finds everything that is wrong. A key that is not in the list is reported with the nearest known one.</summary>
internal sealed class Sheet
{
    private readonly FindingList _findings;
    private readonly string _what;

    public Sheet(FindingList findings, Located node, string what, IReadOnlyList<string> keys)
    {
        (_findings, Node, _what) = (findings, node, what);
        if (node.Kind != JsonValueKind.Object)
        {
            Wrong(node, "an object");
            return;
        }
        foreach (var member in node.Members)
            if (!keys.Contains(member.Name)) Unknown(member, keys);
    }

    public Located Node { get; }

    public Located? this[string key] => Node[key];

    public string Text(string key, bool required = false, int longest = 200)
    {
        if (Get(key, required) is not { } value) return "";
        if (value.Kind != JsonValueKind.String) return Wrong(value, "a string", "");
        if (value.Text.Length > longest)
            _findings.Red(value, "range", $"\"{key}\" of {_what} has {value.Text.Length} characters.", $"Shorten it to at most {longest}.");
        else if (required && value.Text.Length == 0)
            _findings.Red(value, "missingKey", $"\"{key}\" of {_what} is empty.", $"Write a value for \"{key}\".");
        return value.Text;
    }

    /// <summary>A key into the locale files, such as <c>menu.scan</c>.</summary>
    public string LocaleKey(string key, bool required = false)
    {
        var text = Text(key, required);
        if (text.Length > 0 && !ManifestNames.IsLocaleKey(text))
            _findings.Red(Node[key]!, "localeKey", $"\"{text}\" is no key of the locale files.",
                "Write a key such as \"app.name\" here, and the words under that key in locales/zh-CN.json and locales/en.json.");
        return text;
    }

    public string Word(string key, IReadOnlyList<string> words, bool required = false)
    {
        var text = Text(key, required);
        if (text.Length == 0 || words.Contains(text)) return text;
        _findings.Red(Node[key]!, "value", $"\"{text}\" is not a value of \"{key}\" in {_what}.", OneOf(text, words));
        return "";
    }

    public bool Flag(string key, bool otherwise = false)
    {
        if (Node[key] is not { } value) return otherwise;
        return value.Kind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => Wrong(value, "true or false", otherwise),
        };
    }

    public long Whole(string key, long min, long max, long otherwise, bool required = false)
    {
        if (Get(key, required) is not { } value) return otherwise;
        if (value.Kind != JsonValueKind.Number || !long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n))
            return Wrong(value, "a whole number", otherwise);
        if (n >= min && n <= max) return n;
        _findings.Red(value, "range", $"\"{key}\" of {_what} is {n}.", $"Use a whole number from {min} to {max}.");
        return otherwise;
    }

    public IReadOnlyList<string> Texts(string key, bool required = false)
    {
        var texts = new List<string>();
        foreach (var item in List(key, required))
        {
            if (item.Kind != JsonValueKind.String) Wrong(item, "a string");
            else if (texts.Contains(item.Text)) _findings.Red(item, "duplicate", $"\"{item.Text}\" stands twice in \"{key}\".", "Remove one of them.");
            else texts.Add(item.Text);
        }
        return texts;
    }

    public IReadOnlyList<Located> List(string key, bool required = false)
    {
        if (Get(key, required) is not { } value) return [];
        return value.Kind == JsonValueKind.Array ? value.Items : Wrong<IReadOnlyList<Located>>(value, "a list", []);
    }

    public IReadOnlyList<Located.Member> Map(string key, bool required = false)
    {
        if (Get(key, required) is not { } value) return [];
        return value.Kind == JsonValueKind.Object ? value.Members : Wrong<IReadOnlyList<Located.Member>>(value, "an object", []);
    }

    /// <summary>A sentence in both languages.</summary>
    public IReadOnlyDictionary<string, string> Purpose(string key)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Node[key] is not { Kind: JsonValueKind.Object } value)
        {
            _findings.Red(Node[key] ?? Node, "purpose", $"{_what} has no \"{key}\" in both languages.",
                $"Add \"{key}\": {{\"zh-CN\": \"…\", \"en\": \"…\"}}: the people who consent read it.");
            return map;
        }
        var sheet = new Sheet(_findings, value, $"\"{key}\"", ManifestKeys.Purpose);
        foreach (var culture in ManifestKeys.Purpose)
        {
            var text = value[culture] is { Kind: JsonValueKind.String } word ? word.Text.Trim() : "";
            if (text.Length == 0)
                _findings.Red(value[culture] ?? sheet.Node, "purpose", $"{_what} has no purpose in {culture}.", $"Add \"{culture}\": \"…\" to \"{key}\".");
            map[culture] = text;
        }
        return map;
    }

    /// <summary>A JSON Schema of the closed subset.</summary>
    public JsonElement Schema(string key)
    {
        if (Node[key] is not { } value) return default;
        var element = value.Element();
        var schema = JsonSchema.Parse(element);
        if (schema.Ok) return element;
        var facts = schema.Refusal!.Facts;
        var at = value.At(facts["pointer"]);
        _findings.Red(at, "schema", facts["message"],
            facts["rule"] == "keyword" ? $"Use only {string.Join(", ", JsonSchema.Keywords)}." : "Correct the schema at this line.");
        return default;
    }

    private Located? Get(string key, bool required)
    {
        var value = Node[key];
        if (value is null && required && Node.Kind == JsonValueKind.Object)
            _findings.Red(Node, "missingKey", $"{_what} has no \"{key}\".", $"Add \"{key}\".");
        return value;
    }

    private void Unknown(Located.Member member, IReadOnlyList<string> keys) =>
        _findings.Red(member.Line, member.Value.Pointer, "unknownKey", $"\"{member.Name}\" is not a key of {_what}.", OneOf(member.Name, keys));

    private static string OneOf(string word, IReadOnlyList<string> words) =>
        Nearest.Of(word, words) is { } near ? $"Did you mean \"{near}\"?" : $"Use one of {string.Join(", ", words)}.";

    private T Wrong<T>(Located value, string expected, T otherwise)
    {
        Wrong(value, expected);
        return otherwise;
    }

    private void Wrong(Located value, string expected) =>
        _findings.Red(value, "type", $"{(value.Pointer.Length == 0 ? _what : value.Pointer)} is not {expected}.", $"Write {expected} here.");
}
