using System.IO.Compression;
using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Domain;

namespace Marketplace.Api.Publishing;

/// <summary>Reads only the address of a package, its <c>id</c> and <c>version</c>, to find the grain that will examine it. Nothing
/// read here is believed: the grain opens the package itself and compares.</summary>
internal static class PackageLabel
{
    private const int Longest = 1_048_576;

    public static Answer<(string App, string Version)> Read(byte[] package)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(package, writable: false), ZipArchiveMode.Read);
            return zip.GetEntry("app.json") is { } entry ? Of(entry) : Invalid("app.json is missing");
        }
        catch (InvalidDataException)
        {
            return Invalid("not a zip archive that can be read");
        }
    }

    private static Answer<(string App, string Version)> Of(ZipArchiveEntry entry)
    {
        var bytes = new byte[Math.Min(Math.Max(entry.Length, 0), Longest)];
        using (var stream = entry.Open()) stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (BoundedJson.Check(bytes) is { } broken) return Invalid("app.json is not JSON", broken.Facts.GetValueOrDefault("line", ""));
        using var manifest = JsonDocument.Parse(bytes);
        if (manifest.RootElement.ValueKind != JsonValueKind.Object) return Invalid("app.json is not an object");
        var (app, version) = (Text(manifest.RootElement, "id"), Text(manifest.RootElement, "version"));
        if (!Keys.IsApp(app)) return Invalid("id is not publisher/app in lower case");
        return version is { Length: >= 5 and <= 64 } && version.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789.-") < 0
            ? (app!, version)
            : Invalid("version is not a semantic version in lower case");
    }

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Refusal Invalid(string message, string line = "") => line.Length > 0
        ? Refusal.Of(Codes.ReleaseInvalid, ("file", "app.json"), ("message", message), ("line", line))
        : Refusal.Of(Codes.ReleaseInvalid, ("file", "app.json"), ("message", message));
}
