using System.Globalization;
using System.Text.RegularExpressions;
using ZXing;
using ZXing.Common;

namespace Marketplace.Tests.Unit.Views;

/// <summary>A drawn code as a scanner sees it: the SVG of the page, painted dot by dot from its path alone, and read.</summary>
internal static partial class PaintedCode
{
    private const int Dots = 4, BarHeight = 40;

    /// <summary>What the code says, with FNC1 as the group separator and the symbology's mark of GS1 in front; nothing when it cannot be read.</summary>
    public static string Scan(string svg, BarcodeFormat format) => Read(svg, format)?.Text ?? "";

    /// <summary>The code's words as they stand in the symbol.</summary>
    public static byte[] Words(string svg, BarcodeFormat format) => Read(svg, format)?.RawBytes ?? [];

    private static Result? Read(string svg, BarcodeFormat format)
    {
        var (width, height) = (int.Parse(Box().Match(svg).Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(Box().Match(svg).Groups[2].Value, CultureInfo.InvariantCulture));
        var tall = height == 1 ? BarHeight : height * Dots;
        var dots = new byte[width * Dots * tall];
        Array.Fill(dots, (byte)255);
        foreach (Match run in Run().Matches(svg))
        {
            var (x, y, length) = (Number(run, 1), Number(run, 2), Number(run, 3));
            for (var row = height == 1 ? 0 : y * Dots; row < (height == 1 ? tall : (y + 1) * Dots); row++)
                Array.Fill(dots, (byte)0, (row * width * Dots) + (x * Dots), length * Dots);
        }
        var source = new RGBLuminanceSource(dots, width * Dots, tall, RGBLuminanceSource.BitmapFormat.Gray8);
        return new MultiFormatReader().decode(new BinaryBitmap(new HybridBinarizer(source)), new Dictionary<DecodeHintType, object>
        {
            [DecodeHintType.POSSIBLE_FORMATS] = new List<BarcodeFormat> { format }, [DecodeHintType.ASSUME_GS1] = true, [DecodeHintType.TRY_HARDER] = true,
        });
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("viewBox=\"0 0 ([0-9]+) ([0-9]+)\"")]
    private static partial Regex Box();

    [GeneratedRegex("M([0-9]+) ([0-9]+)h([0-9]+)v1h-[0-9]+z")]
    private static partial Regex Run();
}
