using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Marketplace.Tests.House;

/// <summary>What the repository may hold at all.</summary>
public sealed partial class RepositoryRules
{
    private static readonly string[] textEndings =
        [".md", ".cs", ".razor", ".sh", ".json", ".js", ".css", ".yml", ".props", ".csproj", ".sln", ".sql", ".d.ts"];

    private static readonly string[] top =
        [".ci", ".config", ".editorconfig", ".gitattributes", ".github", ".gitignore", "CHANGELOG.md", "Directory.Build.props",
         "Directory.Build.targets", "Directory.Packages.props", "LICENSE", "Marketplace.sln", "README.md", "apps", "deploy", "docs",
         "global.json", "nuget.config", "sdk", "src", "test.sh", "tests"];

    [Fact]
    public void The_top_level_stays_as_it_was_agreed() =>
        None.Broke("new at the top level", Repository.Files.Where(f => !f.StartsWith(".git", StringComparison.Ordinal)).Select(f => f.Split('/')[0]).Distinct().Except(top));

    [Fact]
    public void No_file_names_a_place_on_somebodys_machine()
    {
        var texts = Repository.Files.Where(f => f == "test.sh" || f == ".ci/run" || textEndings.Any(f.EndsWith))
            .Where(f => !f.EndsWith("RepositoryRules.cs", StringComparison.Ordinal));
        None.Broke("a place on a machine", texts.Select(SourceFile.Open).SelectMany(MachinePaths));
    }

    [Fact]
    public void Catches_a_place_on_somebodys_machine()
    {
        Assert.NotEmpty(MachinePaths(new SourceFile("a.md", "put it in /root/x")));
        Assert.NotEmpty(MachinePaths(new SourceFile("a.md", "see /home/li/app.js")));
        Assert.NotEmpty(MachinePaths(new SourceFile("a.sh", "cat /tmp/log")));
        Assert.Empty(MachinePaths(new SourceFile("a.sh", "mktemp -d \"${TMPDIR:-/tmp}/x\"")));
    }

    [Fact]
    public void Vendored_browser_libraries_say_what_they_are() =>
        None.Broke("a vendored library without papers", VendoredFolders().SelectMany(folder => Unvouched(Path.Combine(Repository.Root, folder))));

    [Fact]
    public void Catches_a_vendored_library_without_papers()
    {
        var folder = Directory.CreateTempSubdirectory("vendored");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "x.js"), "1");
            Assert.NotEmpty(Unvouched(folder.FullName));
            File.WriteAllText(Path.Combine(folder.FullName, "LICENSE"), "MIT");
            File.WriteAllText(Path.Combine(folder.FullName, "lib.json"), """{"name":"x","version":"1.0.0","license":"MIT","files":{"x.js":"00"}}""");
            Assert.NotEmpty(Unvouched(folder.FullName));
            var digest = Convert.ToHexStringLower(SHA256.HashData("1"u8));
            File.WriteAllText(Path.Combine(folder.FullName, "lib.json"),
                $$$"""{"name":"x","version":"1.0.0","license":"MIT","files":{"x.js":"{{{digest}}}"}}""");
            Assert.Empty(Unvouched(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_test_project_is_a_lane()
    {
        var script = Repository.Read("test.sh");
        var projects = Repository.Under(["tests"], ".cs")
            .Where(f => Repository.Read(f) is var text && (text.Contains("[Fact", StringComparison.Ordinal) || text.Contains("[Theory", StringComparison.Ordinal)))
            .Select(f => f.Split('/')[1]).Distinct();
        None.Broke("test.sh has no such lane", projects.Where(name => !Regex.IsMatch(script, $@"\b{name}:\d+")));
    }

    [Fact]
    public void Ci_runs_the_same_script_as_people_do()
    {
        var lines = Repository.Read(".ci/run").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'));
        Assert.Equal(["exec \"$(dirname \"$0\")/../test.sh\""], lines);
    }

    [Fact]
    public void Packages_are_pinned_in_one_place_and_locked()
    {
        foreach (var project in Repository.Under(["src", "sdk", "tests"], ".csproj").Where(p => !p.StartsWith("sdk/templates/", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatch("PackageReference[^>]*Version=", Repository.Read(project));
            Assert.True(Repository.Has($"{Path.GetDirectoryName(project)}/packages.lock.json"), $"{project} has no lock file");
        }
    }

    private static IEnumerable<string> MachinePaths(SourceFile file) => file.Find(file.Text, Place());

    private static IEnumerable<string> VendoredFolders() =>
        Repository.Files.Select(f => Vendored().Match(f)).Where(m => m.Success).Select(m => m.Value).Distinct();

    /// <summary>A vendored library has its licence, and a lib.json with name, version, licence and the SHA-256 of every file.</summary>
    private static IEnumerable<string> Unvouched(string folder)
    {
        var papers = Path.Combine(folder, "lib.json");
        if (!Directory.EnumerateFiles(folder, "LICENSE*").Any()) yield return $"{folder} has no LICENSE";
        if (!File.Exists(papers))
        {
            yield return $"{folder} has no lib.json";
            yield break;
        }
        using var read = JsonDocument.Parse(File.ReadAllBytes(papers));
        foreach (var word in new[] { "name", "version", "license" })
            if (!read.RootElement.TryGetProperty(word, out _)) yield return $"{papers} has no {word}";
        var digests = read.RootElement.GetProperty("files").EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetString());
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (name == "lib.json" || name.StartsWith("LICENSE", StringComparison.Ordinal)) continue;
            if (digests.GetValueOrDefault(name) != Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))))
                yield return $"{papers} does not vouch for {name}";
        }
    }

    [GeneratedRegex(@"(?<![\w.}])/(work|root|home/\w|tmp/[a-z])[\w/.-]*")]
    private static partial Regex Place();

    [GeneratedRegex(@"^.*/wwwroot/lib/[^/]+(?=/)")]
    private static partial Regex Vendored();
}
