using Semver;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Computes the least version step from what changed and refuses a lower one.</summary>
internal static class VersionCheck
{
    public static string Held(Package package, Package? previous)
    {
        if (previous is null) return $"{package.Manifest.Version} is the first version.";
        var (bump, _) = Surface.Compare(previous, package);
        return $"{previous.Manifest.Version} → {package.Manifest.Version}: the changes need at least a {Word(bump)} step.";
    }

    public static IReadOnlyList<Finding> Run(Package package, Package? previous)
    {
        if (previous is null) return [];
        var next = SemVersion.Parse(package.Manifest.Version, SemVersionStyles.Strict);
        var last = SemVersion.Parse(previous.Manifest.Version, SemVersionStyles.Strict);
        if (next.ComparePrecedenceTo(last) <= 0)
            return [At(package, "version.notHigher", $"{next} is not above {last}, which is published.", $"Choose {Least(last.WithoutPrereleaseOrMetadata(), Bump.Patch)} or higher.")];
        var findings = new List<Finding>();
        var (bump, reasons) = Surface.Compare(previous, package);
        if (!IsOpen(last, next) && Step(last, next) < bump)
            findings.Add(At(package, "version.lowStep", $"{last} → {next} is a {Word(Step(last, next))} step, but the changes need {Word(bump)}: {string.Join("; ", reasons.Take(6))}.",
                $"Set \"version\" to \"{Least(last, bump)}\"."));
        if (Surface.BreaksRecords(previous, package) && package.Manifest.Migrations.Count == 0)
            findings.Add(At(package, "version.needsMigration", "Stored records no longer fit, and there is no migration.",
                $"Add \"migrations\": [{{\"from\": \"{last}\", \"handler\": \"…\"}}], or only add fields that are not required."));
        return findings;
    }

    /// <summary>Nobody was promised anything by a pre-release, so its final version may differ from it in any way.</summary>
    public static bool IsOpen(SemVersion last, SemVersion next) => last.IsPrerelease && (last.Major, last.Minor, last.Patch) == (next.Major, next.Minor, next.Patch);

    public static Bump Step(SemVersion last, SemVersion next) =>
        next.Major != last.Major ? Bump.Major : next.Minor != last.Minor ? Bump.Minor : Bump.Patch;

    public static string Least(SemVersion last, Bump bump) => bump switch
    {
        Bump.Major => $"{last.Major + 1}.0.0",
        Bump.Minor => $"{last.Major}.{last.Minor + 1}.0",
        _ => $"{last.Major}.{last.Minor}.{last.Patch + 1}",
    };

    private static string Word(Bump bump) => bump.ToString().ToUpperInvariant();

    private static Finding At(Package package, string rule, string message, string remedy) => PackageLines.Red(package, "/version", rule, message, remedy);
}
