using System.Globalization;
using System.Net;
using System.Text;

namespace Marketplace.Views.Charts;

/// <summary>Writes SVG elements. Colours are classes of the style sheet, so that a drawing follows the theme; text is always encoded.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new();

    /// <summary>A coordinate with at most two digits after the point.</summary>
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    public SvgText Line(double x1, double y1, double x2, double y2, string css) => Add($"<line class=\"{css}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"/>");

    public SvgText Box(double x, double y, double width, double height, string css, string title = "") =>
        Add($"<rect class=\"{css}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(width, 0))}\" height=\"{N(Math.Max(height, 0))}\">{Title(title)}</rect>");

    public SvgText Path(string d, string css) => Add($"<path class=\"{css}\" d=\"{d}\"/>");

    public SvgText Dot(double x, double y, double radius, string css, string title = "") =>
        Add($"<circle class=\"{css}\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\">{Title(title)}</circle>");

    /// <summary>Words; <paramref name="anchor"/> is <c>start middle end</c>.</summary>
    public SvgText Words(double x, double y, string words, string anchor = "start", string css = "c-words") =>
        Add($"<text class=\"{css}\" x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(words)}</text>");

    /// <summary>About how wide words of the charts' size are: Han fill their square, letters about half.</summary>
    public static double WidthOf(string words) => words.EnumerateRunes().Sum(static r => r.Value > 0x2E7F ? 12 : 6.6);

    /// <summary>Words cut to a width, with an ellipsis.</summary>
    public static string Cut(string words, double width)
    {
        if (WidthOf(words) <= width) return words;
        var kept = new StringBuilder();
        foreach (var rune in words.EnumerateRunes())
        {
            if (WidthOf(kept.ToString()) + WidthOf(rune.ToString()) + 7 > width) break;
            kept.Append(rune.ToString());
        }
        return kept.Length == 0 ? "" : kept.Append('…').ToString();
    }

    /// <summary>The sample of a series in a legend.</summary>
    public static string Sample(string kind, string css, int series)
    {
        var svg = new SvgText();
        return (kind == "bar" ? svg.Box(4, 1, 16, 10, $"c-bar {css}") : svg.Line(1, 6, 23, 6, $"c-line {css} c-dash-{series}").Dot(12, 6, 2.5, $"c-mark {css}")).ToString();
    }

    public override string ToString() => _text.ToString();

    private static string Title(string title) => title.Length == 0 ? "" : $"<title>{WebUtility.HtmlEncode(title)}</title>";

    private SvgText Add(string element)
    {
        _text.Append(element);
        return this;
    }
}
