using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;

namespace Marketplace.Tool.Apps;

/// <summary>An author's folder looked at with the eyes of the platform.</summary>
internal sealed record Examination(Package? Package, IReadOnlyList<Finding> Findings)
{
    private static readonly string[] Needed = ["script.", "seed.", "view."];

    /// <summary>A release of it would not be stopped by the machine.</summary>
    public bool Passed => Package is not null && Findings.All(f => f.Severity != Severity.Red);

    /// <summary>It can be called and shown; a word that is still missing need not stop an author who is trying something.</summary>
    public bool Runs => Package is not null && !Findings.Any(f => f.Severity == Severity.Red && Needed.Any(n => f.Rule.StartsWith(n, StringComparison.Ordinal)));

    /// <summary>Opens a folder or a zip; nothing asked is nothing wrong.</summary>
    public static bool TryOpen(string? path, out Package? package)
    {
        package = path is null ? null : Directory.Exists(path) ? PackageReader.FromFolder(path).Package
            : File.Exists(path) ? PackageReader.ReadZip(File.ReadAllBytes(path)).Package : null;
        return path is null || package is not null;
    }

    /// <summary>Opens the folder and admits its script; <paramref name="whole"/> adds every check of a release.</summary>
    public static Examination Of(string folder, Package? previous = null, bool whole = true)
    {
        var reading = PackageReader.FromFolder(folder);
        if (reading.Package is not { } package) return new(null, reading.Findings);
        var findings = reading.Findings.ToList();
        if (package.Script.Modules.Count > 0) findings.AddRange(Admission.Check(package.Script.Modules));
        if (whole) findings.AddRange(ReleaseChecks.Run(package, previous, TimeProvider.System.GetUtcNow(), []));
        return new(package, findings);
    }
}
