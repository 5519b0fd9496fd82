using System.Globalization;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Marketplace.Domain.Imports;

namespace Marketplace.Grains.Imports;

/// <summary>The first sheet of a workbook, row by row. Cells come by their type; of a formula, the value that the workbook holds.</summary>
internal sealed class XlsxSheet : ISheet
{
    // An error value comes as its word.
    private static readonly HashSet<string> errors =
        new(["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"], StringComparer.Ordinal);

    private readonly IExcelDataReader reader;

    // The reader's configuration names a code page of old workbooks, which the framework only knows when told of it.
    static XlsxSheet() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public XlsxSheet(Stream workbook)
    {
        try
        {
            reader = ExcelReaderFactory.CreateOpenXmlReader(workbook, new ExcelReaderConfiguration { FallbackEncoding = Encoding.UTF8 });
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            throw SheetException.Of("damaged", inner: broken);
        }
    }

    public SheetLine? Next()
    {
        try
        {
            while (reader.Read())
            {
                var cells = new string[reader.FieldCount];
                var isEmpty = true;
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = Text(reader.GetValue(i));
                    if (cells[i].Length > ImportLimits.Cell) throw SheetException.Of("cell", reader.Depth + 1);
                    isEmpty &= string.IsNullOrWhiteSpace(cells[i]);
                }
                if (!isEmpty) return new SheetLine(reader.Depth + 1, cells);
            }
            return null;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            throw SheetException.Of("damaged", reader.Depth + 1, broken);
        }
    }

    public void Dispose() => reader.Dispose();

    private static bool IsBroken(Exception broken) => broken is ExcelReaderException or XmlException or InvalidDataException or FormatException
        or ArgumentException or InvalidOperationException or IndexOutOfRangeException or KeyNotFoundException or NullReferenceException or OverflowException;

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => errors.Contains(text) ? CellText.Broken + text[1..] : text,
        double number => Digits(number),
        int number => number.ToString(CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        DateTime time => Time(time),
        TimeSpan span => ((long)Math.Round(span.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Fifteen digits, which is what a spreadsheet keeps and shows, never with an exponent.</summary>
    private static string Digits(double number)
    {
        var text = number.ToString("G15", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
            ? plain.ToString(CultureInfo.InvariantCulture) : text;
    }

    /// <summary>To the millisecond: what lies below is the noise of a fraction of a day.</summary>
    private static string Time(DateTime time)
    {
        time = new DateTime((time.Ticks + TimeSpan.TicksPerMillisecond / 2) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
        return time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : time.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }
}
