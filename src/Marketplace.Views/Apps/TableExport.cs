using System.Text.Json;
using Marketplace.Domain.Views;

namespace Marketplace.Views.Apps;

/// <summary>What a file of a view's rows holds: headings and raw values with their formats, references by name.</summary>
internal sealed record TableExport(IReadOnlyList<string> Headings, IReadOnlyList<string> Formats, IReadOnlyList<IReadOnlyList<JsonElement>> Rows)
{
    public static async Task<TableExport> Load(IViewSource source, Tabular view, IReadOnlyDictionary<string, string> asked, Labels labels, CancellationToken cancel)
    {
        var rows = await view.Load(source, asked, cancel);
        var entity = Tabular.EntityOf(view.Table.Source, source);
        var columns = view.Table.Columns;
        return new TableExport(
            [.. columns.Select(c => labels.Heading(c.Label, c.Field, entity))],
            [.. columns.Select(c => rows.Names.ContainsKey(c.Field) ? "text" : Labels.Format(c.Format, c.Field, entity))],
            [.. rows.Rows.Select(row => columns.Select(c => rows.Names.TryGetValue(c.Field, out var names)
                ? JsonSerializer.SerializeToElement(names.GetValueOrDefault(Row.Text(row, c.Field), "")) : Row.At(row, c.Field)).ToList())]);
    }

    /// <summary>As CSV that begins with a byte order mark, so that spreadsheets read the Han.</summary>
    public byte[] Csv() =>
        [.. System.Text.Encoding.UTF8.Preamble, .. System.Text.Encoding.UTF8.GetBytes(string.Concat(
            Rows.Select(static row => CsvText.Line(row.Select(Row.Text))).Prepend(CsvText.Line(Headings))))];
}
