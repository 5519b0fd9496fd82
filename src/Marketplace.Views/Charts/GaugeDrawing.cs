using Marketplace.Domain.Views;

namespace Marketplace.Views.Charts;

/// <summary>A half circle with bands and a needle; the number stands beneath, so that nobody reads an angle.</summary>
internal static class GaugeDrawing
{
    public const double Width = 240, Height = 150;
    private const double X = 120, Y = 118, Radius = 92;

    /// <summary>The inside of an SVG; a value outside the scale rests at its end.</summary>
    public static string Draw(GaugeScale scale, decimal? value, Func<decimal, string> text, string unit)
    {
        var svg = new SvgText();
        if (scale.Bands.Count == 0) svg.Path(Arc(0, 1), "c-band grey");
        var from = scale.Min;
        foreach (var band in scale.Bands)
        {
            svg.Path(Arc(Share(scale, from), Share(scale, band.To)), $"c-band {band.Color}");
            from = band.To;
        }
        if (value is { } known)
        {
            var (x, y) = At(Share(scale, known), Radius + 12);
            var (tx, ty) = At(Share(scale, known), Radius - 22);
            svg.Line(tx, ty, x, y, "c-needle");
        }
        svg.Words(X, Y - 8, value is { } shown ? text(shown) : "–", "middle", "c-value");
        if (unit.Length > 0) svg.Words(X, Y + 10, unit, "middle");
        svg.Words(X - Radius, Y + 18, text(scale.Min), "middle").Words(X + Radius, Y + 18, text(scale.Max), "middle");
        return svg.ToString();
    }

    private static double Share(GaugeScale scale, decimal value) => (double)((Math.Clamp(value, scale.Min, scale.Max) - scale.Min) / (scale.Max - scale.Min));

    private static (double X, double Y) At(double share, double radius) => (X - (radius * Math.Cos(share * Math.PI)), Y - (radius * Math.Sin(share * Math.PI)));

    private static string Arc(double from, double to)
    {
        var ((x1, y1), (x2, y2)) = (At(from, Radius), At(to, Radius));
        return $"M{SvgText.N(x1)} {SvgText.N(y1)}A{SvgText.N(Radius)} {SvgText.N(Radius)} 0 0 1 {SvgText.N(x2)} {SvgText.N(y2)}";
    }
}
