using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Views;
using ZXing;
using ZXing.Common;
using ZXing.Datamatrix;
using ZXing.Datamatrix.Encoder;
using ZXing.OneD;
using ZXing.QrCode;
using ZXing.QrCode.Internal;

namespace Marketplace.Views.Paper;

/// <summary>A code to scan as one SVG path over a grid of modules, its quiet zone within. The library finds the modules, we draw them.</summary>
/// <param name="Path">The dark modules; one unit is one module.</param>
/// <param name="Width">Modules across, with the quiet zone.</param>
/// <param name="Height">Modules down; 1 for bars, which are drawn as high as the page wants.</param>
/// <param name="Shown">The text that stands beneath bars, empty for the square kinds.</param>
internal sealed record DrawnCode(string Path, int Width, int Height, string Shown)
{
    // Longer texts make bars nobody can scan from a label, and squares no phone can read from a sheet.
    private const int LongestBars = 60, LongestSquare = 800;
    private const char FunctionOne = '\u00F1';

    /// <summary>Draws a text; a refusal is <c>input.invalid</c> with <c>rule</c> <c>code.empty code.text code.length</c> or one of <see cref="Gs1Text"/>.</summary>
    public static Answer<DrawnCode> Of(string kind, string text)
    {
        if (text.Length == 0) return No("code.empty");
        if (kind is "gs1-128" or "gs1-datamatrix")
        {
            var gs1 = Gs1Text.Read(text);
            if (!gs1.Ok) return gs1.Refusal!;
            if (gs1.Must().Carried.Length > LongestBars) return No("code.length");
            return kind == "gs1-128"
                ? Bars(FunctionOne + gs1.Must().Carried.Replace(Gs1Text.Separator, FunctionOne), gs1.Must().Shown)
                : Matrix(gs1.Must().Carried, true);
        }
        if (text.Length > (kind == "code128" ? LongestBars : LongestSquare)) return No("code.length");
        return kind switch
        {
            "code128" => text.Any(static c => c is < ' ' or > '~') ? No("code.text") : Bars(text, text),
            "datamatrix" => text.Any(static c => c > '\u00FF') ? No("code.text") : Matrix(text, false),
            _ => Square(text),
        };
    }

    private static DrawnCode Bars(string text, string shown)
    {
        var modules = new Code128Writer().encode(text, BarcodeFormat.CODE_128, 0, 1, new Dictionary<EncodeHintType, object> { [EncodeHintType.MARGIN] = 20 });
        return new DrawnCode(Drawn(modules, 0, 1), modules.Width, 1, shown);
    }

    private static DrawnCode Square(string text)
    {
        var modules = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, new Dictionary<EncodeHintType, object>
        {
            [EncodeHintType.MARGIN] = 0, [EncodeHintType.CHARACTER_SET] = "UTF-8", [EncodeHintType.ERROR_CORRECTION] = ErrorCorrectionLevel.M,
            [EncodeHintType.DISABLE_ECI] = text.All(char.IsAscii),
        });
        return Framed(modules, 4);
    }

    private static Answer<DrawnCode> Matrix(string text, bool gs1)
    {
        // Only the compact encoder knows FNC1: it begins with one, and takes the separator for the others.
        var modules = new DataMatrixWriter().encode(text, BarcodeFormat.DATA_MATRIX, 0, 0, new Dictionary<EncodeHintType, object>
        {
            [EncodeHintType.MARGIN] = 0, [EncodeHintType.DATA_MATRIX_SHAPE] = SymbolShapeHint.FORCE_SQUARE, [EncodeHintType.DATA_MATRIX_COMPACT] = gs1, [EncodeHintType.GS1_FORMAT] = gs1,
        });
        return Framed(modules, 2);
    }

    private static DrawnCode Framed(BitMatrix modules, int quiet) => new(Drawn(modules, quiet, modules.Height), modules.Width + (2 * quiet), modules.Height + (2 * quiet), "");

    private static string Drawn(BitMatrix modules, int quiet, int rows)
    {
        var path = new StringBuilder();
        for (var y = 0; y < rows; y++)
            for (var x = 0; x < modules.Width;)
            {
                var from = x;
                while (x < modules.Width && modules[x, y]) x++;
                if (x > from) path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{from + quiet} {y + quiet}h{x - from}v1h-{x - from}z");
                else x++;
            }
        return path.ToString();
    }

    private static Refusal No(string rule) => Refusal.Of(Codes.InputInvalid, ("rule", rule));
}
