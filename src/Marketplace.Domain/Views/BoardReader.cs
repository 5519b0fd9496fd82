namespace Marketplace.Domain.Views;

/// <summary>Reads <c>board</c> views.</summary>
internal static class BoardReader
{
    private const int MostColumns = 12;

    public static View.Board Read(ViewCursor at)
    {
        at.Only("type", "title", "source", "params", "column", "columns", "card", "filters", "rowColor", "actions", "detail", "create", "empty");
        var columns = at.Texts("columns");
        if (columns.Count > MostColumns)
            at.Wrong("view.value", $"a board has at most {MostColumns} columns; this one has {columns.Count}", "join some of them, or use a table", "columns");
        if (columns.GroupBy(static c => c, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            at.Wrong("view.value", $"the column \"{twice.Key}\" stands there twice", "name each column once", "columns");
        return new View.Board
        {
            Title = at.Text("title", required: true),
            Source = ViewParts.SourceOf(at),
            Params = [.. at.Items("params").Select(ViewParts.Param)],
            Column = at.Text("column", required: true),
            Columns = columns,
            Card = [.. at.Items("card", required: true).Select(ViewParts.Column)],
            Filters = at.Texts("filters"),
            RowColors = [.. at.Items("rowColor").Select(ViewParts.RowColor)],
            Actions = [.. at.Items("actions").Select(ViewParts.Action)],
            DetailView = at.Text("detail"),
            CreateView = at.Text("create"),
            Empty = at.Text("empty"),
        };
    }
}
