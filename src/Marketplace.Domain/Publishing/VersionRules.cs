using Marketplace.Domain.Publishing.Checks;
using Semver;

namespace Marketplace.Domain.Publishing;

/// <summary>What the manifests of two versions make of the step between their numbers.</summary>
/// <param name="Step"><c>major minor patch</c>: the least step that the changes need.</param>
/// <param name="Breaks">What makes it major; nothing when it is not.</param>
/// <param name="Changed">Keys of the manifest's surface that are not the same.</param>
public sealed record VersionStep(string Step, IReadOnlyList<string> Breaks, IReadOnlyList<string> Changed);

/// <summary>Which numbers a version may carry: what its changes need, and what is published already.</summary>
public static class VersionRules
{
    /// <summary>The step that the changes from one version to the next need.</summary>
    public static VersionStep Step(Package before, Package after)
    {
        var (bump, reasons) = Surface.Compare(before, after);
        return new VersionStep(Word(bump), bump == Bump.Major ? reasons : [], Surface.Changed(before, after));
    }

    /// <summary>Whether a number is a step of at least this size above another one. The final version of a pre-release may differ from it in any
    /// way: nobody was promised anything.</summary>
    public static bool Fits(string from, string to, string step)
    {
        var (last, next) = (SemVersion.Parse(from), SemVersion.Parse(to));
        if (next.ComparePrecedenceTo(last) <= 0) return false;
        return VersionCheck.IsOpen(last, next) || VersionCheck.Step(last, next) >= Bumps(step);
    }

    /// <summary>The least number that is such a step above another one.</summary>
    public static string Least(string from, string step) => VersionCheck.Least(SemVersion.Parse(from), Bumps(step));

    /// <summary>The published version in whose way a number stands, or null when it may be published. It must be above every final version that is
    /// published, but for a fix of an older major: the next patch of the last line of that major. A pre-release stands in the way of its own number alone.</summary>
    /// <param name="published">Every version of the app that somebody could have.</param>
    /// <param name="version">The number asked for; not among them.</param>
    public static string? Barrier(IEnumerable<string> published, string version)
    {
        var next = SemVersion.Parse(version);
        List<SemVersion> known = [.. published.Select(static one => SemVersion.Parse(one))];
        List<SemVersion> higher = [.. known.Where(one => one.ComparePrecedenceTo(next) > 0 && (!one.IsPrerelease || Core(one) == Core(next)))];
        if (higher.Count == 0) return null;
        var line = known.Where(one => !one.IsPrerelease && one.Major == next.Major).MaxBy(static one => one, SemVersion.PrecedenceComparer);
        var isFix = higher.All(one => one.Major > next.Major) && line is not null && line.Minor == next.Minor && line.Patch < next.Patch;
        return isFix ? null : higher.MaxBy(static one => one, SemVersion.PrecedenceComparer)!.ToString();
    }

    private static (System.Numerics.BigInteger, System.Numerics.BigInteger, System.Numerics.BigInteger) Core(SemVersion one) => (one.Major, one.Minor, one.Patch);

    private static string Word(Bump bump) => bump switch { Bump.Major => "major", Bump.Minor => "minor", _ => "patch" };

    private static Bump Bumps(string step) => step switch { "major" => Bump.Major, "minor" => Bump.Minor, _ => Bump.Patch };
}
