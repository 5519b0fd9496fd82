using Marketplace.Domain;
using Marketplace.Domain.Files;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Records;
using Marketplace.Grains.Catalogue;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Files;
using Marketplace.Storage.Imports;
using Marketplace.Storage.Installs;

namespace Marketplace.Grains.Imports;

/// <summary>Brings a whole export into an install that has nothing yet, with ids, versions, times and makers as they were.</summary>
internal sealed class WholeRun(Database database, ReleaseLibrary library, TimeProvider time)
{
    private const int FilesBytes = 4 * 1_048_576;

    /// <summary>Looks through an export; answers how many lines it has.</summary>
    /// <exception cref="SheetException">It cannot be imported here.</exception>
    public async Task<int> Look(InstallHead head, byte[] file)
    {
        if (await IsEmpty(head.Id) is false) throw new SheetException(Refusal.Of(Codes.ImportNotEmpty, ("app", head.App)));
        using var whole = WholeFile.Open(file, head.App, await Manifest(head));
        whole.Settings();
        Dictionary<string, Attachment> files = new(StringComparer.Ordinal);
        var lines = 0;
        foreach (var line in whole.Lines(head.Id))
        {
            lines++;
            if (line.File is { } one && !files.TryAdd(one.File.Id, one.File)) throw new SheetException(Refusal.Of(Codes.ImportArchive, ("why", "file"), ("line", lines)));
            if (line.Record is { } record && Attachment.Of(line.Entity!, record).Any(named => files.GetValueOrDefault(named.Id) != named))
                throw new SheetException(Refusal.Of(Codes.ImportArchive, ("why", "file"), ("entity", record.Entity)));
        }
        return lines;
    }

    /// <summary>Plans the pages that follow <paramref name="row"/>, one at a call: what is to be written, and where the import then stands.</summary>
    /// <exception cref="SheetException">It cannot be imported here any more.</exception>
    public async IAsyncEnumerable<ImportStep> Pages(InstallHead first, ImportRow row)
    {
        var file = await BlobFacts.Get(database, row.Sha256) ?? throw new InvalidDataException("The file of an import is missing from the blob store.");
        if (row.Next == 0 && !await IsEmpty(first.Id)) throw new SheetException(Refusal.Of(Codes.ImportNotEmpty, ("app", first.App)));
        using var whole = WholeFile.Open(file, first.App, await Manifest(first));
        List<WholeFile.Line> page = [];
        var bytes = 0L;
        foreach (var line in whole.Lines(first.Id).Skip((int)row.Next))
        {
            if (page.Count == ImportLimits.Page || (page.Count > 0 && bytes + line.Bytes.Length > FilesBytes))
            {
                yield return Step(row, page);
                row = Next(row, page);
                (page, bytes) = ([], 0);
            }
            page.Add(line);
            bytes += line.Bytes.Length;
        }
        if (page.Count > 0)
        {
            yield return Step(row, page);
            row = Next(row, page);
        }
        var settings = whole.Settings();
        yield return new ImportStep([], row with { State = ImportState.Done, ChangedAt = time.GetUtcNow() })
        {
            Also = (unit, head) => InstallFacts.Replace(unit, head with { SettingsJson = settings }, head.Epoch),
        };
    }

    private ImportStep Step(ImportRow row, List<WholeFile.Line> page)
    {
        var (lines, now) = (page.ToList(), time.GetUtcNow());
        return new ImportStep([.. lines.Where(static l => l.Record is not null).Select(static l => new RecordChange(l.Entity!, l.Record!.Id, null, l.Record))], Next(row, lines))
        {
            Also = (unit, _) =>
            {
                foreach (var line in lines.Where(static l => l.File is not null))
                {
                    BlobFacts.Put(unit, line.Bytes, now);
                    FileFacts.Add(unit, line.File!, now);
                }
            },
        };
    }

    private ImportRow Next(ImportRow row, List<WholeFile.Line> page) => row with
    {
        Next = row.Next + page.Count,
        Inserted = row.Inserted + page.Count(static l => l.Record is not null),
        ChangedAt = time.GetUtcNow(),
    };

    private async Task<bool> IsEmpty(string install) =>
        (await database.Read("SELECT 1 FROM record WHERE install = $1 UNION ALL SELECT 1 FROM file WHERE install = $2 LIMIT 1", static row => row.Number(0), default, install, install)).Count == 0;

    private async Task<Domain.Catalogue.Manifest> Manifest(InstallHead head) =>
        (await library.Load(head.Digest) ?? throw new InvalidDataException("An installed release has no bytes.")).Manifest;
}

/// <summary>One page of an import, and where it then stands.</summary>
internal sealed record ImportStep(IReadOnlyList<RecordChange> Changes, ImportRow Next)
{
    /// <summary>What else goes into its unit.</summary>
    public Action<Unit, InstallHead>? Also { get; init; }
}
