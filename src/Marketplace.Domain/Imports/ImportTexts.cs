using System.Collections.Frozen;
using System.Text.Json;
using Marketplace.Domain.Texts;

namespace Marketplace.Domain.Imports;

/// <summary>What is wrong with a cell and what to do about it, in the reader's language: <c>Texts/imports.{culture}.json</c>, by rule.</summary>
public static class ImportTexts
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> byCulture =
        new[] { RefusalTexts.Fallback, "en" }.ToFrozenDictionary(static culture => culture, Read, StringComparer.OrdinalIgnoreCase);

    /// <summary>The rules that have a sentence in a language.</summary>
    public static IReadOnlyCollection<string> Rules(string culture) => Of(culture).Keys;

    /// <summary>The sentence for one fault.</summary>
    public static string Sentence(string culture, ImportFault fault) =>
        Of(culture).TryGetValue(fault.Rule, out var template)
            ? Texts.Sentence.Fill(template, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["column"] = fault.Column.Length > 0 ? fault.Column : fault.Field, ["value"] = fault.Value, ["limit"] = fault.Limit,
            })
            : fault.Rule;

    private static FrozenDictionary<string, string> Of(string culture) =>
        byCulture[culture.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : RefusalTexts.Fallback];

    private static FrozenDictionary<string, string> Read(string culture)
    {
        var name = $"{typeof(RefusalTexts).Namespace}.imports.{culture}.json";
        using var stream = typeof(ImportTexts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject().ToFrozenDictionary(static text => text.Name, static text => text.Value.GetString()!, StringComparer.Ordinal);
    }
}
