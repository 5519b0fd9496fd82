using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Storage.Secrets;

/// <summary>Seals bytes with a key of 32 bytes (AES-256-GCM, a nonce of its own for each). What was sealed under one name does not open
/// under another.</summary>
public static class Box
{
    /// <summary>Bytes of a key.</summary>
    public const int Key = 32;

    private const int Nonce = 12, Tag = 16;

    /// <summary>Seals.</summary>
    public static byte[] Seal(byte[] key, string name, ReadOnlySpan<byte> secret)
    {
        var box = new byte[Nonce + Tag + secret.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(box.AsSpan(0, Nonce), secret, box.AsSpan(Nonce + Tag), box.AsSpan(Nonce, Tag), Encoding.UTF8.GetBytes(name));
        return box;
    }

    /// <summary>What was sealed, or null when another key or name sealed it, or it was changed.</summary>
    public static byte[]? Open(byte[] key, string name, ReadOnlySpan<byte> box)
    {
        if (box.Length < Nonce + Tag) return null;
        var secret = new byte[box.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        try
        {
            aes.Decrypt(box[..Nonce], box[(Nonce + Tag)..], box.Slice(Nonce, Tag), secret, Encoding.UTF8.GetBytes(name));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
