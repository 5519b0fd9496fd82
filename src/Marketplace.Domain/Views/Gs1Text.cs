using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Domain.Views;

/// <summary>A GS1 element string, written as people read it: <c>(01)06901234567892(10)A1(37)200</c>. Lengths, digits and check digits of the
/// keys below are held to; a key that is not below is refused rather than guessed. Pure.</summary>
public sealed partial record Gs1Text(IReadOnlyList<(string Key, string Value)> Elements)
{
    /// <summary>What stands between an element of open length and the next.</summary>
    public const char Separator = '\u001D';

    // Key: least and most length, digits only, last digit checks.
    private static readonly (string Keys, int Least, int Most, bool Digits, bool Checked)[] Known =
    [
        ("00", 18, 18, true, true), ("01 02", 14, 14, true, true), ("11 12 13 15 16 17", 6, 6, true, false), ("20", 2, 2, true, false),
        ("10 21 22", 1, 20, false, false), ("30 37", 1, 8, true, false), ("235", 1, 28, false, false), ("240 241 250 251 400 401 403", 1, 30, false, false),
        ("242", 1, 6, true, false), ("243", 1, 20, false, false), ("402", 17, 17, true, true), ("410 411 412 413 414 415 416 417", 13, 13, true, true),
        ("420", 1, 20, false, false), ("422 424 425 426", 3, 3, true, false), ("8005", 6, 6, true, false), ("91 92 93 94 95 96 97 98 99", 1, 90, false, false),
    ];

    // A scanner knows the length of these by their first two digits (GS1 General Specifications, 7.8.4).
    private static readonly HashSet<string> Fixed =
        ["00", "01", "02", "03", "04", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "31", "32", "33", "34", "35", "36", "41"];

    /// <summary>Reads the text; a refusal is <c>input.invalid</c> with <c>rule</c> <c>gs1.form gs1.key gs1.length gs1.digits gs1.check</c>
    /// or <c>gs1.text</c>, and <c>key</c>.</summary>
    public static Answer<Gs1Text> Read(string text)
    {
        var keys = Bracketed().Matches(text);
        if (keys.Count == 0 || keys[0].Index != 0) return No("gs1.form", "");
        var elements = new List<(string, string)>();
        for (var i = 0; i < keys.Count; i++)
        {
            var (key, from) = (keys[i].Groups[1].Value, keys[i].Index + keys[i].Length);
            var value = text[from..(i + 1 < keys.Count ? keys[i + 1].Index : text.Length)];
            if (Wrong(key, value) is { } rule) return No(rule, key);
            elements.Add((key, value));
        }
        return new Gs1Text(elements);
    }

    /// <summary>As a symbol carries it: keys and values in a row, <see cref="Separator"/> after what has no fixed length.</summary>
    public string Carried
    {
        get
        {
            var text = new StringBuilder();
            foreach (var (key, value) in Elements)
            {
                text.Append(key).Append(value);
                if (!Fixed.Contains(key[..2])) text.Append(Separator);
            }
            return text.ToString().TrimEnd(Separator);
        }
    }

    /// <summary>As people read it.</summary>
    public string Shown => string.Concat(Elements.Select(static e => $"({e.Key}){e.Value}"));

    private static string? Wrong(string key, string value)
    {
        var (least, most, digits, isChecked) = Shape(key);
        if (most == 0) return "gs1.key";
        if (value.Length < least || value.Length > most) return "gs1.length";
        if (digits && value.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0) return "gs1.digits";
        if (!Characters().IsMatch(value)) return "gs1.text";
        return isChecked && !IsChecked(value) ? "gs1.check" : null;
    }

    private static (int Least, int Most, bool Digits, bool Checked) Shape(string key)
    {
        foreach (var known in Known)
            if (known.Keys.Split(' ').Contains(key, StringComparer.Ordinal)) return (known.Least, known.Most, known.Digits, known.Checked);
        // Measures: the fourth digit says where the point stands.
        if (key.Length == 4 && key[..2] is "31" or "32" or "33" or "34" or "35" or "36") return (6, 6, true, false);
        return key.Length == 4 && key[..3] is "390" or "392" ? (1, 15, true, false) : default;
    }

    private static bool IsChecked(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length - 1; i++) sum += (digits[^(i + 2)] - '0') * (i % 2 == 0 ? 3 : 1);
        return (10 - (sum % 10)) % 10 == digits[^1] - '0';
    }

    private static Refusal No(string rule, string key) => Refusal.Of(Codes.InputInvalid, ("rule", rule), ("key", key));

    [GeneratedRegex(@"\(([0-9]{2,4})\)", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();

    [GeneratedRegex("^[!-\"%-?A-Z_a-z]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Characters();
}
