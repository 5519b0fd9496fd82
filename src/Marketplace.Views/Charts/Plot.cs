namespace Marketplace.Views.Charts;

/// <summary>What a chart shows, ready to draw: places along the bottom, rows of numbers over them, lines across.</summary>
internal sealed record Plot
{
    public required IReadOnlyList<string> Places { get; init; }
    public required IReadOnlyList<PlotSeries> Series { get; init; }
    public IReadOnlyList<PlotLine> Lines { get; init; } = [];
    /// <summary>A number as people read it.</summary>
    public required Func<decimal, string> Text { get; init; }
    public bool Stacked { get; init; }
    /// <summary>Centre, limits and broken rules of a control chart's points, or empty.</summary>
    public IReadOnlyList<PlotControl> Control { get; init; } = [];
    /// <summary>Words at the limits' right end: upper, centre, lower.</summary>
    public IReadOnlyList<string> LimitWords { get; init; } = ["", "", ""];
}

/// <summary>A row of numbers with its name and the class that colours it; null where there is none.</summary>
internal sealed record PlotSeries(string Name, string Css, IReadOnlyList<decimal?> Values);

/// <summary>A level across the drawing.</summary>
internal sealed record PlotLine(string Name, string Css, decimal Value);

/// <summary>The lines that hold at a point, and the rules it breaks.</summary>
internal sealed record PlotControl(decimal Centre, decimal? Upper, decimal? Lower, IReadOnlyList<BrokenRule> Broken);

/// <summary>A rule that a point breaks: what is drawn beside it, and the words of the list.</summary>
internal sealed record BrokenRule(string Mark, string Said);
