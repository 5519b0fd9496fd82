using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Views;
using Marketplace.Views.Charts;

namespace Marketplace.Views.Apps;

/// <summary>A chart's rows as something to draw.</summary>
internal static class ChartPlot
{
    /// <summary>The plot over rows that already hold what is computed.</summary>
    public static Plot Of(View.Chart chart, TableRows rows, Labels labels, Words words, string format)
    {
        var shown = chart.Reverse ? rows.Rows.Reverse().ToList() : rows.Rows;
        var entity = labels.EntityOf(chart.Source);
        return new Plot
        {
            Places = [.. shown.Select(row => chart.X is { } x ? Place(row, x, rows, labels, Labels.Format(x.Format, x.Field, entity)) : "")],
            Series = [.. chart.Series.Select((s, i) => new PlotSeries(labels.Heading(s.Label, s.Field, entity), s.Color.Length > 0 ? $"c-{s.Color}" : $"c-s{i}", [.. shown.Select(row => Row.Number(Row.At(row, s.Field)))]))],
            Lines = [.. chart.Lines.Select(l => (Line: l, At: Level(l, shown))).Where(static l => l.At is not null).Select(l => new PlotLine(labels[l.Line.Label], $"c-{l.Line.Color}", l.At!.Value))],
            Text = number => Text(number, format, labels),
            Stacked = chart.Stacked,
            Control = chart.Control is { } control ? Held(control, shown, chart.Series[0].Field, words) : [],
            LimitWords = [words["view.upper"], words["view.centre"], words["view.lower"]],
        };
    }

    /// <summary>A number in the chart's format.</summary>
    public static string Text(decimal number, string format, Labels labels) =>
        format is "money" or "percent" or "duration"
            ? labels.Cell(JsonSerializer.SerializeToElement(JsonValue.Create(number)), format)
            : decimal.Round(number, 6).ToString("#,##0.######", System.Globalization.CultureInfo.InvariantCulture);

    private static string Place(JsonElement row, Column x, TableRows rows, Labels labels, string format) =>
        x.Reference is not null && rows.Names.TryGetValue(x.Field, out var names)
            ? labels.Named(x.Reference, names.GetValueOrDefault(Row.Text(row, x.Field), Row.Text(row, x.Field)))
            : labels.Cell(Row.At(row, x.Field), format) is { Length: > 0 } text ? text : "–";

    private static decimal? Level(ChartLine line, IReadOnlyList<JsonElement> rows) =>
        RowSums.Value(rows.Count > 0 ? rows[0] : default, line.Value) is { } value ? Row.Number(JsonSerializer.SerializeToElement(value)) : null;

    // Points without a value or without a centre have nothing to be held against.
    private static IReadOnlyList<PlotControl> Held(ControlLimits limits, IReadOnlyList<JsonElement> rows, string field, Words words)
    {
        var values = rows.Select(row => Row.Number(Row.At(row, field))).ToList();
        var computed = limits.Centre.Length == 0 ? ControlRules.Individuals([.. values.OfType<decimal>()]) : null;
        if (limits.Centre.Length == 0 && computed is null) return [];
        var points = rows.Select((row, i) => computed is { } own
            ? new ControlPoint(values[i] ?? own.Centre, own.Centre, own.Upper, own.Lower)
            : At(limits, row, values[i])).ToList();
        IReadOnlyList<IReadOnlyList<BrokenRule>> broken = limits.Broken.Length > 0
            ? [.. rows.Select(row => Said(Row.At(row, limits.Broken)))]
            : [.. ControlRules.Broken(points, limits.Rules).Select(rules => rules.Select(r => Named(r, words)).ToList())];
        return [.. points.Select((p, i) => new PlotControl(p.Centre, p.Upper, p.Lower, values[i] is null ? [] : broken[i]))];
    }

    private static BrokenRule Named(int rule, Words words) => new(rule.ToString(System.Globalization.CultureInfo.InvariantCulture), words[$"view.rule.{rule}"]);

    private static List<BrokenRule> Said(JsonElement list) => list.ValueKind != JsonValueKind.Array ? []
        : [.. list.EnumerateArray().Select(Row.Text).Where(static t => t.Length > 0).Select(static t => new BrokenRule(t.Split(' ')[0], t))];

    private static ControlPoint At(ControlLimits limits, JsonElement row, decimal? value)
    {
        var centre = Side(row, limits.Centre) ?? value ?? 0;
        return new ControlPoint(value ?? centre, centre, Side(row, limits.Upper), Side(row, limits.Lower));
    }

    private static decimal? Side(JsonElement row, string field) => field.Length == 0 ? null : Row.Number(Row.At(row, field));
}
