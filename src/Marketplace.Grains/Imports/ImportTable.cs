using Marketplace.Domain;
using Marketplace.Domain.Imports;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Records;
using Marketplace.Storage;

namespace Marketplace.Grains.Imports;

/// <summary>A file that is open below its header, with what its lines become.</summary>
internal sealed class ImportTable(ISheet sheet, ImportLayout layout, ImportPages pages) : IDisposable
{
    public ImportLayout Layout => layout;

    public ImportPages Pages => pages;

    /// <summary>Opens a file for an entity.</summary>
    /// <exception cref="SheetException">The file cannot be read, or does not fit the entity.</exception>
    public static ImportTable Open(Database database, RecordPlace place, byte[] file, string key, string zone, string actor)
    {
        var sheet = Sheets.Open(file);
        try
        {
            var header = sheet.Next() ?? throw SheetException.Of("empty");
            if (header.Cells.Count > ImportLimits.Columns) throw SheetException.Of("columns");
            var layout = ImportLayout.Of(place.Shape, header.Cells, field => Labels(place.Release, field.Label), key);
            if (!layout.Ok) throw new SheetException(layout.Refusal!);
            var judge = new ImportJudge(place.Shape, layout.Must(), TimeZoneInfo.FindSystemTimeZoneById(zone), actor);
            return new ImportTable(sheet, layout.Must(), new ImportPages(database, place.Head.Id, place.Shape, layout.Must(), judge));
        }
        catch
        {
            sheet.Dispose();
            throw;
        }
    }

    /// <summary>The next lines, at most a page of them; none at the end.</summary>
    /// <exception cref="SheetException">The file cannot be read on.</exception>
    public List<ReadLine> Next(int most = ImportLimits.Page)
    {
        List<ReadLine> lines = new(most);
        while (lines.Count < most && sheet.Next() is { } line) lines.Add(pages.Read(line));
        return lines;
    }

    public void Dispose() => sheet.Dispose();

    private static IEnumerable<string> Labels(LoadedRelease release, string label) =>
        label.Length == 0 ? [] : release.Package.Script.Locales.Values.Select(words => words.GetValueOrDefault(label, ""));
}
