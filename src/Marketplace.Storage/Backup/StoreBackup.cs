using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Storage.Documents;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Schema;

namespace Marketplace.Storage.Backup;

/// <summary>What was written, for the operator.</summary>
public sealed record BackupReceipt(string File, long Bytes, int Tables, long Rows, int Keys);

/// <summary>Takes the whole store, and the folder of keys beside it, into one file that restores into either engine.</summary>
public static class StoreBackup
{
    internal const string Manifest = "manifest.json", TableFolder = "tables/", KeyFolder = "keys/";

    private const int LargestKey = 1024 * 1024;

    /// <summary>Writes <paramref name="file"/> from one moment of the store; a host may go on writing. Until it is whole and on disk the
    /// file is called <c>….part</c>. It holds everything, secrets too, and only its owner may read it.</summary>
    /// <param name="options">The store.</param>
    /// <param name="file">The file to be made.</param>
    /// <param name="time">The clock of the manifest.</param>
    /// <param name="told">Told of a table and how many of its rows are written.</param>
    /// <param name="cancel">Ends it; nothing is left.</param>
    /// <exception cref="StoreWorkException">The file is there already, or the store cannot be read.</exception>
    public static async Task<BackupReceipt> Take(StoreOptions options, string file, TimeProvider time, Action<string, long> told, CancellationToken cancel = default)
    {
        if (Path.Exists(file)) throw new StoreWorkException($"{file} is there already and is not overwritten. Give another name.");
        await using var snapshot = await Snapshot.Open(options, cancel);
        if (snapshot.Step == 0) throw new StoreWorkException("The store is empty: no host has opened it yet.");
        var part = file + ".part";
        await using var stream = Opened(part);
        try
        {
            var manifest = await Write(stream, snapshot.Session, options, time, told, cancel);
            await BackupSeal.Close(stream, cancel);
            File.Move(part, file);
            return new BackupReceipt(file, stream.Length, manifest.Tables.Count, manifest.Tables.Sum(static table => table.Rows), manifest.Keys.Count);
        }
        catch (Exception broken)
        {
            File.Delete(part);
            if (broken is IOException) throw Unwritable(part, broken);
            throw;
        }
    }

    private static async Task<BackupManifest> Write(
        FileStream stream, Session session, StoreOptions options, TimeProvider time, Action<string, long> told, CancellationToken cancel)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true) { Comment = BackupSeal.Blank };
        List<BackedTable> tables = [];
        foreach (var table in await StoreTables.Read(session, cancel))
        {
            using var writer = new RowWriter(await Entry(zip, TableFolder + table.Name, cancel), table);
            Arg[] args = table.Name == StoreTable.Documents ? [DocumentService.Of(options.Engine)] : [];
            await foreach (var row in session.Read(table.Select(), args, cancel))
            {
                writer.Write(row);
                if (writer.Rows % 10_000 == 0) told(table.Name, writer.Rows);
            }
            tables.Add(writer.End());
            told(table.Name, writer.Rows);
        }
        var steps = await SchemaSteps.Applied(session, cancel);
        var manifest = new BackupManifest
        {
            Format = BackupManifest.Present, Made = time.GetUtcNow(), Engine = options.Engine,
            Steps = [.. steps.Select(static step => new BackedStep(step.Number, step.Name, step.Checksum))],
            Tables = tables, Keys = await Keys(zip, options.KeyFolder, cancel),
        };
        await using var words = await Entry(zip, Manifest, cancel);
        await JsonSerializer.SerializeAsync(words, manifest, BackupJson.Default.BackupManifest, cancel);
        return manifest;
    }

    private static async Task<List<BackedFile>> Keys(ZipArchive zip, string folder, CancellationToken cancel)
    {
        List<BackedFile> files = [];
        if (!Directory.Exists(folder)) return files;
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            if (new FileInfo(path).Length > LargestKey) throw new StoreWorkException($"{path} is no key: it is larger than {LargestKey} bytes. Move it away.");
            var bytes = await File.ReadAllBytesAsync(path, cancel);
            await using var entry = await Entry(zip, KeyFolder + Path.GetFileName(path), cancel);
            await entry.WriteAsync(bytes, cancel);
            files.Add(new BackedFile(Path.GetFileName(path), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        }
        return files;
    }

    private static Task<Stream> Entry(ZipArchive zip, string name, CancellationToken cancel) =>
        zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancel);

    private static FileStream Opened(string part)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            var stream = new FileStream(part, options);
            if (options.UnixCreateMode is { } mode && !OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, mode);
            return stream;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(part, broken);
        }
    }

    private static StoreWorkException Unwritable(string part, Exception broken) =>
        new($"{part} cannot be written ({broken.Message}). See that its folder is there, may be written, and has room.", broken);
}
