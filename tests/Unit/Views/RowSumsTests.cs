using System.Text.Json;
using Marketplace.Domain.Views;
using Xunit;

namespace Marketplace.Tests.Unit.Views;

public sealed class RowSumsTests
{
    private static readonly JsonElement[] rows =
        [.. new[] { """{"q":3,"d":"1.10","x":null}""", """{"q":4,"d":"2.20","x":"n/a"}""", """{"d":"-0.30"}""" }.Select(r => JsonElement.Parse(r))];

    [Theory]
    [InlineData("count", "3")]
    [InlineData("sum.q", "7")]
    [InlineData("sum.d", "3")]
    [InlineData("min.d", "-0.3")]
    [InlineData("max.d * 2 + record.rate", "4.9")]
    [InlineData("sum.x", "0")]
    [InlineData("min.x", "")]
    [InlineData("round(sum.d / count, 2)", "1")]
    public void Totals_are_exact_over_what_is_a_number(string expression, string shown)
    {
        var over = RowSums.Over(rows, JsonElement.Parse("""{"rate":"0.5"}"""), Domain.Expressions.Expression.Parse(expression).Must().Fields);
        Assert.Equal(shown, Domain.Expressions.Expression.Parse(expression).Must().Evaluate(over).ToString());
    }

    [Fact]
    public void A_computed_column_can_be_used_by_the_next_and_money_stays_whole()
    {
        var row = RowSums.With(JsonElement.Parse("""{"q":3,"price":1000001}"""), "half", "price / 2", "money");
        row = RowSums.With(row, "amount", "q * half", "money");
        Assert.Equal((500001, 1500003), (row.GetProperty("half").GetInt64(), row.GetProperty("amount").GetInt64()));
        Assert.Equal(JsonValueKind.Null, RowSums.With(row, "none", "q / 0", "").GetProperty("none").ValueKind);
    }
}
