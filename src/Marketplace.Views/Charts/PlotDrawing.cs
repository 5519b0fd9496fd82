namespace Marketplace.Views.Charts;

/// <summary>Draws bars, lines and control charts.</summary>
internal static class PlotDrawing
{
    private const int MostMarks = 60;

    /// <summary>The inside of an SVG of the size.</summary>
    public static string Draw(string kind, Plot plot, double width, double height)
    {
        var frame = new PlotFrame(plot, width, height, zero: kind == "bar");
        var svg = new SvgText();
        if (kind == "control") ControlDrawing.Zones(svg, plot, frame);
        frame.Ground(svg);
        if (kind == "bar") Bars(svg, plot, frame);
        else for (var s = 0; s < plot.Series.Count; s++) Course(svg, plot, frame, s);
        if (kind == "control") ControlDrawing.Limits(svg, plot, frame);
        frame.Lines(svg);
        return svg.ToString();
    }

    private static void Bars(SvgText svg, Plot plot, PlotFrame frame)
    {
        var room = Math.Min(frame.Place * 0.72, 64);
        var one = plot.Stacked ? room : room / plot.Series.Count;
        for (var i = 0; i < plot.Places.Count; i++)
        {
            decimal above = 0, below = 0;
            for (var s = 0; s < plot.Series.Count; s++)
            {
                if (plot.Series[s].Values[i] is not { } value) continue;
                var from = !plot.Stacked ? 0 : value < 0 ? below : above;
                if (value < 0) below += value; else above += value;
                var (y1, y2) = (frame.Y(from), frame.Y(from + value));
                var x = frame.X(i) - (room / 2) + (plot.Stacked ? 0 : s * one);
                svg.Box(x, Math.Min(y1, y2), Math.Max(one - 1, 1), Math.Abs(y1 - y2), $"c-bar {plot.Series[s].Css}", $"{plot.Places[i]} · {plot.Series[s].Name}: {plot.Text(value)}");
                if (plot.Series.Count == 1 && SvgText.WidthOf(plot.Text(value)) < frame.Place - 4)
                    svg.Words(frame.X(i), value < 0 ? y2 + 13 : y2 - 4, plot.Text(value), "middle");
            }
        }
    }

    private static void Course(SvgText svg, Plot plot, PlotFrame frame, int s)
    {
        var series = plot.Series[s];
        var path = new System.Text.StringBuilder();
        for (var i = 0; i < series.Values.Count; i++)
            if (series.Values[i] is { } value)
                path.Append(i > 0 && series.Values[i - 1] is not null ? 'L' : 'M').Append(SvgText.N(frame.X(i))).Append(' ').Append(SvgText.N(frame.Y(value)));
        if (path.Length > 0) svg.Path(path.ToString(), $"c-line {series.Css} c-dash-{s}");
        for (var i = 0; i < series.Values.Count; i++)
        {
            // Many points would hide the course; one that stands alone is drawn by its mark only.
            var alone = (i == 0 || series.Values[i - 1] is null) && (i + 1 == series.Values.Count || series.Values[i + 1] is null);
            if (series.Values[i] is not { } value || (series.Values.Count > MostMarks && !alone)) continue;
            svg.Dot(frame.X(i), frame.Y(value), 2.5, $"c-mark {series.Css}", $"{plot.Places[i]} · {series.Name}: {plot.Text(value)}");
        }
    }
}
