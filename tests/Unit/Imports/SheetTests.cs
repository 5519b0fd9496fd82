using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Records;
using Marketplace.Domain.Texts;
using Marketplace.Grains.Imports;
using SpreadCheetah;
using Xunit;
using Cell = SpreadCheetah.Cell;

namespace Marketplace.Tests.Unit.Imports;

/// <summary>Files as spreadsheets write them, and what a line of them becomes.</summary>
public sealed class SheetTests
{
    private static readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private static readonly Entity part = new()
    {
        Name = "part",
        Fields = new Field[]
        {
            new() { Name = "code", Type = FieldType.Text, Label = "part.code", Required = true, Unique = true, MaxLength = 20, Pattern = "^[A-Z0-9=+'-]+$" },
            new() { Name = "title", Type = FieldType.Text, Label = "part.title" },
            new() { Name = "count", Type = FieldType.Integer, Min = "0" },
            new() { Name = "amount", Type = FieldType.Decimal, Scale = 2 },
            new() { Name = "price", Type = FieldType.Money },
            new() { Name = "due", Type = FieldType.Date },
            new() { Name = "at", Type = FieldType.DateTime },
            new() { Name = "ok", Type = FieldType.Boolean },
            new() { Name = "state", Type = FieldType.Choice, Enum = ["new", "done"] },
            new() { Name = "total", Type = FieldType.Decimal, Formula = "amount" },
        }.ToDictionary(static f => f.Name, StringComparer.Ordinal),
    };

    public static TheoryData<string, string, string> Cells => new()
    {
        { "count", "1,234", "1234" }, { "count", "+7", "7" }, { "count", "００７", "7" }, { "count", " 12 ", "12" }, { "count", "9007199254740991", "9007199254740991" },
        { "amount", "12.5", "\"12.5\"" }, { "amount", "12.50", "\"12.5\"" }, { "amount", "0.10", "\"0.1\"" }, { "amount", "-0", "\"0\"" }, { "amount", "1,234,567.89", "\"1234567.89\"" },
        { "price", "¥1,234.5", "1234500000" }, { "price", "0.000001", "1" }, { "price", "-3", "-3000000" },
        { "due", "2026-11-23", "\"2026-11-23\"" }, { "due", "2026/1/3", "\"2026-01-03\"" }, { "due", "2026年1月3日", "\"2026-01-03\"" }, { "due", "20260103", "\"2026-01-03\"" },
        { "due", "2026.1.3", "\"2026-01-03\"" }, { "due", "2026-01-03 00:00:00", "\"2026-01-03\"" },
        { "at", "2026-11-23 14:05", "\"2026-11-23T06:05:00.000Z\"" }, { "at", "2026/11/23 7:05:09.25", "\"2026-11-22T23:05:09.250Z\"" },
        { "at", "2026-11-23T14:05:00Z", "\"2026-11-23T14:05:00.000Z\"" }, { "at", "2026-11-23T14:05:00+02:00", "\"2026-11-23T12:05:00.000Z\"" }, { "at", "2026年11月23日 14时05分", "\"2026-11-23T06:05:00.000Z\"" },
        { "ok", "是", "true" }, { "ok", "FALSE", "false" }, { "ok", "0", "false" }, { "title", "'=1+1", "\"=1+1\"" }, { "title", " x ", "\" x \"" }, { "title", "'quoted", "\"'quoted\"" },
    };

    [Theory, MemberData(nameof(Cells))]
    public void A_cell_reads_as_the_value_it_means(string field, string cell, string json) => Assert.Equal(json, Value(part.Fields[field], cell));

    [Theory]
    [InlineData("count", "1.5", "integer"), InlineData("count", "1,23", "integer"), InlineData("count", "12个", "integer"), InlineData("count", "1E+3", "integer"), InlineData("count", "9007199254740992", "range")]
    [InlineData("amount", "1.005", "scale"), InlineData("amount", "1,5", "decimal"), InlineData("price", "1.0000001", "money"), InlineData("due", "2026-02-30", "date"), InlineData("due", "03/04/2026", "date")]
    [InlineData("due", "2026-01-03 08:00", "date"), InlineData("at", "yesterday", "datetime"), InlineData("at", "2026-11-23 25:00", "datetime"), InlineData("ok", "maybe", "boolean"), InlineData("due", CellText.Broken + "N/A", "cell")]
    public void A_cell_that_means_nothing_is_named_by_its_rule(string field, string cell, string rule) => Assert.Equal("!" + rule, Value(part.Fields[field], cell));

