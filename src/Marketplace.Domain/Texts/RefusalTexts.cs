using System.Collections.Frozen;
using System.Text.Json;

namespace Marketplace.Domain.Texts;

/// <summary>The sentence behind every refusal code of the platform, in the reader's language. Apps bring their own sentences
/// in their locales; this class does not know them.</summary>
public static class RefusalTexts
{
    /// <summary>The language that is spoken when the wanted one is not.</summary>
    public const string Fallback = "zh-CN";

    private const string Prefix = "refusal.", Reason = "why.";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> byCulture =
        new[] { Fallback, "en" }.ToFrozenDictionary(culture => culture, Read, StringComparer.OrdinalIgnoreCase);

    /// <summary>The languages that can be spoken.</summary>
    public static IEnumerable<string> Cultures => byCulture.Keys.Order(StringComparer.Ordinal);

    /// <summary>The sentence for a platform code, its holes filled with the facts; null for a code that the platform does not
    /// own. <c>en-GB</c> and any other English reads English, everything else the fallback.</summary>
    public static string? Sentence(string culture, string code, IReadOnlyDictionary<string, string>? facts = null) =>
        Of(culture).TryGetValue(Prefix + code, out var template)
            ? Texts.Sentence.Fill(template, Reasoned(culture, code, facts ?? FrozenDictionary<string, string>.Empty))
            : null;

    /// <summary>The words that the fact <c>why</c> of some refusals can be, each with a sentence: <c>import.file.empty</c>.</summary>
    public static IReadOnlyCollection<string> Reasons(string culture) =>
        [.. Of(culture).Keys.Where(static key => key.StartsWith(Reason, StringComparison.Ordinal)).Select(static key => key[Reason.Length..])];

    /// <summary>The facts, the word of a reason replaced by its sentence.</summary>
    private static IReadOnlyDictionary<string, string> Reasoned(string culture, string code, IReadOnlyDictionary<string, string> facts) =>
        facts.TryGetValue("why", out var why) && Of(culture).TryGetValue($"{Reason}{code}.{why}", out var sentence)
            ? new Dictionary<string, string>(facts, StringComparer.Ordinal) { ["why"] = Texts.Sentence.Fill(sentence, facts) }
            : facts;

    /// <summary>The sentence for a refusal; its bare code when the platform does not own it.</summary>
    public static string Sentence(string culture, Refusal refusal) =>
        Sentence(culture, refusal.Code, refusal.Facts) ?? refusal.Code;

    /// <summary>Every code that has a sentence in one language, with the sentence as written.</summary>
    public static IReadOnlyDictionary<string, string> Written(string culture) =>
        Of(culture).Where(static pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[Prefix.Length..], pair => pair.Value, StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Of(string culture) =>
        byCulture.TryGetValue(culture, out var exact) ? exact
        : byCulture[culture.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : Fallback];

    private static FrozenDictionary<string, string> Read(string culture)
    {
        var name = $"{typeof(RefusalTexts).Namespace}.{culture}.json";
        using var stream = typeof(RefusalTexts).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject()
            .ToFrozenDictionary(text => text.Name, text => text.Value.GetString()!, StringComparer.Ordinal);
    }
}
