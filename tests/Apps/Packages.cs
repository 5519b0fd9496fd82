using Marketplace.Domain.Publishing;

namespace Marketplace.Tests.Apps;

/// <summary>Every package folder of the repository that is meant to be good.</summary>
internal static class Packages
{
    /// <summary>Folders under <c>apps/{publisher}/{app}</c>, relative to the root.</summary>
    public static TheoryData<string> FirstParty() => [.. Folders(Places.Apps, depth: 2)];

    /// <summary>The releases that wait at the desk of a fresh seed and are meant to pass.</summary>
    public static TheoryData<string> GoodReleases() => [.. Folders(Places.WaitingReleases, depth: 1).Except(Bad)];

    /// <summary>Both together.</summary>
    public static TheoryData<string> Good() => [.. Folders(Places.Apps, depth: 2), .. Folders(Places.WaitingReleases, depth: 1).Except(Bad)];

    /// <summary>The two that a machine must find out.</summary>
    public static readonly string[] Bad =
        [.. ((string[])["jialing-soft-energy-meter", "jialing-soft-quick-quote"]).Select(static n => "src/Marketplace.Host/Seed/releases/" + n)];

    /// <summary>The package in a folder; a red finding is a failed test that says where.</summary>
    public static Package Read(string folder)
    {
        var reading = PackageReader.FromFolder(Path.Combine(Places.Root, folder));
        var red = reading.Findings.Where(static f => f.Severity == Severity.Red);
        Assert.Empty(red.Select(static f => $"{f.File}:{f.Line} {f.Pointer} {f.Rule}: {f.Message} {f.Remedy}"));
        return Assert.IsType<Package>(reading.Package);
    }

    /// <summary>The package with one rule of its text made wrong; fails when the text no longer has the right one.</summary>
    public static Package Spoiled(string folder, string path, string right, string wrong)
    {
        var package = Read(folder);
        var source = package.Script.Modules[path];
        Assert.Contains(right, source, StringComparison.Ordinal);
        var modules = new Dictionary<string, string>(package.Script.Modules) { [path] = source.Replace(right, wrong, StringComparison.Ordinal) };
        return package with { Script = package.Script with { Modules = modules, Digest = right + wrong } };
    }

    private static IEnumerable<string> Folders(string under, int depth) =>
        Directory.GetFiles(under, "app.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = depth })
            .Select(static f => Path.GetRelativePath(Places.Root, Path.GetDirectoryName(f)!))
            .Order(StringComparer.Ordinal);
}
