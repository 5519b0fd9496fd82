using Marketplace.Domain.Publishing;
using Xunit;

namespace Marketplace.Tests.Unit.Catalogue;

public sealed class FirstPartyAppTests
{
    public static TheoryData<string> Folders() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "apps"), "app.json", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(f)!)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Opens_and_passes_every_check_of_a_release(string folder)
    {
        var reading = PackageReader.FromFolder(Path.Combine(Repository.Root, folder));
        Assert.True(reading.Package is not null, Text(reading.Findings));
        var red = ReleaseChecks.Run(reading.Package, null, DateTimeOffset.UtcNow, []).Where(f => f.Severity == Severity.Red).ToList();
        Assert.True(red.Count == 0, Text(red));
    }

    private static string Text(IEnumerable<Finding> findings) =>
        string.Join("\n", findings.Select(f => $"{f.Severity} {f.File}:{f.Line} {f.Pointer} {f.Rule}: {f.Message} {f.Remedy}"));
}
