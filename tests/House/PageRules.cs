using System.Text.RegularExpressions;
using Xunit;

namespace Marketplace.Tests.House;

/// <summary>Decisions are numbered once, and what a page names exists.</summary>
public sealed partial class PageRules
{
    private static readonly string[] sections = ["## Context", "## Decision", "## Consequences"];

    private static IEnumerable<string> Pages => Repository.Files.Where(f => f == "README.md" || f.StartsWith("docs/", StringComparison.Ordinal) && f.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Decisions_are_numbered_once_and_without_a_gap() =>
        None.Broke("decisions are misnumbered", Misnumbered(Repository.Under(["docs/adr"], ".md").Select(f => Path.GetFileName(f)!)));

    [Fact]
    public void Decisions_fit_a_page_and_say_why()
    {
        foreach (var path in Repository.Under(["docs/adr"], ".md"))
        {
            var page = Repository.Read(path);
            Assert.All(sections, section => Assert.True(page.Contains(section + "\n", StringComparison.Ordinal), $"{path} lacks {section}"));
            Assert.True(page.Count(c => c == '\n') <= 60, $"{path} is over a page");
        }
    }

    [Fact]
    public void Links_lead_to_files_that_exist() => None.Broke("dead links", Pages.SelectMany(page => DeadLinks(page, Repository.Read(page))));

    [Fact]
    public void The_architecture_names_only_files_that_exist() =>
        None.Broke("dead names", DeadNames(Repository.Read("docs/architecture.md")));

    [Fact]
    public void Catches_a_gap_a_double_and_a_dead_name()
    {
        Assert.NotEmpty(Misnumbered(["0001-a.md", "0003-b.md"]));
        Assert.NotEmpty(Misnumbered(["0001-a.md", "0001-b.md"]));
        Assert.NotEmpty(Misnumbered(["0001-a.md", "two.md"]));
        Assert.NotEmpty(DeadLinks("docs/a.md", "see [there](nowhere.md)"));
        Assert.NotEmpty(DeadNames("as in `src/Marketplace.Domain/Nowhere.cs`"));
        Assert.Empty(DeadNames("as in `src/Marketplace.Domain/Keys.cs`"));
    }

    private static IEnumerable<string> Misnumbered(IEnumerable<string> names)
    {
        var due = 1;
        foreach (var name in names.Order(StringComparer.Ordinal))
            if (!name.StartsWith($"{due++:0000}-", StringComparison.Ordinal)) yield return $"{name} should be number {due - 1}";
    }

    private static IEnumerable<string> DeadLinks(string page, string text) =>
        Link().Matches(text).Select(m => m.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Where(target => !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page) ?? "", target.Split('#')[0])))
            .Select(target => $"{page} links to {target}");

    private static IEnumerable<string> DeadNames(string text) =>
        Named().Matches(text).Select(m => m.Groups[1].Value).Where(name => !Repository.Has(name)).Select(name => $"names {name}");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|apps|sdk|tests|docs|deploy)/[\w./@-]+)`")]
    private static partial Regex Named();
}
