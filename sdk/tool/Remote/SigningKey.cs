using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Domain.Publishing;

namespace Marketplace.Tool.Remote;

/// <summary>The publisher's signing key, made on first use. Losing it loses nothing but the name's continuity: a new key is a line on the operator's desk.</summary>
internal static class SigningKey
{
    private const string Name = "signing-key.json";

    public static string File { get; } = Path.Combine(Config.Folder, Name);

    /// <summary>The key of this user.</summary>
    public static ECDsa Open()
    {
        if (System.IO.File.Exists(File)) return Read(System.IO.File.ReadAllBytes(File));
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("algorithm", PackageSignature.Algorithm);
            writer.WriteBase64String("publicKey", key.ExportSubjectPublicKeyInfo());
            writer.WriteBase64String("privateKey", key.ExportPkcs8PrivateKey());
            writer.WriteEndObject();
        }
        Config.Write(Name, stream.ToArray());
        return key;
    }

    // A key is never replaced in silence: what cannot be read is said, and stays where it is.
    private static ECDsa Read(byte[] bytes)
    {
        var key = ECDsa.Create();
        try
        {
            using var document = JsonDocument.Parse(bytes);
            key.ImportPkcs8PrivateKey(document.RootElement.GetProperty("privateKey").GetBytesFromBase64(), out _);
            return key;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or CryptographicException)
        {
            key.Dispose();
            throw new IOException($"{File} is no signing key. Restore it, or move it away and the next pack makes a new one.", e);
        }
    }
}
