using System.Text;
using Marketplace.Domain.Views;
using Xunit;

namespace Marketplace.Tests.Unit.Views;

/// <summary>Boards, charts, dashboards and prints: what is read, and what exactly is said of what is not.</summary>
public sealed class WorkViewReaderTests
{
    [Fact]
    public void Reads_a_print_with_codes_sections_totals_and_signatures()
    {
        var print = Assert.IsType<View.Print>(Read("""
            { "type": "print", "title": "t", "paper": "label-100x70", "each": { "entity": "line", "limit": 10 },
              "fields": [{ "field": "lot", "code": "code128" }, { "field": "sscc", "code": { "kind": "gs1-128", "text": "(00){sscc}", "size": 20 } }],
              "sections": [{ "source": { "function": "f", "input": { "id": "$row.id" } }, "columns": [{ "field": "a", "value": "b * 2", "format": "money" }], "totals": [{ "label": "x", "value": "sum.a" }], "breakBefore": true }],
              "signatures": [{ "label": "s" }], "foot": "f" }
            """).View);
        Assert.Equal(("label-100x70", "line", "s", "f"), (print.Paper, Assert.IsType<RowSource.Records>(print.Each).Entity, Assert.Single(print.Signatures), print.Foot));
        Assert.Equal([new PrintedCode("code128", "", 0), new PrintedCode("gs1-128", "(00){sscc}", 20)], print.Fields.Select(f => f.Code));
        var section = Assert.Single(print.Sections);
        Assert.Equal((true, "b * 2", "sum.a"), (section.BreakBefore, section.Columns[0].Value, section.Totals[0].Value));
    }

    [Fact]
    public void Reads_a_grouped_source_wherever_rows_are_wanted()
    {
        var chart = Assert.IsType<View.Chart>(Read("""
            { "type": "chart", "title": "t", "kind": "bar", "x": { "field": "group.machine" }, "series": [{ "field": "sum.good" }],
              "source": { "entity": "order", "where": { "state": "done" }, "groupBy": ["machine"], "sum": ["good"], "orderBy": ["-sum.good"], "limit": 5 } }
            """).View);
        var groups = Assert.IsType<RowSource.Groups>(chart.Source);
        Assert.Equal(("order", "machine", "good", "-sum.good", 5), (groups.Entity, groups.GroupBy[0], groups.Sum[0], groups.OrderBy[0], groups.Limit));
        var tile = Assert.Single(Assert.IsType<View.Dashboard>(Read("""{ "type": "dashboard", "title": "t", "tiles": [{ "title": "n", "number": { "source": { "entity": "order", "count": true }, "value": "count" } }] }""").View).Tiles);
        Assert.Equal("order", Assert.IsType<RowSource.Groups>(tile.Number!.Source).Entity);
    }

