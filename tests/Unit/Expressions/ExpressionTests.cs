using System.Text.Json;
using CsCheck;
using Marketplace.Domain.Expressions;
using Xunit;

namespace Marketplace.Tests.Unit.Expressions;

public sealed class ExpressionTests
{
    private static readonly JsonElement Fixtures = Load();

    public static TheoryData<string> Cases() => [.. Fixtures.GetProperty("cases").EnumerateArray().Select(c => c.GetRawText())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Comes_to_what_the_shared_fixture_says(string fixture)
    {
        using var document = JsonDocument.Parse(fixture);
        var wanted = document.RootElement;
        var (value, refusal) = Run(wanted.GetProperty("text").GetString()!, wanted.TryGetProperty("decimals", out var names)
            ? names.EnumerateArray().Select(n => n.GetString()!).ToHashSet() : null);
        if (wanted.TryGetProperty("refused", out var rule))
        {
            Assert.NotNull(refusal);
            Assert.Equal((rule.GetString(), wanted.GetProperty("at").GetRawText()), (refusal.Facts["rule"], refusal.Facts["at"]));
            return;
        }
        Assert.Null(refusal);
        Assert.NotNull(value);
        if (wanted.TryGetProperty("number", out var number)) Assert.Equal((ExpressionKind.Number, number.GetString()), (value.Kind, value.ToString()));
        else if (wanted.TryGetProperty("string", out var text)) Assert.Equal((ExpressionKind.Text, text.GetString()), (value.Kind, value.Text));
        else if (wanted.TryGetProperty("boolean", out var boolean)) Assert.Equal((ExpressionKind.Boolean, boolean.GetBoolean()), (value.Kind, value.Boolean));
        else Assert.Equal((ExpressionKind.Null, true), (value.Kind, wanted.GetProperty("null").GetBoolean()));
    }

    [Fact]
    public void Refuses_texts_that_are_too_long_or_too_deep()
    {
        Assert.False(Expression.Parse(new string('1', 1001)).Ok);
        Assert.False(Expression.Parse(new string('(', 400) + "1" + new string(')', 400)).Ok);
        Assert.False(Expression.Parse(string.Concat(Enumerable.Repeat("not ", 200)) + "true").Ok);
        Assert.False(Expression.Parse(new string('-', 900) + "1").Ok);
        Assert.True(Expression.Parse(string.Join("+", Enumerable.Repeat("1", 500))).Ok);
    }

    [Fact]
    public void Any_text_is_read_or_refused_with_a_position_inside_it() =>
        Gen.OneOf(Gen.String[0, 60], Gen.String[Gen.Char["()+-*/%<>=!'.,0129 abif not\"&|"], 0, 60]).Sample(text =>
        {
            var parsed = Expression.Parse(text);
            if (parsed.Ok) return parsed.Must().Evaluate(Fixtures.GetProperty("row")).Kind >= 0;
            var at = int.Parse(parsed.Refusal!.Facts["at"], System.Globalization.CultureInfo.InvariantCulture);
            return at >= 1 && at <= text.Length + 1;
        }, iter: Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 100_000 : 10_000);

    [Fact]
    public void Adding_and_taking_away_again_is_exact() =>
        Gen.Select(Gen.Decimal[-99999999m, 99999999m], Gen.Decimal[-99999999m, 99999999m]).Sample((a, b) =>
        {
            string left = Text(a), right = Text(b);
            return Run($"({left}) + ({right}) - ({right}) == ({left})", null).Value!.IsTrue;
        }, iter: Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 100_000 : 10_000);

    [Fact]
    public void Names_the_fields_it_reads()
    {
        var fields = Expression.Parse("if(input.machine == 'x', qty, count) > limit").Must().Fields;
        Assert.Equal(["count", "input.machine", "limit", "qty"], fields.Order(StringComparer.Ordinal));
    }

    private static string Text(decimal n) => decimal.Round(n, 12).ToString("0.############", System.Globalization.CultureInfo.InvariantCulture);

    private static (ExpressionValue? Value, Marketplace.Domain.Refusal? Refusal) Run(string text, IReadOnlySet<string>? decimals)
    {
        var parsed = Expression.Parse(text);
        if (!parsed.Ok) return (null, parsed.Refusal);
        var value = parsed.Must().Evaluate(Fixtures.GetProperty("row"), decimals);
        return (value, value.Refusal);
    }

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "sdk/schema/expression.fixtures.json")));
        return document.RootElement.Clone();
    }
}
