using System.Security.Cryptography;
using System.Text.Json;

namespace Marketplace.Domain.Publishing;

/// <summary>The publisher's signature over a release's identity: ECDSA on P-256 with SHA-256, in the DER form that OpenSSL reads
/// (<c>openssl dgst -sha256 -verify key.pem -signature sig digests.json</c>). The entry names its algorithm, so others can follow.</summary>
public static class PackageSignature
{
    /// <summary>The only algorithm so far.</summary>
    public const string Algorithm = "ecdsa-p256-sha256";

    private const DSASignatureFormat Form = DSASignatureFormat.Rfc3279DerSequence;

    /// <summary>Whether the package carries a signature by this key (SubjectPublicKeyInfo) over its own identity.</summary>
    public static bool Verify(Package package, ReadOnlySpan<byte> publicKeySpki)
    {
        if (Parts(package.Signature) is not { } parts || parts.Identity != package.Digest) return false;
        if (!parts.Key.AsSpan().SequenceEqual(publicKeySpki)) return false;
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKeySpki, out var read);
            return read == publicKeySpki.Length && key.KeySize == 256
                && key.VerifyHash(Convert.FromHexString(package.Digest), parts.Signature, Form);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The key that a package says it was signed with (SubjectPublicKeyInfo), or empty. Saying so proves nothing: verify.</summary>
    public static byte[] KeyOf(Package package) => Parts(package.Signature)?.Key ?? [];

    internal static byte[] Write(byte[] digests, ECDsa key)
    {
        var identity = SHA256.HashData(digests);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("algorithm", Algorithm);
            writer.WriteString("identity", Convert.ToHexStringLower(identity));
            writer.WriteBase64String("publicKey", key.ExportSubjectPublicKeyInfo());
            writer.WriteBase64String("signature", key.SignHash(identity, Form));
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Whether the bytes have the form of a signature, whoever made it.</summary>
    internal static bool IsWellFormed(byte[] signature) => Parts(signature) is not null;

    private static (string Identity, byte[] Key, byte[] Signature)? Parts(byte[] signature)
    {
        if (signature.Length is 0 or > 4096) return null;
        try
        {
            using var document = JsonDocument.Parse(signature);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.EnumerateObject().Count() != 4) return null;
            return root.TryGetProperty("algorithm", out var algorithm) && algorithm.ValueEquals(Algorithm)
                && root.TryGetProperty("identity", out var identity) && identity.ValueKind == JsonValueKind.String
                && root.TryGetProperty("publicKey", out var key) && key.ValueKind == JsonValueKind.String && key.TryGetBytesFromBase64(out var spki)
                && root.TryGetProperty("signature", out var sign) && sign.ValueKind == JsonValueKind.String && sign.TryGetBytesFromBase64(out var bytes)
                ? (identity.GetString()!, spki, bytes) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken JSON, the wrong kind of value, or text that is no Unicode: no signature.
            return null;
        }
    }
}
