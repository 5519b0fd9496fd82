using System.Security.Cryptography;

namespace Marketplace.Storage.Blobs;

/// <summary>Bytes by their SHA-256: packages and attachments, in parts of 256 KB, insert-only.</summary>
public static class BlobFacts
{
    private const int PartSize = 262_144;

    /// <summary>Adds the bytes to the unit and answers their name (lower-case hex). Bytes that are there already cost nothing.</summary>
    public static string Put(Unit unit, ReadOnlySpan<byte> bytes)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var parts = Math.Max(1, (bytes.Length + PartSize - 1) / PartSize);
        for (var part = 0; part < parts; part++)
        {
            var start = part * PartSize;
            unit.Do("INSERT INTO blob_part (sha256, part, parts, bytes) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                name, part, parts, bytes.Slice(start, Math.Min(PartSize, bytes.Length - start)).ToArray());
        }
        return name;
    }

    /// <summary>The bytes, or null. Bytes that do not match their name are a broken store and throw.</summary>
    public static async Task<byte[]?> Get(Database database, string sha256, CancellationToken cancel = default)
    {
        var parts = await database.Read("SELECT part, parts, bytes FROM blob_part WHERE sha256 = $1 ORDER BY part",
            static row => (Parts: row.Number(1), Bytes: row.Bytes(2)), cancel, sha256);
        if (parts.Count == 0) return null;
        var bytes = Join([.. parts.Select(static part => part.Bytes)]);
        return parts.Count == parts[0].Parts && Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256
            ? bytes
            : throw new InvalidDataException($"The stored bytes of {sha256} are not what their name says.");
    }

    private static byte[] Join(byte[][] parts)
    {
        var bytes = new byte[parts.Sum(static part => part.Length)];
        var start = 0;
        foreach (var part in parts)
        {
            part.CopyTo(bytes, start);
            start += part.Length;
        }
        return bytes;
    }
}
