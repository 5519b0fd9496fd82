using System.Security.Cryptography;

namespace Marketplace.Storage.Blobs;

/// <summary>Bytes by their SHA-256: packages and attachments, in parts of 256 KB, insert-only. Who puts them names them in the same
/// unit; what nobody names any more is forgotten a while after it was last put.</summary>
public static class BlobFacts
{
    private const int PartSize = 262_144;

    /// <summary>Adds the bytes to the unit and answers their name (lower-case hex). Bytes that are there already cost nothing.</summary>
    public static string Put(Unit unit, ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes));
        // First, and always a write: it waits for one who forgets these bytes at this moment, or makes him wait and see them young.
        unit.Do("INSERT INTO blob (sha256, put_at) VALUES ($1, $2) ON CONFLICT (sha256) DO UPDATE SET put_at = excluded.put_at", name, now);
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

    /// <summary>A page of names last put before a time, in order, after the last one seen.</summary>
    public static Task<IReadOnlyList<string>> Names(Database database, string after, DateTimeOffset before, int most, CancellationToken cancel = default) =>
        database.Read("SELECT sha256 FROM blob WHERE sha256 > $1 AND put_at < $2 ORDER BY sha256 LIMIT $3", static row => row.Text(0), cancel, after, before, most);

    /// <summary>Forgets bytes that nobody names. When they were put again meanwhile the unit ends as <see cref="Conflicts.Exists"/>.</summary>
    public static void Forget(Unit unit, string sha256, DateTimeOffset before)
    {
        unit.Must("DELETE FROM blob WHERE sha256 = $1 AND put_at < $2", Conflicts.Exists, sha256, sha256, before);
        unit.Do("DELETE FROM blob_part WHERE sha256 = $1", sha256);
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
