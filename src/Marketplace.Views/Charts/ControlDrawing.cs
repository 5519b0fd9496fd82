namespace Marketplace.Views.Charts;

/// <summary>What a control chart adds to a line: zones behind it, centre and limits that step where a stage begins, and marked points.</summary>
internal static class ControlDrawing
{
    /// <summary>Faint bands of one, two and three sigmas at each side of the centre.</summary>
    public static void Zones(SvgText svg, Plot plot, PlotFrame frame) => Stages(plot, (from, to, lines) =>
    {
        var (x, width) = (frame.X(from) - (frame.Place / 2), (to - from + 1) * frame.Place);
        foreach (var limit in new[] { lines.Upper, lines.Lower }.OfType<decimal>())
            for (var zone = 0; zone < 3; zone++)
            {
                var (near, far) = (frame.Y(lines.Centre + ((limit - lines.Centre) * zone / 3)), frame.Y(lines.Centre + ((limit - lines.Centre) * (zone + 1) / 3)));
                svg.Box(x, Math.Min(near, far), width, Math.Abs(near - far), $"c-zone-{zone}");
            }
    });

    /// <summary>The lines with their numbers at the right edge, a line at the start of each further stage, and the points that break a rule.</summary>
    public static void Limits(SvgText svg, Plot plot, PlotFrame frame)
    {
        Stages(plot, (from, to, lines) =>
        {
            var (x1, x2) = (frame.X(from) - (frame.Place / 2), frame.X(to) + (frame.Place / 2));
            if (from > 0) svg.Line(x1, frame.Y(frame.Scale.Most), x1, frame.Floor, "c-stage");
            (decimal? Level, string Css)[] levels = [(lines.Upper, "c-limit"), (lines.Centre, "c-centre"), (lines.Lower, "c-limit")];
            for (var i = 0; i < levels.Length; i++)
            {
                if (levels[i].Level is not { } level) continue;
                svg.Line(x1, frame.Y(level), x2, frame.Y(level), levels[i].Css);
                if (to == plot.Control.Count - 1) svg.Words(x2 + 6, frame.Y(level) + 4, SvgText.Cut($"{plot.LimitWords[i]} {plot.Text(level)}", frame.Right - 6));
            }
        });
        for (var i = 0; i < plot.Control.Count; i++)
        {
            if (plot.Control[i].Broken.Count == 0 || plot.Series[0].Values[i] is not { } value) continue;
            var rules = string.Join(',', plot.Control[i].Broken.Select(static r => r.Mark));
            svg.Dot(frame.X(i), frame.Y(value), 5, "c-out", $"{plot.Places[i]}: {plot.Text(value)} · {rules}");
            svg.Words(frame.X(i), frame.Y(value) + (value < plot.Control[i].Centre ? 18 : -9), rules, "middle", "c-words c-outwords");
        }
    }

    // Neighbours with the same lines are one stretch.
    private static void Stages(Plot plot, Action<int, int, PlotControl> draw)
    {
        for (var from = 0; from < plot.Control.Count;)
        {
            var (to, lines) = (from, plot.Control[from]);
            while (to + 1 < plot.Control.Count && plot.Control[to + 1] is var next && (next.Centre, next.Upper, next.Lower) == (lines.Centre, lines.Upper, lines.Lower)) to++;
            draw(from, to, lines);
            from = to + 1;
        }
    }
}