    [Fact]
    public void Control_charts_hold_points_against_all_rules_unless_told()
    {
        static View.Chart Chart(string control) => Assert.IsType<View.Chart>(Read($$"""{ "type": "chart", "title": "t", "kind": "control", "source": { "entity": "s" }, "x": { "field": "n" }, "series": [{ "field": "v" }]{{control}} }""").View);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Chart("").Control!.Rules);
        Assert.Equal([1, 2], Chart(""", "control": { "centre": "c", "upper": "u", "rules": [1, 2] }""").Control!.Rules);
    }

    [Theory]
    [InlineData("""{"type":"print","title":"t"}""", "", "a page without \"fields\" and \"sections\" is empty", "add \"fields\" or \"sections\"")]
    [InlineData("""{"type":"form","title":"t","function":"f","fields":[{"field":"x","reference":{"entity":"a"}}]}""", "/fields/0/reference", "\"display\" is missing", "add \"display\"")]
    [InlineData("""{"type":"print","title":"t","paper":"a3","fields":[{"field":"x"}]}""", "/paper", "\"a3\" is not one of a4, a4-landscape, a5, label-100x150, label-100x70, label-60x40", "did you mean \"a4\"?")]
    [InlineData("""{"type":"print","title":"t","fields":[{"field":"x","code":"code-128"}]}""", "/fields/0/code", "\"code-128\" is not one of code128, gs1-128, qr, datamatrix, gs1-datamatrix", "did you mean \"code128\"?")]
    [InlineData("""{"type":"print","title":"t","fields":[{"field":"x","code":{"kind":"qr","size":1}}]}""", "/fields/0/code/size", "\"size\" is not a whole number from 5 to 100", "write a whole number from 5 to 100")]
    [InlineData("""{"type":"print","title":"t","signatures":["maker"],"fields":[{"field":"x"}]}""", "/signatures/0", "\"label\" is missing", "add \"label\"")]
    [InlineData("""{"type":"board","title":"t","source":{"entity":"a"},"card":[{"field":"x"}]}""", "", "\"column\" is missing", "add \"column\"")]
    [InlineData("""{"type":"board","title":"t","source":{"entity":"a"},"column":"s","columns":["a","b","a"],"card":[{"field":"x"}]}""", "/columns", "the column \"a\" stands there twice", "name each column once")]
    [InlineData("""{"type":"board","title":"t","source":{"entity":"a"},"column":"s","card":[]}""", "/card", "\"card\" is empty", "name at least one")]
    [InlineData("""{"type":"chart","title":"t","kind":"pie","source":{"entity":"a"},"x":{"field":"x"},"series":[{"field":"y"}]}""", "/kind", "\"pie\" is not one of bar, line, control, gauge", "did you mean \"line\"?")]
    [InlineData("""{"type":"chart","title":"t","kind":"line","stacked":true,"source":{"entity":"a"},"x":{"field":"x"},"series":[{"field":"y"}]}""", "/stacked", "\"stacked\" belongs to a bar chart", "remove \"stacked\", or make this \"kind\": \"bar\"")]
    [InlineData("""{"type":"chart","title":"t","kind":"bar","source":{"entity":"a"},"series":[{"field":"y"}]}""", "", "\"x\" is missing", "add \"x\"")]
    [InlineData("""{"type":"chart","title":"t","kind":"control","source":{"entity":"a"},"x":{"field":"x"},"series":[{"field":"y"},{"field":"z"}]}""", "/series", "a control chart shows one series; this one has 2", "keep one, or make a chart for each")]
    [InlineData("""{"type":"chart","title":"t","kind":"control","source":{"entity":"a"},"x":{"field":"x"},"series":[{"field":"y"}],"control":{"rules":[9]}}""", "/control/rules/0", "this is no Nelson rule", "write a number from 1 to 8")]
    [InlineData("""{"type":"chart","title":"t","kind":"control","source":{"entity":"a"},"x":{"field":"x"},"series":[{"field":"y"}],"control":{"upper":"u"}}""", "/control", "limits without a centre, or a centre without limits", "name \"centre\" and at least one of \"upper\" and \"lower\", or none of them")]
    [InlineData("""{"type":"chart","title":"t","kind":"gauge","source":{"entity":"a"},"series":[{"field":"y"}],"gauge":{"min":5,"max":5}}""", "/gauge/max", "\"max\" is not above \"min\"", "set \"max\" above \"min\"")]
    [InlineData("""{"type":"chart","title":"t","kind":"gauge","source":{"entity":"a"},"series":[{"field":"y"}],"gauge":{"max":10,"bands":[{"to":6,"color":"red"},{"to":4,"color":"green"}]}}""", "/gauge/bands/1/to", "bands rise from \"min\" to \"max\"", "put each \"to\" above the one before it, the last at \"max\"")]
    [InlineData("""{"type":"dashboard","title":"t","tiles":[{"title":"n"}]}""", "/tiles/0", "a tile shows exactly one thing", "keep exactly one of \"view\", \"number\" and \"table\"")]
    [InlineData("""{"type":"dashboard","title":"t","tiles":[{"view":"v","titel":"n"}]}""", "/tiles/0/titel", "\"titel\" is no key of this part of a view", "did you mean \"title\"?")]
    [InlineData("""{"type":"dashboard","title":"t","tiles":[{"number":{"source":{"entity":"a","count":true},"value":"count"}}]}""", "/tiles/0", "\"title\" is missing", "add \"title\"")]
    [InlineData("""{"type":"table","title":"t","source":{"entity":"a","groupby":["x"]},"columns":[{"field":"x"}]}""", "/source/groupby", "\"groupby\" is no key of this part of a view", "did you mean \"groupBy\"?")]
    public void Says_exactly_what_is_wrong_and_what_to_do(string json, string pointer, string message, string remedy)
    {
        var reading = Read(json);
        Assert.Null(reading.View);
        var found = Assert.Single(reading.Findings);
        Assert.Equal((pointer, message, remedy), (found.Pointer, found.Message, found.Remedy));
    }

    [Fact]
    public void Names_the_line()
    {
        var found = Assert.Single(Read("{\n  \"type\": \"dashboard\",\n  \"title\": \"t\",\n  \"tiles\": [\n    { \"view\": \"a\" },\n    { \"view\": \"b\", \"rows\": 0 }\n  ]\n}").Findings);
        Assert.Equal((6, "/tiles/1/rows"), (found.Line, found.Pointer));
    }

    private static ViewReading Read(string json) => ViewReader.Read(Encoding.UTF8.GetBytes(json), "views/a.json");
}
