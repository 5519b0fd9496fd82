using Marketplace.Domain;
using Marketplace.Domain.Files;
using Marketplace.Domain.Records;
using Marketplace.Storage.Records;

namespace Marketplace.Storage.Files;

/// <summary>A file of an install: what it is, who brought it, and how many attachments name it.</summary>
public sealed record StoredFile(string Install, Attachment File, DateTimeOffset CreatedAt, string CreatedBy, long Uses);

/// <summary>The files of installs. The bytes are blobs under their digest; a row here names them, and so keeps them.</summary>
public static class FileFacts
{
    private const string Columns = "install, id, name, type, size, sha256, created_at, created_by, uses";

    /// <summary>Adds a file that no record names yet, from <paramref name="since"/> on. When the install's room is full the unit ends as
    /// <c>file.quota</c>.</summary>
    public static void Add(Unit unit, StoredFile file, DateTimeOffset? since = null)
    {
        var (install, one) = (file.Install, file.File);
        unit.Do("INSERT INTO file_space (install, files, bytes) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING", install);
        unit.Must("UPDATE file_space SET files = files + 1, bytes = bytes + $1 WHERE install = $2 AND files < $3 AND bytes <= $4",
            Codes.FileQuota, one.Id, one.Size, install, FileRules.MostFiles, FileRules.MostBytes - one.Size);
        unit.Must("INSERT INTO file (install, id, name, type, size, sha256, created_at, created_by, uses, idle_since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9) ON CONFLICT DO NOTHING",
            Conflicts.Exists, one.Id, install, one.Id, one.Name, one.Type, one.Size, one.Sha256, file.CreatedAt, file.CreatedBy, since ?? file.CreatedAt);
    }

    /// <summary>Counts what a change of a record does to the files it names. A newly named file that is not there, or is not what the
    /// attachment says, ends the unit as <c>file.unknown</c> with its id.</summary>
    internal static void Count(Unit unit, string install, RecordChange change)
    {
        var before = Attachment.Of(change.Entity, change.Before).ToList();
        var after = Attachment.Of(change.Entity, change.After).ToList();
        foreach (var gone in before.Where(one => !after.Remove(one)))
            unit.Do("UPDATE file SET uses = uses - 1, idle_since = 0 WHERE install = $1 AND id = $2 AND uses > 0", install, gone.Id);
        foreach (var one in after)
            unit.Must("UPDATE file SET uses = uses + 1 WHERE install = $1 AND id = $2 AND name = $3 AND type = $4 AND size = $5 AND sha256 = $6",
                Codes.FileUnknown, one.Id, install, one.Id, one.Name, one.Type, one.Size, one.Sha256);
    }

    /// <summary>One file, or null.</summary>
    public static Task<StoredFile?> Get(Database database, string install, string id, CancellationToken cancel = default) =>
        database.First<StoredFile>($"SELECT {Columns} FROM file WHERE install = $1 AND id = $2", Read, cancel, install, id);

    /// <summary>A page of an install's files in the order of their ids, after the last one seen.</summary>
    public static Task<IReadOnlyList<StoredFile>> List(Database database, string install, string after, int most, CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM file WHERE install = $1 AND id > $2 ORDER BY id LIMIT $3", Read, cancel, install, after, most);

    /// <summary>Those of some ids that are there.</summary>
    public static async Task<IReadOnlyList<StoredFile>> Find(Database database, string install, IEnumerable<string> ids, CancellationToken cancel = default)
    {
        List<StoredFile> found = [];
        foreach (var chunk in ids.Distinct(StringComparer.Ordinal).Chunk(100))
        {
            var list = SqlList.Of(chunk.Select(static id => (Arg)id), firstParameter: 2);
            found.AddRange(await database.Read($"SELECT {Columns} FROM file WHERE install = $1 AND id IN ({list.Sql})", Read, cancel, [install, .. list.Args]));
        }
        return found;
    }

    /// <summary>Marks files that lost their last attachment since, and forgets those that were without one before a time, at most
    /// <paramref name="most"/>; answers how many were forgotten. Their bytes go like all bytes that nobody names.</summary>
    public static async Task<int> Forget(Database database, DateTimeOffset now, DateTimeOffset before, int most, CancellationToken cancel = default)
    {
        await database.Commit(new Unit().Do("UPDATE file SET idle_since = $1 WHERE uses = 0 AND idle_since = 0", now), cancel);
        var idle = await database.Read($"SELECT {Columns} FROM file WHERE uses = 0 AND idle_since > 0 AND idle_since < $1 ORDER BY idle_since LIMIT $2", Read, cancel, before, most);
        foreach (var file in idle)
            // A record that names it at this moment raised uses, and then the row stays.
            await database.Commit(new Unit()
                .Must("DELETE FROM file WHERE install = $1 AND id = $2 AND uses = 0", Conflicts.Exists, file.File.Id, file.Install, file.File.Id)
                .Do("UPDATE file_space SET files = files - 1, bytes = bytes - $1 WHERE install = $2", file.File.Size, file.Install), cancel);
        return idle.Count;
    }

    /// <summary>The digests of all bytes that a file is made of.</summary>
    public static Task<IReadOnlyList<string>> Named(Database database, CancellationToken cancel = default) =>
        database.Read("SELECT DISTINCT sha256 FROM file", static row => row.Text(0), cancel);

    private static StoredFile Read(Row row) => new(row.Text(0), new Attachment(row.Text(1), row.Text(2), row.Text(3), row.Number(4), row.Text(5)),
        row.Time(6), row.Text(7), row.Number(8));
}
