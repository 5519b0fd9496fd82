using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Files;
using Marketplace.Contracts.Imports;

namespace Marketplace.Api.Imports;

/// <summary>The zip of an export, written as it goes. The same content gives the same bytes: entries come in their order, dated 1980.</summary>
internal sealed class ExportZip : IAsyncDisposable
{
    private static readonly DateTimeOffset dated = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Outbound output;
    private readonly ZipArchive archive;
    private readonly List<(string Path, long Size, string Sha256)> entries = [];

    public ExportZip(Stream target, CancellationToken cancel)
    {
        output = new Outbound(target, cancel);
        archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <summary>What says whose export it is.</summary>
    public static byte[] Identity(ExportHead head) => Json(writer =>
    {
        writer.WriteNumber("format"u8, 1);
        writer.WriteString("app"u8, head.App);
        writer.WriteString("version"u8, head.Version);
        writer.WriteString("digest"u8, head.Digest);
    });

    /// <summary>Files, a JSON object a line.</summary>
    public static byte[] Lines(IReadOnlyList<FileFacts> files)
    {
        using var lines = new MemoryStream();
        foreach (var file in files)
        {
            lines.Write(Json(writer =>
            {
                writer.WriteString("id"u8, file.Id);
                writer.WriteString("name"u8, file.Name);
                writer.WriteString("type"u8, file.Type);
                writer.WriteNumber("size"u8, file.Size);
                writer.WriteString("sha256"u8, file.Sha256);
                writer.WriteString("createdAt"u8, file.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                writer.WriteString("createdBy"u8, file.CreatedBy);
            }));
            lines.WriteByte((byte)'\n');
        }
        return lines.ToArray();
    }

    /// <summary>Adds an entry whose bytes are at hand.</summary>
    public async Task Add(string path, byte[] bytes)
    {
        await using var entry = Open(path);
        await entry.Write(bytes);
    }

    /// <summary>Begins an entry; the one before must have ended.</summary>
    public Entry Open(string path)
    {
        var entry = archive.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = dated;
        return new Entry(this, path, entry.Open());
    }

    /// <summary>Adds the digests of everything and ends the archive.</summary>
    public async Task Seal()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = ApiJson.Readable }))
        {
            writer.WriteStartArray();
            foreach (var (path, size, digest) in entries)
            {
                writer.WriteStartObject();
                writer.WriteString("path"u8, path);
                writer.WriteNumber("size"u8, size);
                writer.WriteString("sha256"u8, digest);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        await Add("digests.json", json.ToArray());
        archive.Dispose();
        await output.Send();
    }

    public async ValueTask DisposeAsync() => await output.DisposeAsync();

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = ApiJson.Readable }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return json.ToArray();
    }

    /// <summary>One entry under way.</summary>
    internal sealed class Entry(ExportZip zip, string path, Stream stream) : IAsyncDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long size;

        public async Task Write(byte[] bytes)
        {
            stream.Write(bytes);
            hash.AppendData(bytes);
            size += bytes.Length;
            await zip.output.Send();
        }

        public async ValueTask DisposeAsync()
        {
            stream.Dispose();
            zip.entries.Add((path, size, Convert.ToHexStringLower(hash.GetHashAndReset())));
            hash.Dispose();
            await zip.output.Send();
        }
    }
}
