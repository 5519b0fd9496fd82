using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Records;
using Marketplace.Domain.Views;

namespace Marketplace.Tests.Apps;

/// <summary>What every first-party package must hold before anything of it runs.</summary>
public sealed class PackageTests
{
    public static TheoryData<string> All => Packages.Good();

    public static TheoryData<string> FirstParty => Packages.FirstParty();

    [Fact]
    public void Six_releases_wait_for_the_operator()
    {
        Assert.Equal(4, Packages.GoodReleases().Count);
        // The two bad ones are well formed: what is wrong with them is for the checks and for a person to find.
        foreach (var folder in Packages.Bad) Packages.Read(folder);
    }

    [Theory, MemberData(nameof(FirstParty))]
    public void Stands_in_a_folder_of_its_own_name(string folder) => Assert.Equal("apps/" + Packages.Read(folder).Manifest.Id, folder);

    [Theory, MemberData(nameof(All))]
    public void Reads_without_a_red_finding(string folder) => Assert.NotEmpty(Packages.Read(folder).Script.Modules);

    [Theory, MemberData(nameof(All))]
    public void Has_views_that_read_and_name_only_what_the_manifest_has(string folder)
    {
        var package = Packages.Read(folder);
        foreach (var (name, path) in package.Manifest.Views)
        {
            var reading = ViewReader.Read(package.Entries[path], path);
            Assert.Empty(reading.Findings.Select(f => $"{name}: {f.File}:{f.Line} {f.Message} {f.Remedy}"));
        }
        Assert.Equal(package.Manifest.Views.Values.Order(), package.Entries.Keys.Where(static p => p.StartsWith("views/", StringComparison.Ordinal)).Order());
    }

    [Theory, MemberData(nameof(All))]
    public void Says_everything_in_both_languages(string folder)
    {
        var locales = Packages.Read(folder).Script.Locales;
        Assert.Equal(["en", "zh-CN"], locales.Keys.Order());
        Assert.Equal(locales["zh-CN"].Keys.Order(), locales["en"].Keys.Order());
        Assert.All(locales.Values.SelectMany(static l => l), static w => Assert.NotEqual("", w.Value.Trim()));
    }

    [Theory, MemberData(nameof(All))]
    public void Has_seed_records_that_its_own_entities_accept(string folder)
    {
        var package = Packages.Read(folder);
        foreach (var (path, bytes) in package.Entries.Where(static e => e.Key.StartsWith("seed/", StringComparison.Ordinal)))
        {
            var entity = package.Manifest.Entities[Path.GetFileNameWithoutExtension(path)];
            foreach (var row in SeedText.Records(bytes))
            {
                var body = row.EnumerateObject().Where(static p => p.Name != "$id").ToDictionary(static p => p.Name, static p => p.Value);
                var answer = RecordRules.Insert(entity, row.GetProperty("$id").GetString()!, JsonSerializer.SerializeToElement(body), "seed", DateTimeOffset.UnixEpoch);
                Assert.True(answer.Ok, $"{path} {row.GetProperty("$id")}: {Say(answer.Refusal)}");
            }
        }
    }

    /// <summary>What a shop's shelf carries of an app: small apps stay small.</summary>
    [Theory, MemberData(nameof(FirstParty))]
    public void Packs_into_256_kilobytes(string folder) => Assert.InRange(PackageWriter.Pack(Packages.Read(folder), key: null).Length, 1, 256 * 1024);

    private static string Say(Refusal? refusal) =>
        refusal is null ? "" : refusal.Code + " " + string.Join(", ", refusal.Facts.Select(static f => $"{f.Key}={f.Value}"));
}
