namespace Marketplace.Storage.Backup;

/// <summary>What a restore did, for the operator.</summary>
public sealed record RestoreReceipt(DateTimeOffset Made, string Engine, int Step, int Tables, long Rows, int Keys);

/// <summary>A restore that was refused because the store is not empty, with what is in it.</summary>
public sealed class StoreNotEmptyException(IReadOnlyList<(string Table, long Rows)> holds)
    : Exception("The store is not empty.")
{
    /// <summary>Tables that have rows.</summary>
    public IReadOnlyList<(string Table, long Rows)> Holds { get; } = holds;
}

/// <summary>Brings a backup into a store of either engine.</summary>
public static class StoreRestore
{
    /// <summary>Restores <paramref name="file"/> with its keys. The file is looked at whole before anything else; the store is then as in
    /// the backup, or as it was.</summary>
    /// <param name="options">The store that is filled; no host may have it open.</param>
    /// <param name="file">The backup.</param>
    /// <param name="replaces">Told what a store that is not empty loses; null to refuse such a store.</param>
    /// <param name="time">The clock of the schema's marks.</param>
    /// <param name="told">Told of a table and how many of its rows are written.</param>
    /// <param name="cancel">Ends it; the store is then as it was.</param>
    /// <exception cref="StoreWorkException">The file or the store will not do; the message says why.</exception>
    /// <exception cref="StoreNotEmptyException">The store holds rows and <paramref name="replaces"/> is null.</exception>
    public static async Task<RestoreReceipt> Run(
        StoreOptions options, string file, Action<IReadOnlyList<(string Table, long Rows)>>? replaces, TimeProvider time, Action<string, long> told, CancellationToken cancel = default)
    {
        using var backup = await BackupFile.Open(file, cancel);
        await using var target = await RestoreTarget.Open(options, cancel);
        var holds = await target.Holds(cancel);
        if (holds.Count > 0)
        {
            if (replaces is null) throw new StoreNotEmptyException(holds);
            replaces(holds);
        }
        await target.Begin(cancel);
        await target.Shape(backup.Step, time, cancel);
        var here = (await target.Tables(cancel)).ToDictionary(static table => table.Name, StringComparer.Ordinal);
        foreach (var table in backup.Manifest.Tables)
        {
            if (!here.TryGetValue(table.Shape.Name, out var shape) || !shape.IsLike(table.Shape))
                throw new StoreWorkException($"The table {table.Shape.Name} of the backup has another shape than at schema step {backup.Step} here. Restore it with the program that made it.");
            using var rows = await backup.Rows(table, cancel);
            await target.Load(shape, rows, done => told(table.Shape.Name, done), cancel);
        }
        await target.Grow(backup.Step, time, cancel);
        await Keys(backup, options.KeyFolder, cancel);
        await target.Commit(cancel);
        var manifest = backup.Manifest;
        return new RestoreReceipt(manifest.Made, manifest.Engine, backup.Step, manifest.Tables.Count, manifest.Tables.Sum(static table => table.Rows), manifest.Keys.Count);
    }

    /// <summary>Keys come before the rows: one too many harms nobody, one too few signs everybody out. A key of the same name that is
    /// another is kept beside it.</summary>
    private static async Task Keys(BackupFile backup, string folder, CancellationToken cancel)
    {
        if (backup.Manifest.Keys.Count == 0) return;
        Directory.CreateDirectory(folder);
        foreach (var key in backup.Manifest.Keys)
        {
            var (path, bytes) = (Path.Combine(folder, key.Name), await backup.Key(key, cancel));
            if (File.Exists(path))
            {
                if ((await File.ReadAllBytesAsync(path, cancel)).AsSpan().SequenceEqual(bytes)) continue;
                File.Move(path, path + ".before", overwrite: true);
            }
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new FileStream(path + ".part", options))
            {
                await stream.WriteAsync(bytes, cancel);
                stream.Flush(flushToDisk: true);
            }
            File.Move(path + ".part", path, overwrite: true);
        }
    }
}
