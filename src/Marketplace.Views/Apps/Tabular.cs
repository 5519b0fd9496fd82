using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Records;
using Marketplace.Domain.Views;

namespace Marketplace.Views.Apps;

/// <summary>A view as rows and columns, for files: a table as it stands, a board's cards, a chart's numbers.</summary>
internal sealed record Tabular(View.Table Table, IReadOnlyList<Series> Computed)
{
    /// <summary>Null for views that are no list of rows.</summary>
    public static Tabular? Of(View? view) => view switch
    {
        View.Table table => new Tabular(table, []),
        View.Board board => new Tabular(Cards(board), []),
        View.Chart chart => new Tabular(Numbers(chart), [.. chart.Series.Where(static s => s.Value.Length > 0)]),
        _ => null,
    };

    /// <summary>The rows under what the address asks, with what is computed in place.</summary>
    public async Task<TableRows> Load(IViewSource source, IReadOnlyDictionary<string, string> asked, CancellationToken cancel)
    {
        var rows = await TableRows.Load(source, Table, asked, default, cancel);
        return Computed.Count == 0 ? rows : rows with
        {
            Rows = [.. rows.Rows.Select(row => Computed.Aggregate(row, (with, series) => RowSums.With(with, series.Field, series.Value, FormatOf(series.Field))))],
        };
    }

    /// <summary>The entity that the columns are fields of, or null.</summary>
    public static Entity? EntityOf(RowSource rows, IViewSource source) =>
        source.Manifest.Entities.GetValueOrDefault(rows switch { RowSource.Records records => records.Entity, RowSource.Groups groups => groups.Entity, _ => "" });

    private string FormatOf(string field) => Table.Columns.FirstOrDefault(c => c.Field == field)?.Format ?? "";

    /// <summary>A board as the table of its cards.</summary>
    public static View.Table Cards(View.Board board) => new()
    {
        Title = board.Title, Source = board.Source, Params = board.Params, Filters = board.Filters, RowColors = board.RowColors, Actions = board.Actions,
        DetailView = board.DetailView, CreateView = board.CreateView, Empty = board.Empty,
        Columns = board.Card.Any(c => c.Field == board.Column) ? board.Card : [.. board.Card, new Column(board.Column, "", "state", null)],
    };

    /// <summary>A chart as the table of its numbers.</summary>
    public static View.Table Numbers(View.Chart chart) => new()
    {
        Title = chart.Title, Source = chart.Source, Params = chart.Params, Empty = chart.Empty,
        Columns = [.. chart.X is { } x ? new[] { x } : [], .. chart.Series.Select(s => new Column(s.Field, s.Label, chart.Format, null))],
    };
}
