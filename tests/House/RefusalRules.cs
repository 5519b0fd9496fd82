using System.Reflection;
using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Texts;
using Xunit;

namespace Marketplace.Tests.House;

/// <summary>Codes, statuses and sentences belong together, and docs/refusals.md is printed from them.</summary>
public sealed class RefusalRules
{
    private const string Page = "docs/refusals.md";

    private static readonly IReadOnlyList<string> codes =
        typeof(Codes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();

    [Fact]
    public void Every_code_is_used_once_and_has_a_status()
    {
        Assert.Equal(codes.Distinct().Count(), codes.Count);
        Assert.Equal(codes.Order(StringComparer.Ordinal), Codes.Status.Keys.Order(StringComparer.Ordinal));
    }

    [Theory, InlineData("zh-CN"), InlineData("en")]
    public void Every_code_has_a_sentence_and_every_sentence_a_code(string culture) =>
        Assert.Equal(codes.Order(StringComparer.Ordinal), RefusalTexts.Written(culture).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Both_languages_carry_the_same_facts()
    {
        var english = RefusalTexts.Written("en");
        foreach (var (code, sentence) in RefusalTexts.Written("zh-CN"))
            Assert.Equal(Facts(english[code]), Facts(sentence));
    }

    [Theory, InlineData("zh-CN"), InlineData("en")]
    public void A_sentence_reads_well_with_no_facts_and_with_all(string culture)
    {
        foreach (var (code, template) in RefusalTexts.Written(culture))
        {
            var all = Facts(template).ToDictionary(name => name, name => $"<{name}>");
            var full = RefusalTexts.Sentence(culture, code, all)!;
            Assert.All(all.Values, value => Assert.Contains(value, full));
            foreach (var said in new[] { full, RefusalTexts.Sentence(culture, code)! })
            {
                Assert.DoesNotContain(said, c => c is '[' or ']' or '{' or '}');
                Assert.EndsWith(culture == "en" ? "." : "。", said);
            }
        }
    }

    [Fact]
    public void A_part_in_brackets_goes_when_its_fact_is_missing()
    {
        Assert.Equal("您的角色不能进行此操作。", RefusalTexts.Sentence("zh-CN", Codes.RoleMissing));
        Assert.Equal("Your role does not allow this; it needs owner.",
            RefusalTexts.Sentence("en-GB", Refusal.Of(Codes.RoleMissing, ("roles", "owner"))));
    }

    [Fact]
    public void An_apps_own_code_is_left_to_the_app()
    {
        Assert.Null(RefusalTexts.Sentence("en", "tag.unknown"));
        Assert.Equal("tag.unknown", RefusalTexts.Sentence("en", Refusal.Of("tag.unknown")));
    }

    [Fact]
    public void The_printed_page_is_fresh() => Printed.Holds(Page, Print());

    private static string Print()
    {
        var page = new StringBuilder("""
            # Refusals

            Every "no" of the platform, printed from `src/Marketplace.Domain/Codes.cs` and `src/Marketplace.Domain/Texts`.
            A refusal is `application/problem+json` with `code`, `facts` and the sentence in the caller's language. A part in square
            brackets is said only when its fact is known. Apps add codes of their own (`tag.unknown`); those are 422.

            A stored refusal is re-served to the same idempotency key; the others may be tried again with the same key.

            | code | status | stored | zh-CN | en |
            |---|---|---|---|---|

            """);
        var (chinese, english) = (RefusalTexts.Written("zh-CN"), RefusalTexts.Written("en"));
        foreach (var code in codes.OrderBy(Codes.StatusOf).ThenBy(code => code, StringComparer.Ordinal))
            page.Append($"| `{code}` | {Codes.StatusOf(code)} | {(Codes.IsStored(code) ? "yes" : "")} | {chinese[code]} | {english[code]} |\n");
        return page.ToString();
    }

    private static IReadOnlyList<string> Facts(string template) =>
        template.Split('{').Skip(1).Select(part => part[..part.IndexOf('}')]).Order(StringComparer.Ordinal).ToList();
}
