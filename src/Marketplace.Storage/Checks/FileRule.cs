using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Files;
using Marketplace.Domain.Records;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Records;

namespace Marketplace.Storage.Checks;

/// <summary>Files have their bytes, know how many attachments name them, and the room they take is what is written of it; imports have
/// the file they were made from.</summary>
internal sealed class FileRule : StoreRule
{
    public override string Name => "files";

    public override string Promise => "files and imports have their bytes, and every attachment names a file that counts it";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        findings.Look(await store.Number("SELECT count(*) FROM file", cancel) + await store.Number("SELECT count(*) FROM import_run", cancel));
        foreach (var table in new[] { "file", "import_run" })
            await foreach (var row in store.Read($"SELECT t.id, t.sha256 FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM blob_part b WHERE b.sha256 = t.sha256) ORDER BY t.id", cancel))
                findings.Add($"the bytes of {table} {row.Text(0)} are missing: {row.Text(1)}");
        await foreach (var row in store.Read(
            """
            SELECT s.install, s.files, s.bytes, (SELECT count(*) FROM file f WHERE f.install = s.install), (SELECT CAST(coalesce(sum(f.size), 0) AS bigint) FROM file f WHERE f.install = s.install)
            FROM file_space s ORDER BY s.install
            """, cancel))
            if (row.Number(1) != row.Number(3) || row.Number(2) != row.Number(4))
                findings.Add($"{row.Text(0)}: {row.Number(1)} files of {row.Number(2)} bytes are written down, and {row.Number(3)} of {row.Number(4)} are there");
        var packages = new StoredPackages(store);
        foreach (var (install, digest) in await store.All("SELECT id, digest FROM install_head ORDER BY id", static row => (row.Text(0), row.Text(1)), cancel))
            if (await packages.Manifest(digest, cancel) is { Manifest: { } manifest })
                await Uses(store, install, manifest, findings, cancel);
    }

    private static async Task Uses(Snapshot store, string install, Manifest manifest, Findings findings, CancellationToken cancel)
    {
        var entities = manifest.Entities.Values.Where(static e => e.Fields.Values.Any(static f => f.Type == FieldType.Attachment));
        // Records of an entity that the version in use does not declare stay for the way back, and so do their files.
        var hidden = false;
        await foreach (var row in store.Read("SELECT DISTINCT entity FROM record WHERE install = $1", cancel, install)) hidden |= !manifest.Entities.ContainsKey(row.Text(0));
        Dictionary<string, long> uses = new(StringComparer.Ordinal);
        foreach (var entity in entities)
            await foreach (var row in store.Read($"SELECT {RecordFacts.Columns} FROM record r WHERE r.install = $1 AND r.entity = $2 ORDER BY r.id", cancel, install, entity.Name))
                foreach (var attachment in Attachment.Of(entity, RecordFacts.Read(row)))
                    uses[attachment.Id] = uses.GetValueOrDefault(attachment.Id) + 1;
        await foreach (var row in store.Read("SELECT id, uses FROM file WHERE install = $1 ORDER BY id", cancel, install))
            if (uses.Remove(row.Text(0), out var counted) ? counted != row.Number(1) && !(hidden && counted < row.Number(1)) : row.Number(1) != 0 && !hidden)
                findings.Add($"{install}: file {row.Text(0)} says {row.Number(1)} attachments and {counted} name it");
        foreach (var id in uses.Keys.Order(StringComparer.Ordinal)) findings.Add($"{install}: an attachment names the file {id}, which is not there");
    }
}
