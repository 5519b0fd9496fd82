using Marketplace.Domain.Publishing;

namespace Marketplace.Grains.Publishing;

/// <summary>An app's words in every language it has.</summary>
internal static class Locales
{
    /// <summary>Culture to words for a locale key; the key itself where a culture lacks it.</summary>
    public static IReadOnlyDictionary<string, string> Words(Package package, string key) =>
        package.Script.Locales.ToDictionary(l => l.Key, l => l.Value.GetValueOrDefault(key, key), StringComparer.Ordinal);
}
