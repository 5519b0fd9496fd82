namespace Marketplace.Domain.Views;

/// <summary>Reads <c>dashboard</c> views.</summary>
internal static class DashboardReader
{
    private const int MostTiles = 24;
    private static readonly string[] Contents = ["view", "number", "table"];

    public static View.Dashboard Read(ViewCursor at)
    {
        at.Only("type", "title", "tiles");
        var tiles = at.Items("tiles", required: true);
        if (tiles.Count > MostTiles)
            at.Wrong("view.value", $"a dashboard has at most {MostTiles} tiles; this one has {tiles.Count}", "make a second dashboard", "tiles");
        return new View.Dashboard { Title = at.Text("title", required: true), Tiles = [.. tiles.Select(Tile)] };
    }

    private static Tile Tile(ViewCursor at)
    {
        at.Only("title", "view", "number", "table", "rows", "wide", "opens");
        if (Contents.Count(at.Has) != 1)
            at.Wrong("view.value", "a tile shows exactly one thing", "keep exactly one of \"view\", \"number\" and \"table\"");
        var (number, table) = (at.Part("number"), at.Part("table"));
        var title = at.Text("title", required: !at.Has("view"));
        return new Tile
        {
            Title = title, View = at.Text("view"), Rows = at.Number("rows", 5, 1, 20), Wide = at.Flag("wide"), Opens = at.Text("opens"),
            Number = number is null ? null : Number(number), Table = table is null ? null : Table(table, title),
        };
    }

    private static TileNumber Number(ViewCursor at)
    {
        at.Only("source", "value", "format", "unit", "color");
        return new TileNumber(ViewParts.SourceOf(at), at.Text("value", true), at.Word("format", ViewParts.Formats), at.Text("unit"), [.. at.Items("color").Select(Tone)]);
    }

    private static View.Table Table(ViewCursor at, string title)
    {
        at.Only("source", "columns", "rowColor", "detail", "empty");
        return new View.Table
        {
            Title = title, Source = ViewParts.SourceOf(at), Columns = [.. at.Items("columns", required: true).Select(ViewParts.Column)],
            RowColors = [.. at.Items("rowColor").Select(ViewParts.RowColor)], DetailView = at.Text("detail"), Empty = at.Text("empty"),
        };
    }

    private static ToneRule Tone(ViewCursor at)
    {
        at.Only("when", "color", "label");
        return new ToneRule(at.Text("when", true), at.Word("color", "grey", "green", "amber", "red"), at.Text("label"));
    }
}
