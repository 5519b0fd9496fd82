using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Storage.Schema;

namespace Marketplace.Storage.Backup;

/// <summary>A backup that was found whole and of a kind this program reads.</summary>
internal sealed class BackupFile : IDisposable
{
    private readonly FileStream stream;
    private readonly ZipArchive zip;

    private BackupFile(FileStream stream, ZipArchive zip, BackupManifest manifest) => (this.stream, this.zip, Manifest) = (stream, zip, manifest);

    public BackupManifest Manifest { get; }

    /// <summary>The schema step whose shape the rows have.</summary>
    public int Step => Manifest.Steps[^1].Number;

    /// <summary>Opens a backup and looks at every byte of it.</summary>
    /// <exception cref="StoreWorkException">It is not there, damaged, no backup, or of a later program.</exception>
    public static async Task<BackupFile> Open(string file, CancellationToken cancel)
    {
        var stream = Stream(file);
        try
        {
            if (!await BackupSeal.Holds(stream, cancel)) throw new StoreWorkException($"{file} is damaged or no backup: its last bytes are not the sum of those before. Use another copy.");
            var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var entry = zip.GetEntry(StoreBackup.Manifest) ?? throw new InvalidDataException("It has no manifest.");
            await using var words = await entry.OpenAsync(cancel);
            var manifest = await JsonSerializer.DeserializeAsync(words, BackupJson.Default.BackupManifest, cancel) ?? throw new InvalidDataException("Its manifest is empty.");
            Known(file, manifest);
            return new BackupFile(stream, zip, manifest);
        }
        catch (Exception broken)
        {
            await stream.DisposeAsync();
            if (broken is InvalidDataException or JsonException) throw new StoreWorkException($"{file} is no backup that this program reads ({broken.Message}).", broken);
            throw;
        }
    }

    /// <summary>The rows of one table.</summary>
    public async Task<RowReader> Rows(BackedTable table, CancellationToken cancel) =>
        new(new BufferedStream(await Entry(StoreBackup.TableFolder + table.Shape.Name, cancel), 65_536), table);

    /// <summary>The bytes of one key file.</summary>
    public async Task<byte[]> Key(BackedFile file, CancellationToken cancel)
    {
        await using var entry = await Entry(StoreBackup.KeyFolder + file.Name, cancel);
        var bytes = new byte[file.Bytes];
        await entry.ReadExactlyAsync(bytes, cancel);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == file.Sha256
            ? bytes
            : throw new StoreWorkException($"The key {file.Name} in the backup is damaged. Nothing was changed. Use another copy of the file.");
    }

    public void Dispose()
    {
        zip.Dispose();
        stream.Dispose();
    }

    private static void Known(string file, BackupManifest manifest)
    {
        if (manifest.Format > BackupManifest.Present)
            throw new StoreWorkException($"{file} has format {manifest.Format}; this program reads up to {BackupManifest.Present}. Restore it with the program that made it, or a later one.");
        if (manifest.Engine is not (StoreOptions.Sqlite or StoreOptions.Postgres) || manifest.Steps.Count == 0)
            throw new InvalidDataException("Its manifest names no engine or no schema step.");
        var known = SchemaSteps.Embedded(manifest.Engine).ToDictionary(static step => step.Number);
        foreach (var step in manifest.Steps)
        {
            if (!known.TryGetValue(step.Number, out var ours))
                throw new StoreWorkException($"{file} has schema step {step.Name}, which this program does not know. Restore it with the program that made it, or a later one.");
            if (ours.Checksum != step.Checksum)
                throw new StoreWorkException($"{file} was made by a program whose schema step {step.Name} has other bytes than this one's. Restore it with the program that made it.");
        }
        if (manifest.Keys.Any(static key => key.Name != Path.GetFileName(key.Name) || key.Name is "" or "." or "..")) throw new InvalidDataException("A key's name is no file name.");
    }

    private async Task<Stream> Entry(string name, CancellationToken cancel) =>
        await (zip.GetEntry(name) ?? throw new StoreWorkException($"The backup has no {name}. Use another copy of the file.")).OpenAsync(cancel);

    private static FileStream Stream(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            throw new StoreWorkException($"{file} cannot be read ({none.Message}).", none);
        }
    }
}
