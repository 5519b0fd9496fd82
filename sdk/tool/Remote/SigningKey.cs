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

    private static ECDsa Read(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(document.RootElement.GetProperty("privateKey").GetBytesFromBase64(), out _);
        return key;
    }
}
