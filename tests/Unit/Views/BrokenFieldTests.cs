using System.Text;
using Marketplace.Domain.Views;
using Xunit;

namespace Marketplace.Tests.Unit.Views;

/// <summary>A control chart whose rows say themselves which rules they break.</summary>
public sealed class BrokenFieldTests
{
    private const string Chart = """
        { "type": "chart", "title": "t", "kind": "control", "source": { "function": "f" }, "x": { "field": "x" }, "series": [{ "field": "v" }],
          "control": { "centre": "c", "upper": "u", "lower": "l", "broken": "b" } }
        """;

    [Fact]
    public void Rows_that_speak_leave_no_rule_to_the_chart()
    {
        var control = Assert.IsType<View.Chart>(Read(Chart).View).Control!;
        Assert.Equal("b", control.Broken);
        Assert.Empty(control.Rules);
    }

    [Fact]
    public void Rules_and_words_of_the_rows_do_not_go_together() =>
        Assert.Contains(Read(Chart.Replace("\"broken\"", "\"rules\": [1], \"broken\"", StringComparison.Ordinal)).Findings, static f => f.Pointer == "/control/broken");

    private static ViewReading Read(string text) => ViewReader.Read(Encoding.UTF8.GetBytes(text), "views/chart.json");
}
