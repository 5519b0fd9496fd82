using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Views;
using Xunit;

namespace Marketplace.Tests.Unit.Views;

/// <summary>Every word that a page asks for is written in both languages, with the same holes.</summary>
public sealed partial class WordsTests
{
    private static readonly string[] Books = ["src/Marketplace.Views/Texts", "src/Marketplace.Web/Texts"];

    // Families whose last part comes from a value: each must have at least these.
    private static readonly string[] Families =
    [
        "state.inReview", "state.listed", "state.changesAsked", "state.refused", "state.superseded", "state.withdrawn", "state.suspended", "state.quarantined",
        "state.active", "state.upgrading", "state.uninstalled", "state.claimed", "state.proved", "reason.cap", "reason.operator", "reason.firm", "reason.quarantine",
        "change.first", "change.major", "change.minor", "change.patch", "diff.added", "diff.removed", "diff.kept", "diff.changed",
        "severity.red", "severity.amber", "severity.green", "price.month", "price.call", "price.result", "frame.theme.auto", "frame.theme.dark", "frame.theme.light",
        "state.purged", .. Of("manage.step", "major", "minor", "patch"), .. Of("manage.area", "scopes", "hosts", "spend", "shares", "price", "limits", "entities", "functions"),
        .. Of("manage.import", "preview", "running", "done", "stopped", "undoing", "undone"), .. Of("manage.why", "unknown", "own", "formula", "twice"), .. Of("manage.plan", "free", "month", "call", "result"),
        .. Of("manage.limit", "cpuMs", "memoryMb", "hostCalls"), .. Of("manage.running", "up", "back"), .. Of("manage.failed", "up", "back"), .. Of("manage.done", "up", "back", "undone"),
        .. Of("rehearse", "changed", "refused", "failing", "unsure"), .. Of("channel", "listed", "auto", "pinned", "listedHelp", "autoHelp", "pinnedHelp"), .. Of("rollout.halted", "hand", "errors"),
        "kit.day", "kit.hour", "kit.minute", "kit.second",
        .. Domain.Roles.All.Where(r => r is not ("system" or "device")).Select(r => $"role.{r}"),
    ];

    private static IEnumerable<string> Of(string family, params string[] words) => words.Select(word => $"{family}.{word}");

    [Fact]
    public void Both_languages_have_the_same_keys_with_the_same_holes()
    {
        var (chinese, english) = (Texts("zh-CN"), Texts("en"));
        Assert.Equal(chinese.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, text) in chinese.Where(t => !t.Key.EndsWith(".one", StringComparison.Ordinal)))
            Assert.True(Holes(text).SequenceEqual(Holes(english[key])), $"{key}: {text} / {english[key]}");
    }

    [Theory, InlineData("zh-CN"), InlineData("en")]
    public void Every_word_that_a_page_asks_for_is_written(string culture)
    {
        var texts = Texts(culture);
        var asked = Sources().SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => (Key: m.Groups[1].Value, File: Path.GetFileName(f)))).ToList();
        Assert.True(asked.Count > 200, $"only {asked.Count} words were found in the pages; the pattern is broken");
        Assert.Empty(asked.Where(a => !texts.ContainsKey(a.Key)).Select(a => $"{a.File} {a.Key}").Concat(Families.Where(f => !texts.ContainsKey(f))));
    }

    [Fact]
    public void A_missing_word_shows_its_key_and_a_hole_is_filled()
    {
        var words = new Words("en", new Dictionary<string, string> { ["a"] = "{n} of {m}", ["b"] = "{n} rows", ["b.one"] = "one row" });
        Assert.Equal(("x.y", "1 of 2", "one row", "1,234 rows"), (words["x.y"], words["a", ("n", 1), ("m", 2)], words.Many("b", 1), words.Many("b", 1234)));
    }

    private static Dictionary<string, string> Texts(string culture) =>
        Books.SelectMany(b => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Repository.Root, b, $"{culture}.json")))!)
            .ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Sources() =>
        new[] { "src/Marketplace.Views", "src/Marketplace.Web" }
            .SelectMany(d => Directory.GetFiles(Path.Combine(Repository.Root, d), "*.*", SearchOption.AllDirectories))
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("""(?:[Ww]ords(?:\.Many\(|\[)|new\()"((?:[a-zA-Z]+\.)+[a-zA-Z]+)["]""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Hole();
}
