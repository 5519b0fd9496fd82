using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Records;
using Marketplace.Grains.Imports;
using SpreadCheetah;
using Xunit;
using Cell = SpreadCheetah.Cell;

namespace Marketplace.Tests.Unit.Imports;

/// <summary>Random records go out as a table and come in again as they were; deliberately wrong ways of writing or reading are caught.
/// Records are made and compared here without the product's own code.</summary>
public sealed class RoundTripTests
{
    private static readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private static readonly Field[] fields =
    [
        new() { Name = "text", Type = FieldType.LongText, Label = "words" }, new() { Name = "whole", Type = FieldType.Integer }, new() { Name = "exact", Type = FieldType.Decimal, Scale = 6 },
        new() { Name = "price", Type = FieldType.Money }, new() { Name = "yes", Type = FieldType.Boolean }, new() { Name = "day", Type = FieldType.Date },
        new() { Name = "at", Type = FieldType.DateTime }, new() { Name = "span", Type = FieldType.Duration }, new() { Name = "data", Type = FieldType.Json },
    ];

    private static readonly Entity entity = new() { Name = "thing", Fields = fields.ToDictionary(static f => f.Name, StringComparer.Ordinal) };

    private static readonly string[] crumbs = ["=", "+", "-", "@", "'", "\"", ",", ";", "\n", " ", "\t", "0", "1", "a", "铝", "𠮷", "_x000D_", "<", "&", "é", "true", "2026-01-01", "sep=", "\r"];

    [Fact]
    public async Task What_went_out_comes_in_as_it_was()
    {
        var (seed, count) = (Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? Environment.TickCount : 20261127, Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 20_000 : 1_500);
        var rows = Rows(new Random(seed), count);
        Assert.Equal("", Different(rows, Csv(rows)));
        Assert.Equal("", Different(rows, await Xlsx(rows)));

        // Wrong on purpose: a guard that is not taken off, decimals through a double, quotes that are not doubled, local time taken for UTC.
        Assert.NotEqual("", Different(rows, Csv(rows, cell => cell.StartsWith('\'') ? "'" + cell : cell)));
        Assert.NotEqual("", Different(rows, Csv(rows, static cell => decimal.TryParse(cell, CultureInfo.InvariantCulture, out _) && cell.Contains('.', StringComparison.Ordinal)
            ? ((float)double.Parse(cell, CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture) : cell)));
        Assert.NotEqual("", Different(rows, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Csv(rows)).Replace("\"\"", "\"", StringComparison.Ordinal))));
        Assert.NotEqual("", Different(rows, Csv(rows), TimeZoneInfo.Utc));

        Console.WriteLine($"{count} records, seed {seed}: equal by CSV and by XLSX; 4 wrong ways caught");
    }

    private static List<RecordRow> Rows(Random dice, int count) => [.. Enumerable.Range(0, count).Select(i => new RecordRow
    {
        Entity = "thing", Id = $"r{i:D6}", Version = 1, CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = "p", UpdatedAt = DateTimeOffset.UnixEpoch, Body = Body(dice, i),
    })];

    private static byte[] Body(Random dice, int ordinal)
    {
        var body = new Dictionary<string, object> { ["whole"] = ordinal };
        if (dice.Next(4) > 0) body["text"] = string.Concat(Enumerable.Range(0, dice.Next(1, 6)).Select(_ => crumbs[dice.Next(crumbs.Length)]));
        if (dice.Next(3) == 0) body["whole"] = dice.NextInt64(-9_007_199_254_740_991, 9_007_199_254_740_992);
        if (dice.Next(2) == 0) body["exact"] = (dice.NextInt64(-9_000_000_000_000_000, 9_000_000_000_000_000) / 1_000_000m).ToString("0.000000", CultureInfo.InvariantCulture);
        if (dice.Next(2) == 0) body["price"] = dice.NextInt64(-1_000_000_000_000, 1_000_000_000_000);
        if (dice.Next(2) == 0) body["yes"] = dice.Next(2) == 0;
        if (dice.Next(2) == 0) body["day"] = new DateOnly(1, 1, 1).AddDays(dice.Next(3_652_059)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // The years of clock changes in China among them.
        if (dice.Next(2) == 0) body["at"] = DateTimeOffset.FromUnixTimeMilliseconds(dice.NextInt64(500_000_000_000, 1_900_000_000_000)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        if (dice.Next(2) == 0) body["span"] = dice.NextInt64(0, 1_000_000_000);
        if (dice.Next(3) == 0) body["data"] = new { a = dice.Next(9), b = new[] { "x,\"y\"", "=1" } };
        return RecordRules.Insert(entity, "r", JsonSerializer.SerializeToElement(body), "p", DateTimeOffset.UnixEpoch).Must().Body;
    }

    private static byte[] Csv(List<RecordRow> rows, Func<string, string>? wrong = null)
    {
        var (header, _, cells) = ExportRules.Table(fields, static f => f.Label, rows, zone);
        var text = new StringBuilder("\uFEFF");
        SheetText.Line(text, header);
        foreach (var row in cells) SheetText.Line(text, wrong is null ? row : [.. row.Select(wrong)]);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task<byte[]> Xlsx(List<RecordRow> rows)
    {
        var (header, _, cells) = ExportRules.Table(fields, static f => f.Label, rows, zone);
        using var stream = new MemoryStream();
        await using var book = await Spreadsheet.CreateNewAsync(stream);
        await book.StartWorksheetAsync("thing");
        foreach (var row in cells.Prepend(header)) await book.AddRowAsync(row.Select(static cell => cell.Length == 0 ? default : new Cell(SheetText.Xml(cell))).ToArray());
        await book.FinishAsync();
        return stream.ToArray();
    }

    /// <summary>The first difference, or nothing.</summary>
    private static string Different(List<RecordRow> rows, byte[] file, TimeZoneInfo? other = null)
    {
        try
        {
            using var sheet = Sheets.Open(file);
            var layout = ImportLayout.Of(entity, sheet.Next()!.Cells, static f => f.Label.Length > 0 ? [f.Label] : [], "").Must();
            var judge = new ImportJudge(entity, layout, other ?? zone, "p");
            foreach (var row in rows)
            {
                if (sheet.Next() is not { } line) return $"{row.Id} is missing";
                var judged = judge.Judge(judge.Read(line), row.Id, null, DateTimeOffset.UnixEpoch);
                if (judged.Faults.Count > 0) return $"{row.Id}: {judged.Faults[0]} of {Encoding.UTF8.GetString(row.Body)}";
                if (!judged.Change!.After!.Body.AsSpan().SequenceEqual(row.Body)) return $"{row.Id}: {Encoding.UTF8.GetString(row.Body)} came back as {Encoding.UTF8.GetString(judged.Change.After.Body)}";
            }
            return sheet.Next() is null ? "" : "more lines than records";
        }
        catch (SheetException broken)
        {
            return broken.Refusal.Facts["why"];
        }
    }
}