    [Fact]
    public void Columns_are_found_by_name_and_by_label_in_either_language()
    {
        var layout = ImportLayout.Of(part, ["零件 编号*", "TITLE", "Amount", "id", "updatedAt", "total", "amount", "whatever"], Labels, "").Must();
        Assert.Equal(["code", "title", "amount", "", "", "total", "amount", ""], layout.Columns.Select(static c => c.Field));
        Assert.Equal(["", "", "", "own", "own", "formula", "twice", "unknown"], layout.Columns.Select(static c => c.Why));
        Assert.Equal(["code"], ImportLayout.Of(part, ["title"], Labels, "").Must().Missing);
        Assert.Equal(Codes.ImportHeader, ImportLayout.Of(part, ["A", "B"], Labels, "").Refusal?.Code);
        Assert.Equal(Codes.ImportKey, ImportLayout.Of(part, ["code", "title"], Labels, "title").Refusal?.Code);
        Assert.Equal(Codes.ImportKey, ImportLayout.Of(part, ["title"], Labels, "code").Refusal?.Code);
    }

    [Fact]
    public void Every_wrong_line_says_where_and_what_to_do_in_both_languages()
    {
        var faults = Judge("编号,amount,state,count\r\na b,1.005,new,1\r\nOK-1,1,later,1\r\nOK-2,,new,-1\r\n,1,,\r\nOK-3,1,new,1,extra\r\n\"A\nB\",x,,\r\n");
        Assert.Equal(
            ["2 amount scale 2", "3 state choice new done", "4 count min 0", "5 code required ", "6  columns ", "7 amount decimal "],
            faults.Select(static f => $"{f.Line} {f.Field} {f.Rule} {f.Limit}"));
        Assert.Equal("amount 的小数最多 2 位，“1.005”太多。", ImportTexts.Sentence("zh-CN", faults[0]));
        Assert.Equal("state must be one of new done and is “later”.", ImportTexts.Sentence("en", faults[1]));
        Assert.Equal("编号 不能为空，请填写。", ImportTexts.Sentence("zh-CN", faults[3]));
        Assert.Equal(ImportTexts.Rules("zh-CN").Order(StringComparer.Ordinal), ImportTexts.Rules("en").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("utf8", ","), InlineData("bom", ";"), InlineData("gb18030", "\t"), InlineData("utf16", ","), InlineData("gb18030", ";")]
    public void A_csv_reads_alike_in_every_encoding_and_with_every_separator(string encoding, string separator)
    {
        var text = "编号;名称\r\nA-1;\"铝;压\"\"铸\"\"件\n两行\"\r\n\r\nA-2;齿轮 𠮷\r\n".Replace(";", separator, StringComparison.Ordinal).Replace($"铝{separator}压", "铝;压", StringComparison.Ordinal);
        byte[] bytes = encoding switch
        {
            "utf8" => Encoding.UTF8.GetBytes(text),
            "bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            "utf16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            _ => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text),
        };
        Assert.Equal(["1 编号|名称", "2 A-1|铝;压\"铸\"件\n两行", "5 A-2|齿轮 𠮷"], Lines(bytes));
    }

