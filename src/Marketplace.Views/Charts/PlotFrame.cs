namespace Marketplace.Views.Charts;

/// <summary>The place of a drawing: its size, its margins, the scale at the left, and where things lie. Numbers without a unit are those of
/// the drawing's own grid, in which words are 12 high.</summary>
internal sealed class PlotFrame
{
    private const double Top = 14, Bottom = 26, Tallest = 0.72;
    private readonly Plot _plot;

    public PlotFrame(Plot plot, double width, double height, bool zero)
    {
        (_plot, Width, Height) = (plot, width, height);
        Scale = Scale.Over(Numbers(plot), zero, height > 260 ? 6 : 4);
        Left = Math.Min(Scale.Marks().Max(m => SvgText.WidthOf(plot.Text(m))) + 10, width / 3);
        Right = plot.Control.Count == 0 ? 10 : 12 + plot.LimitWords.Max(SvgText.WidthOf) + Longest(plot);
        if (Right > width / 3) Right = width / 3;
    }

    public double Width { get; }
    public double Height { get; }
    public double Left { get; }
    public double Right { get; }
    public Scale Scale { get; }
    public double Inner => Width - Left - Right;
    public double Floor => Height - Bottom;

    /// <summary>The width of one place.</summary>
    public double Place => Inner / Math.Max(_plot.Places.Count, 1);

    public double X(int place) => Left + ((place + 0.5) * Place);

    public double Y(decimal value) => Floor - (Scale.Share(value) * (Floor - Top));

    /// <summary>The grid, the numbers at the left, and as many of the places' words as fit.</summary>
    public void Ground(SvgText svg)
    {
        foreach (var mark in Scale.Marks())
        {
            svg.Line(Left, Y(mark), Width - Right, Y(mark), mark == 0 ? "c-axis" : "c-grid");
            svg.Words(Left - 6, Y(mark) + 4, SvgText.Cut(_plot.Text(mark), Left - 6), "end");
        }
        if (_plot.Places.Count == 0) return;
        var widest = Math.Min(_plot.Places.Max(SvgText.WidthOf) + 8, Math.Max(Place, 64));
        var every = Math.Max(1, (int)Math.Ceiling(widest / Place));
        for (var i = 0; i < _plot.Places.Count; i += every) svg.Words(X(i), Floor + 18, SvgText.Cut(_plot.Places[i], Place * every), "middle");
    }

    /// <summary>Levels across the drawing, with their names above them.</summary>
    public void Lines(SvgText svg)
    {
        foreach (var line in _plot.Lines)
        {
            svg.Line(Left, Y(line.Value), Width - Right, Y(line.Value), $"c-level {line.Css}");
            svg.Words(Width - Right - 4, Y(line.Value) - 4, SvgText.Cut($"{line.Name} {_plot.Text(line.Value)}", Inner * Tallest), "end", "c-words c-strong");
        }
    }

    private static double Longest(Plot plot) =>
        plot.Control.SelectMany(static c => new[] { c.Upper, c.Centre, c.Lower }).OfType<decimal>().Select(n => SvgText.WidthOf(plot.Text(n))).DefaultIfEmpty(0).Max() + 4;

    private static IEnumerable<decimal> Numbers(Plot plot)
    {
        if (plot.Stacked)
            foreach (var place in Enumerable.Range(0, plot.Places.Count))
            {
                yield return plot.Series.Sum(s => Math.Max(s.Values[place] ?? 0, 0));
                yield return plot.Series.Sum(s => Math.Min(s.Values[place] ?? 0, 0));
            }
        else foreach (var value in plot.Series.SelectMany(static s => s.Values).OfType<decimal>()) yield return value;
        foreach (var line in plot.Lines) yield return line.Value;
        foreach (var value in plot.Control.SelectMany(static c => new[] { c.Upper, c.Centre, c.Lower }).OfType<decimal>()) yield return value;
    }
}
