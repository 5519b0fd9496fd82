namespace Marketplace.Domain.Views;

public abstract partial record View
{
    /// <summary>Tiles: numbers, charts and short tables side by side.</summary>
    public sealed record Dashboard : View
    {
        public required IReadOnlyList<Tile> Tiles { get; init; }
    }
}

/// <summary>One tile: exactly one of <see cref="View"/>, <see cref="Number"/> and <see cref="Table"/>.</summary>
public sealed record Tile
{
    /// <summary>Locale key; empty only where <see cref="View"/> has its own.</summary>
    public string Title { get; init; } = "";
    /// <summary>Name of a chart or table view that is drawn here, or empty.</summary>
    public string View { get; init; } = "";
    public TileNumber? Number { get; init; }
    public Views.View.Table? Table { get; init; }
    /// <summary>The most rows of a table here.</summary>
    public int Rows { get; init; }
    /// <summary>Takes two places.</summary>
    public bool Wide { get; init; }
    /// <summary>Name of the view that the tile leads to, or empty.</summary>
    public string Opens { get; init; } = "";
}

/// <summary>A number: an expression over the first row of its source.</summary>
public sealed record TileNumber(RowSource Source, string Value, string Format, string Unit, IReadOnlyList<ToneRule> Colors);

/// <summary>A colour with the word that stands beside it; the expression knows the row and <c>value</c>.</summary>
public sealed record ToneRule(string When, string Color, string Label);
