using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Files;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Records;
using Marketplace.Storage.Files;

namespace Marketplace.Grains.Imports;

/// <summary>A whole export that comes back in: its files, then its records entity by entity, one numbered line after the other. Everything in it is
/// held against its own list of digests and against the version that is installed before anything is written.</summary>
internal sealed class WholeFile : IDisposable
{
    /// <summary>The kind of such an import.</summary>
    public const string Kind = "zip";

    private static readonly JsonDocumentOptions strict = new() { MaxDepth = 64 };
    private readonly ZipArchive archive;
    private readonly Manifest manifest;

    private WholeFile(ZipArchive archive, Manifest manifest) => (this.archive, this.manifest) = (archive, manifest);

    /// <summary>A line: a file with its bytes, or a record.</summary>
    public sealed record Line(StoredFile? File, byte[] Bytes, Entity? Entity, RecordRow? Record);

    /// <summary>Opens an export of an app for the version that is installed.</summary>
    /// <exception cref="SheetException">It is none, or it is damaged.</exception>
    public static WholeFile Open(byte[] file, string app, Manifest manifest)
    {
        ZipArchive? archive = null;
        try
        {
            archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            var whole = new WholeFile(archive, manifest);
            whole.Check();
            using var identity = JsonDocument.Parse(whole.Bytes("export.json"), strict);
            if (!identity.RootElement.TryGetProperty("format", out var format) || !format.TryGetInt32(out var number) || number != 1) throw No("format");
            if (!identity.RootElement.TryGetProperty("app", out var of) || of.GetString() != app) throw No("app");
            return whole;
        }
        catch (Exception broken) when (broken is InvalidDataException or JsonException or InvalidOperationException or IOException or NotSupportedException or KeyNotFoundException or ArgumentException or FormatException or OverflowException)
        {
            archive?.Dispose();
            throw new SheetException(Refusal.Of(Codes.ImportArchive, ("why", "zip")), broken);
        }
        catch
        {
            archive?.Dispose();
            throw;
        }
    }

    /// <summary>Settings, without what the app marks as secret: an export that somebody wrote by hand brings none in.</summary>
    public byte[] Settings()
    {
        try
        {
            using var parsed = JsonDocument.Parse(Bytes("settings.json"), strict);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object) return ExportRules.Open(Bytes("settings.json"), manifest.Settings);
        }
        catch (JsonException broken)
        {
            throw new SheetException(Refusal.Of(Codes.ImportArchive, ("why", "settings")), broken);
        }
        throw No("settings");
    }

    /// <summary>Every line in its order.</summary>
    /// <exception cref="SheetException">A line is not as it must be.</exception>
    public IEnumerable<Line> Lines(string install)
    {
        foreach (var (number, json) in Rows("files.ndjson")) yield return File(install, json, number);
        foreach (var entry in archive.Entries.Where(static e => e.FullName.StartsWith("entities/", StringComparison.Ordinal)).OrderBy(static e => e.FullName, StringComparer.Ordinal))
        {
            var name = entry.FullName["entities/".Length..].Replace(".ndjson", "", StringComparison.Ordinal);
            if (!manifest.Entities.TryGetValue(name, out var entity)) throw No("record", name);
            var last = "";
            foreach (var (number, json) in Rows(entry.FullName))
            {
                var row = CarriedRecords.Read(entity, json);
                if (!row.Ok) throw No("record", name, number);
                if (string.CompareOrdinal(row.Must().Id, last) <= 0) throw No("order", name, number);
                last = row.Must().Id;
                yield return new Line(null, [], entity, row.Must());
            }
        }
    }

    public void Dispose() => archive.Dispose();

    private Line File(string install, JsonElement json, int number)
    {
        try
        {
            var one = new Attachment(Word(json, "id"), Word(json, "name"), Word(json, "type"), json.GetProperty("size"u8).GetInt64(), Word(json, "sha256"));
            var bytes = Bytes($"files/{one.Sha256}");
            var fit = FileRules.Accept(one.Name, one.Type, bytes);
            if (one.Id.Length is > 0 and <= 100 && fit.Ok && fit.Must() == (one.Name, one.Type) && bytes.Length == one.Size && Convert.ToHexStringLower(SHA256.HashData(bytes)) == one.Sha256)
                return new Line(new StoredFile(install, one, json.GetProperty("createdAt"u8).GetDateTimeOffset(), Word(json, "createdBy"), 0), bytes, null, null);
        }
        catch (Exception broken) when (broken is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SheetException(Refusal.Of(Codes.ImportArchive, ("why", "file"), ("line", number)), broken);
        }
        throw No("file", "", number);
    }

    private IEnumerable<(int Number, JsonElement Json)> Rows(string path)
    {
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(Bytes(path)).Split('\n'))
        {
            number++;
            if (line.Length == 0) continue;
            JsonElement json;
            try
            {
                json = JsonElement.Parse(Encoding.UTF8.GetBytes(line), strict);
            }
            catch (JsonException broken)
            {
                throw new SheetException(Refusal.Of(Codes.ImportArchive, ("why", "record"), ("line", number)), broken);
            }
            yield return (number, json);
        }
    }

    /// <summary>Every entry is in the list with its size and digest, once, and none beside; together they fit.</summary>
    private void Check()
    {
        if (archive.Entries.Count > 25_000 || archive.Entries.DistinctBy(static e => e.FullName).Count() != archive.Entries.Count) throw No("entry");
        if (archive.Entries.Sum(static e => e.Length) > ImportLimits.Unpacked) throw No("size");
        using var list = JsonDocument.Parse(Bytes("digests.json"), strict);
        var named = list.RootElement.EnumerateArray().ToDictionary(static e => e.GetProperty("path"u8).GetString()!, static e => (Size: e.GetProperty("size"u8).GetInt64(), Digest: e.GetProperty("sha256"u8).GetString()), StringComparer.Ordinal);
        if (named.Count != archive.Entries.Count - 1) throw No("entry");
        foreach (var (path, said) in named)
        {
            var bytes = Bytes(path);
            if (bytes.Length != said.Size || Convert.ToHexStringLower(SHA256.HashData(bytes)) != said.Digest) throw No("entry");
        }
    }

    /// <summary>An entry's bytes, never more of them than it said: what unpacks to more is damaged.</summary>
    private byte[] Bytes(string path)
    {
        if (archive.GetEntry(path) is not { } entry) throw No("entry");
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return stream.ReadByte() < 0 ? bytes : throw No("entry");
    }

    private static string Word(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    private static SheetException No(string why, string entity = "", int line = 0)
    {
        var facts = new Dictionary<string, string> { ["why"] = why };
        if (entity.Length > 0) facts["entity"] = entity;
        if (line > 0) facts["line"] = line.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new SheetException(new Refusal(Codes.ImportArchive, facts));
    }
}
