using Semver;

namespace Marketplace.Grains.Publishing;

/// <summary>Versions by semver precedence.</summary>
internal static class VersionOrder
{
    /// <summary>The highest version below this one, or null.</summary>
    public static string? Before(IEnumerable<string> versions, string version)
    {
        var limit = SemVersion.Parse(version);
        return versions
            .Where(v => SemVersion.Parse(v).ComparePrecedenceTo(limit) < 0)
            .MaxBy(v => SemVersion.Parse(v), SemVersion.PrecedenceComparer);
    }
}