    [Fact]
    public void A_file_that_is_no_table_is_refused_and_a_bomb_is_not_unpacked()
    {
        Assert.Equal("a,b|1,2", string.Join('|', Lines("sep=;\r\na;b\r\n1;2\r\n"u8.ToArray()).Select(static l => l[2..].Replace('|', ','))));
        foreach (var (file, why) in new (byte[], string)[]
        {
            ([], "empty"), ([0xD0, 0xCF, 0x11, 0xE0, 1], "oldWorkbook"), ("a\0b"u8.ToArray(), "neither"), ("a,b\r\n1,\"open\r\n2,3\r\n"u8.ToArray(), "quote"),
            ([.. "a\r\n"u8, 0xFF, 0xFF, 0x41], "characters"), (Zip(("x.txt", 10)), "notWorkbook"), (Zip(("[Content_Types].xml", 10), ("xl/big.xml", (int)ImportLimits.Unpacked + 1)), "unpacked"),
        })
        {
            var no = Assert.Throws<SheetException>(() => Lines(file)).Refusal;
            Assert.Equal(why, no.Facts["why"]);
            // Each reason is a sentence of both languages, never its word.
            Assert.DoesNotContain(why == "empty" ? "：empty" : why, RefusalTexts.Sentence("zh-CN", no), StringComparison.Ordinal);
            Assert.Matches("[a-z]+ [a-z]+ [a-z]+", RefusalTexts.Sentence("en", no).Split(':')[1]);
        }
        Assert.Equal(RefusalTexts.Reasons("zh-CN").Order(StringComparer.Ordinal), RefusalTexts.Reasons("en").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_workbook_gives_cells_by_their_type_and_of_a_formula_its_value()
    {
        using var stream = new MemoryStream();
        await using (var book = await Spreadsheet.CreateNewAsync(stream, cancellationToken: TestContext.Current.CancellationToken))
        {
            await book.StartWorksheetAsync("数据", token: TestContext.Current.CancellationToken);
            await book.AddRowAsync(new Cell[] { new("code"), new("amount"), new("due"), new("at"), new("ok"), new("count") }, TestContext.Current.CancellationToken);
            await book.AddRowAsync(new Cell[] { new("A"), new(0.1 + 0.2), new(new DateTime(2026, 11, 23)), new(new DateTime(2026, 11, 23, 14, 5, 9)), new(true), new(1e15) }, TestContext.Current.CancellationToken);
            await book.AddRowAsync(new Cell[] { new("B"), new(new Formula("1+1"), 2.5) }, TestContext.Current.CancellationToken);
            await book.FinishAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal(["1 code|amount|due|at|ok|count", "2 A|0.3|2026-11-23|2026-11-23 14:05:09|true|1000000000000000", "3 B|2.5"], Lines(stream.ToArray()).Select(static l => l.TrimEnd('|')));
    }

    private static IEnumerable<string> Labels(Field field) => field.Label switch { "part.code" => ["零件编号", "Part no."], "part.title" => ["名称", "Title"], _ => [] };

    internal static List<string> Lines(byte[] file)
    {
        using var sheet = Sheets.Open(file);
        List<string> lines = [];
        while (sheet.Next() is { } line) lines.Add(string.Create(CultureInfo.InvariantCulture, $"{line.Number} {string.Join('|', line.Cells)}"));
        return lines;
    }

    private static List<ImportFault> Judge(string csv)
    {
        using var sheet = Sheets.Open(Encoding.UTF8.GetBytes(csv));
        var layout = ImportLayout.Of(part, sheet.Next()!.Cells, static f => f.Name == "code" ? ["编号"] : [], "").Must();
        var judge = new ImportJudge(part, layout, zone, "p");
        List<ImportFault> faults = [];
        while (sheet.Next() is { } line) faults.AddRange(judge.Judge(judge.Read(line), "x", null, DateTimeOffset.UnixEpoch).Faults);
        return faults;
    }

    private static string Value(Field field, string cell)
    {
        using var stream = new MemoryStream();
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var rule = CellText.Write(writer, field, cell, zone);
        writer.Flush();
        return rule.Length > 0 ? "!" + rule : Encoding.UTF8.GetString(stream.ToArray());
    }

    private static byte[] Zip(params (string Name, int Size)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, size) in parts)
            {
                using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                var zeros = new byte[1 << 20];
                for (var left = size; left > 0; left -= zeros.Length) part.Write(zeros.AsSpan(0, Math.Min(left, zeros.Length)));
            }
        return stream.ToArray();
    }
}
