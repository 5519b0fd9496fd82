using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;

namespace Marketplace.Tool.Apps;

/// <summary>An author's folder looked at with the eyes of the platform.</summary>
internal sealed record Examination(Package? Package, IReadOnlyList<Finding> Findings)
{
    public bool Passed => Package is not null && Findings.All(f => f.Severity != Severity.Red);

    /// <summary>Opens the folder and admits its script; <paramref name="whole"/> adds every check of a release.</summary>
    public static Examination Of(string folder, Package? previous = null, bool whole = true)
    {
        var reading = PackageReader.FromFolder(folder);
        if (reading.Package is not { } package) return new(null, reading.Findings);
        var findings = reading.Findings.ToList();
        if (package.Script.Modules.Count > 0) findings.AddRange(Admission.Check(package.Script.Modules));
        if (whole) findings.AddRange(ReleaseChecks.Run(package, previous, []));
        return new(package, findings);
    }
}
