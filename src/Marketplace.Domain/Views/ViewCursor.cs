using System.Text.Json;
using Marketplace.Domain.Publishing;

namespace Marketplace.Domain.Views;

/// <summary>A place in a view file while it is read: gives typed values and writes down what is wrong, where, and what to do.</summary>
internal sealed class ViewCursor(JsonElement value, string pointer, ViewCursor.Notes notes)
{
    internal sealed record Notes(string File, JsonPlaces Places, List<Finding> Findings);

    public JsonElement Value => value;

    /// <summary>Says which keys may stand here; every other key is an error with a suggestion.</summary>
    public void Only(params string[] keys)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var property in value.EnumerateObject())
        {
            if (keys.Contains(property.Name, StringComparer.Ordinal)) continue;
            var near = keys.MinBy(k => Distance(k, property.Name))!;
            var remedy = Distance(near, property.Name) <= 3 ? $"did you mean \"{near}\"?" : $"allowed here: {string.Join(", ", keys)}";
            Wrong("view.unknownKey", $"\"{property.Name}\" is no key of this part of a view", remedy, property.Name);
        }
    }

    public void Wrong(string rule, string message, string remedy, string? key = null)
    {
        var at = key is null ? pointer : $"{pointer}/{JsonPlaces.Escape(key)}";
        notes.Findings.Add(new Finding
        {
            Rule = rule, Severity = Severity.Red, File = notes.File, Line = notes.Places.Line(at), Pointer = at, Message = message, Remedy = remedy,
        });
    }

    public bool Has(string key) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(key, out _);

    /// <summary>True when the key holds a string, where an object may stand as well.</summary>
    public bool IsText(string key) => Has(key) && value.GetProperty(key).ValueKind == JsonValueKind.String;

    /// <summary>This value as a whole number within the bounds, or null.</summary>
    public int? Whole(int least, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number : null;

    public string Text(string key, bool required = false)
    {
        if (Has(key)) return value.GetProperty(key) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : Mistyped(key, "a string", "");
        return required ? Missing(key, "") : "";
    }

    /// <summary>A word of a closed list; the first is what stands when the key is absent.</summary>
    public string Word(string key, params string[] words)
    {
        if (!Has(key)) return words[0];
        var text = Text(key);
        if (text.Length == 0 || words.Contains(text, StringComparer.Ordinal)) return text;
        var near = words.MinBy(w => Distance(w, text))!;
        Wrong("view.value", $"\"{text}\" is not one of {string.Join(", ", words.Where(static w => w.Length > 0))}", $"did you mean \"{near}\"?", key);
        return words[0];
    }

    public bool Flag(string key)
    {
        if (!Has(key)) return false;
        return value.GetProperty(key).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => Mistyped(key, "true or false", false),
        };
    }

    public int Number(string key, int otherwise, int least, int most)
    {
        if (!Has(key)) return otherwise;
        var element = value.GetProperty(key);
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number >= least && number <= most) return number;
        return Mistyped(key, $"a whole number from {least} to {most}", otherwise);
    }

    /// <summary>A number as an exact decimal, below 10^15 in size.</summary>
    public decimal Amount(string key, decimal otherwise)
    {
        if (!Has(key)) return otherwise;
        var element = value.GetProperty(key);
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var number) && Math.Abs(number) < 1_000_000_000_000_000m) return number;
        return Mistyped(key, "a number below 10^15", otherwise);
    }

    /// <summary>Any JSON value as it stands; undefined when absent.</summary>
    public JsonElement Any(string key, JsonValueKind kind)
    {
        if (!Has(key)) return default;
        var element = value.GetProperty(key);
        return element.ValueKind == kind ? element.Clone() : Mistyped(key, $"an {kind.ToString().ToLowerInvariant()}", default(JsonElement));
    }

    public IReadOnlyList<string> Texts(string key)
    {
        var list = new List<string>();
        foreach (var item in Items(key))
        {
            if (item.Value.ValueKind == JsonValueKind.String) list.Add(item.Value.GetString()!);
            else item.Wrong("view.type", "this is not a string", "write a string");
        }
        return list;
    }

    public IReadOnlyList<ViewCursor> Items(string key, bool required = false)
    {
        if (!Has(key)) return required ? Missing<IReadOnlyList<ViewCursor>>(key, []) : [];
        var element = value.GetProperty(key);
        if (element.ValueKind != JsonValueKind.Array) return Mistyped<IReadOnlyList<ViewCursor>>(key, "an array", []);
        if (required && element.GetArrayLength() == 0) Wrong("view.missing", $"\"{key}\" is empty", "name at least one", key);
        return [.. element.EnumerateArray().Select((item, i) => new ViewCursor(item, $"{pointer}/{key}/{i}", notes))];
    }

    public ViewCursor? Part(string key, bool required = false)
    {
        if (!Has(key)) return required ? Missing<ViewCursor?>(key, null) : null;
        var element = value.GetProperty(key);
        return element.ValueKind == JsonValueKind.Object
            ? new ViewCursor(element, $"{pointer}/{key}", notes)
            : Mistyped<ViewCursor?>(key, "an object", null);
    }

    private T Missing<T>(string key, T otherwise)
    {
        Wrong("view.missing", $"\"{key}\" is missing", $"add \"{key}\"");
        return otherwise;
    }

    private T Mistyped<T>(string key, string wanted, T otherwise)
    {
        Wrong("view.type", $"\"{key}\" is not {wanted}", $"write {wanted}", key);
        return otherwise;
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }
        return row[^1];
    }
}
