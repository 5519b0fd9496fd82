using System.Security.Cryptography;
using System.Text.Json;

namespace Marketplace.Domain.Publishing;

/// <summary>Writes <c>digests.json</c>, whose SHA-256 is a release's identity, and the bill of materials.</summary>
internal static class PackageDigests
{
    /// <summary>Path, size and SHA-256 of every entry, in ordinal path order, without blanks.</summary>
    public static byte[] Write(IReadOnlyDictionary<string, byte[]> entries) => Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var (path, bytes) in entries.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("path", path);
            writer.WriteNumber("size", bytes.Length);
            writer.WriteString("sha256", Hex(bytes));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    /// <summary>CycloneDX 1.6 with the app and its modules; no serial number and no time, so that packing twice gives the same bytes.
    /// An app cannot reach for other packages, so its own modules are all there is.</summary>
    public static byte[] Sbom(string app, string version, IReadOnlyDictionary<string, byte[]> entries) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("bomFormat", "CycloneDX");
        writer.WriteString("specVersion", "1.6");
        writer.WriteNumber("version", 1);
        writer.WriteStartObject("metadata");
        writer.WriteStartObject("component");
        writer.WriteString("type", "application");
        writer.WriteString("bom-ref", $"{app}@{version}");
        writer.WriteString("name", app);
        writer.WriteString("version", version);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("components");
        foreach (var (path, bytes) in entries.Where(e => PackagePaths.IsModule(e.Key)).OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "file");
            writer.WriteString("name", path);
            writer.WriteStartArray("hashes");
            writer.WriteStartObject();
            writer.WriteString("alg", "SHA-256");
            writer.WriteString("content", Hex(bytes));
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) write(writer);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
