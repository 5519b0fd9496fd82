using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Schemas;
using Xunit;

namespace Marketplace.Tests.Unit.Catalogue;

/// <summary>The outside JSON suite: what is no JSON is refused, what is JSON is read, the doubtful never breaks anything.</summary>
public sealed class JsonSuiteTests
{
    public static TheoryData<string> Files()
    {
        var folder = Path.Combine(Repository.Shared, "data/json");
        if (!Directory.Exists(folder))
            throw new InvalidOperationException($"The outside data is not at {folder}; set MARKETPLACE_SHARED to the shared folder.");
        return [.. Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Reads_what_is_JSON_and_refuses_what_is_not(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Repository.Shared, "data/json", file));
        var (root, error) = LocatedReader.Read(bytes);
        if (file.StartsWith("n_", StringComparison.Ordinal)) Assert.Null(root);
        if (file.Contains("duplicated_key", StringComparison.Ordinal)) Assert.Equal("duplicateKey", error!.Rule);
        else if (file.StartsWith("y_", StringComparison.Ordinal)) Assert.Null(error);
        var reading = ManifestReader.Read(bytes, file);
        Assert.Null(reading.Manifest); // none of them is a manifest, and every one is told so with a line
        Assert.All(reading.Findings, f => Assert.True(f.Line >= 1 && f.File == file && f.Remedy.Length > 0));
        Assert.Contains(reading.Findings, f => f.Severity == Severity.Red);
    }
}
