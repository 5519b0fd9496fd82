using Semver;

namespace Marketplace.Domain.Publishing;

/// <summary>Versions by semver precedence.</summary>
public static class VersionOrder
{
    /// <summary>The highest version below this one, or null.</summary>
    public static string? Before(IEnumerable<string> versions, string version)
    {
        var limit = SemVersion.Parse(version);
        return versions
            .Where(v => SemVersion.Parse(v).ComparePrecedenceTo(limit) < 0)
            .MaxBy(v => SemVersion.Parse(v), SemVersion.PrecedenceComparer);
    }

    /// <summary><c>first</c>, <c>major</c>, <c>minor</c> or <c>patch</c>: the step from one version to the next.</summary>
    public static string Change(string previous, string version)
    {
        if (previous.Length == 0) return "first";
        var (from, to) = (SemVersion.Parse(previous), SemVersion.Parse(version));
        return from.Major != to.Major ? "major" : from.Minor != to.Minor ? "minor" : "patch";
    }
}
