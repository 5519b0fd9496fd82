using System.Text;
using Marketplace.Domain.Imports;
using Marketplace.Grains.Records;
using Marketplace.Storage;

namespace Marketplace.Grains.Imports;

/// <summary>Reads a whole file and says what it would write. Bounded: of lines it keeps their unique values and the first faults.</summary>
internal sealed class ImportPreview(Database database, WholeRun wholes, TimeProvider time)
{
    /// <summary>What was found: lines in all, and how many of them are good.</summary>
    public sealed record Found(ImportReport Report, int Lines, int Good);

    /// <summary>Looks at a whole export; how many lines it has.</summary>
    /// <exception cref="SheetException">It cannot be imported here.</exception>
    public Task<int> Whole(Storage.Installs.InstallHead head, byte[] file) => wholes.Look(head, file);

    /// <summary>Looks at a file.</summary>
    /// <exception cref="SheetException">The file cannot be read, does not fit the entity, or is too long.</exception>
    public async Task<Found> Look(RecordPlace place, byte[] file, string key, string zone, string actor)
    {
        using var table = ImportTable.Open(database, place, file, key, zone, actor);
        List<ImportFault> faults = [];
        List<string> rows = [];
        var (lines, good, now) = (0, 0, time.GetUtcNow());
        while (table.Next() is { Count: > 0 } page)
        {
            if (lines + page.Count > ImportLimits.Lines)
                throw new SheetException(Domain.Refusal.Of(Domain.Codes.ImportTooLong, ("lines", ImportLimits.Lines)));
            foreach (var line in await table.Pages.Judge(page, static ordinal => $"new-{ordinal}", now))
            {
                if (line.Faults.Count == 0) good++;
                else faults.AddRange(line.Faults.Take(ImportLimits.Told - faults.Count));
                if (line.Change is { } change && rows.Count < ImportLimits.Shown) rows.Add(Encoding.UTF8.GetString(change.After!.Body));
            }
            lines += page.Count;
        }
        return new Found(new ImportReport { Columns = table.Layout.Columns, Missing = table.Layout.Missing, Rows = rows, Faults = faults }, lines, good);
    }
}
