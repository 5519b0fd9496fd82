using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using Marketplace.Domain;
using Marketplace.Domain.Imports;

namespace Marketplace.Grains.Imports;

/// <summary>A table that is read line by line, from its first.</summary>
internal interface ISheet : IDisposable
{
    /// <summary>The next line that is not empty, or null at the end.</summary>
    /// <exception cref="SheetException">The file cannot be read on.</exception>
    SheetLine? Next();
}

/// <summary>A file that cannot be read as a table, with the refusal that says so.</summary>
internal sealed class SheetException(Refusal refusal, Exception? inner = null) : Exception(refusal.Code, inner)
{
    public Refusal Refusal => refusal;

    /// <summary><c>import.file</c> with its reason (a word of the texts under <c>why.import.file</c>) and, where it is known, its line.</summary>
    public static SheetException Of(string why, int line = 0, Exception? inner = null) =>
        new(line == 0 ? Refusal.Of(Codes.ImportFile, ("why", why)) : Refusal.Of(Codes.ImportFile, ("why", why), ("line", line)), inner);
}

/// <summary>Opens tables: what a file is its bytes say, never its name.</summary>
internal static class Sheets
{
    public const string Csv = "csv", Xlsx = "xlsx";

    private static readonly Encoding chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>The kind of a file.</summary>
    public static string KindOf(ReadOnlySpan<byte> file) => file.StartsWith("PK\u0003\u0004"u8) ? Xlsx : Csv;

    /// <summary>Opens a file at its first line, which is the header.</summary>
    /// <exception cref="SheetException">It is no table.</exception>
    public static ISheet Open(byte[] file)
    {
        if (file.Length == 0) throw SheetException.Of("empty");
        if (file.AsSpan().StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0])) throw SheetException.Of("oldWorkbook");
        if (KindOf(file) == Csv) return new CsvSheet(new StreamReader(new MemoryStream(file, writable: false), EncodingOf(file), detectEncodingFromByteOrderMarks: true));
        Weigh(file);
        return new XlsxSheet(new MemoryStream(file, writable: false));
    }

    /// <summary>UTF-8 where it can be, by its mark or by its bytes; else what Chinese spreadsheets write.</summary>
    private static Encoding EncodingOf(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith<byte>([0xFF, 0xFE]) || file.StartsWith<byte>([0xFE, 0xFF])) return new UnicodeEncoding(file[0] == 0xFE, byteOrderMark: true, throwOnInvalidBytes: true);
        if (file.Contains((byte)0)) throw SheetException.Of("neither");
        return Utf8.IsValid(file) ? new UTF8Encoding(false, throwOnInvalidBytes: true) : chinese;
    }

    /// <summary>Unpacks every part once and counts, before anything reads them: what a directory says of sizes is not believed.</summary>
    private static void Weigh(byte[] file)
    {
        var room = ImportLimits.Unpacked;
        var waste = new byte[65_536];
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file, writable: false));
            if (zip.Entries.Count > 2_000 || zip.GetEntry("[Content_Types].xml") is null) throw SheetException.Of("notWorkbook");
            foreach (var part in zip.Entries)
            {
                using var stream = part.Open();
                while (stream.Read(waste) is var read and > 0)
                    if ((room -= read) < 0) throw SheetException.Of("unpacked");
            }
        }
        catch (InvalidDataException broken)
        {
            throw SheetException.Of("damaged", inner: broken);
        }
    }
}
