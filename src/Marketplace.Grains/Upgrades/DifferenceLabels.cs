using Marketplace.Domain.Publishing;
using Marketplace.Domain.Upgrades;
using Marketplace.Grains.Publishing;

namespace Marketplace.Grains.Upgrades;

/// <summary>What people call the subject of a difference, in the words of a release.</summary>
internal static class DifferenceLabels
{
    /// <summary>The words by language; nothing where the release does not know the subject.</summary>
    public static IReadOnlyDictionary<string, string> Of(Difference one, Package package)
    {
        if (one.Area == "functions") return Words(package, package.Manifest.Functions.GetValueOrDefault(one.Subject)?.Label);
        if (one.Area != "entities") return new Dictionary<string, string>();
        var dot = one.Subject.IndexOf('.');
        if (!package.Manifest.Entities.TryGetValue(dot < 0 ? one.Subject : one.Subject[..dot], out var entity)) return new Dictionary<string, string>();
        var whole = Words(package, entity.Label);
        if (dot < 0) return whole;
        if (entity.Fields.GetValueOrDefault(one.Subject[(dot + 1)..]) is not { } field) return new Dictionary<string, string>();
        return Words(package, field.Label).ToDictionary(static word => word.Key, word => whole.TryGetValue(word.Key, out var of) ? $"{of} · {word.Value}" : word.Value);
    }

    private static IReadOnlyDictionary<string, string> Words(Package package, string? key) => key is { Length: > 0 } ? Locales.Words(package, key) : new Dictionary<string, string>();
}
