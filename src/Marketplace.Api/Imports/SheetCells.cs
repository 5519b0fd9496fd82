using System.Globalization;
using Marketplace.Domain.Imports;
using SpreadCheetah;

namespace Marketplace.Api.Imports;

/// <summary>Cells of a workbook.</summary>
internal static class SheetCells
{
    /// <summary>Digits that a spreadsheet keeps.</summary>
    private const int Exact = 15;

    /// <summary>A number where a spreadsheet keeps every digit of it, text otherwise.</summary>
    public static Cell Of(string text, bool isNumeric)
    {
        if (text.Length == 0) return default;
        if (isNumeric && text.Count(char.IsAsciiDigit) <= Exact && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return new Cell(number);
        return new Cell(SheetText.Xml(text));
    }
}
