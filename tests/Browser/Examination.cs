using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

/// <summary>What must hold on every page: nothing wider than the phone, no key where a word is due, one language, and no serious
/// finding of axe-core under WCAG 2.2 AA.</summary>
internal static partial class Examination
{
    private static readonly IReadOnlySet<string> Families = Keys().Select(static k => k[..k.IndexOf('.', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);

    /// <summary>What does not hold on the page as it stands.</summary>
    public static async Task<IReadOnlyList<string>> Of(IPage page, Screen screen, string axe)
    {
        var faults = new List<string>();
        var wider = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (wider > 0) faults.Add($"{wider} pixels wider than the screen");
        if (await page.EvaluateAsync<string>("document.documentElement.lang") != screen.Culture) faults.Add("not in the chosen language");
        if ((await page.TitleAsync()).Length == 0) faults.Add("no title");
        var shown = await page.EvaluateAsync<string>(Words, Code);
        faults.AddRange(Key().Matches(shown).Where(static m => Families.Contains(m.Groups[1].Value)).Select(static m => $"shows the key {m.Value}"));
        var own = await page.EvaluateAsync<string>(Words, $"{Code}, {Records}");
        faults.AddRange((screen.IsEnglish ? Han() : Sentence()).Matches(own).Select(static m => $"speaks the other language: {m.Value}"));
        faults.AddRange(await Violations(page, axe));
        return faults;
    }

    private static async Task<IEnumerable<string>> Violations(IPage page, string axe)
    {
        await page.EvaluateAsync(axe);
        var found = await page.EvaluateAsync<JsonElement>("""
            async () => (await axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations
              .filter(v => v.impact === 'serious' || v.impact === 'critical')
              .map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join('; ')}`)
            """);
        return found.EnumerateArray().Select(static v => v.GetString()!);
    }

    // What is code, and what is the firm's or an app's own: records, listing pages, answers.
    private const string Code = "code, pre, .k-code, .k-diff, script, [inert], [hidden]";
    private const string Records = "td, dd, option, .s-answer, .s-history, .k-prose";

    private const string Words = """
        (without) => {
          const copy = document.body.cloneNode(true);
          for (const e of copy.querySelectorAll(`${without}, [lang]:not([lang="${document.documentElement.lang}"])`)) e.remove();
          const all = [...copy.querySelectorAll('*')];
          return [...all.flatMap(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent)),
            ...all.flatMap(e => ['aria-label', 'placeholder', 'title', 'alt', 'data-label'].map(a => e.getAttribute(a) ?? ''))].map(t => t.trim()).filter(Boolean).join('\n');
        }
        """;

    private static IEnumerable<string> Keys() => new[] { "Marketplace.Web", "Marketplace.Views" }.SelectMany(static p =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Stage.Root(), "src", p, "Texts", "en.json")))!.Keys);

    [GeneratedRegex(@"\b([a-z][A-Za-z]+)\.[a-z][A-Za-z]+(?:\.[A-Za-z]+)*\b")]
    private static partial Regex Key();

    [GeneratedRegex(@"[\u4e00-\u9fff].*")]
    private static partial Regex Han();

    [GeneratedRegex(@"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")]
    private static partial Regex Sentence();
}
