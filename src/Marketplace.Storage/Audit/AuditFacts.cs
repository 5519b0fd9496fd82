using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Storage.Audit;

/// <summary>One privileged act: who, what, on what, when. <see cref="Chain"/> is a tenant or a brain.</summary>
public sealed record AuditEntry(string Chain, DateTimeOffset At, string Actor, string Act, string Subject, IReadOnlyDictionary<string, string> Facts);

/// <summary>The audit log. Each entry's hash covers the entry before it; the engines hash inside the unit, so that entries of one
/// chain queue up instead of racing.</summary>
public static class AuditFacts
{
    /// <summary>Appends an entry to its chain.</summary>
    public static void Append(Unit unit, AuditEntry entry)
    {
        var facts = FactJson.Bytes(entry.Facts);
        var bytes = Bytes(entry, facts);
        unit.Do(
            """
            INSERT INTO audit_head (chain, last, hash) VALUES ($1, 1, hash_after($3, $2))
            ON CONFLICT (chain) DO UPDATE SET last = audit_head.last + 1, hash = hash_after(audit_head.hash, $2)
            """, entry.Chain, bytes, Array.Empty<byte>());
        unit.Must(
            """
            INSERT INTO audit (chain, seq, at, actor, act, subject, facts, entry, hash)
            SELECT chain, last, $1, $2, $3, $4, $5, $6, hash FROM audit_head WHERE chain = $7
            """, Conflicts.Exists, entry.Chain, entry.At, entry.Actor, entry.Act, entry.Subject, facts, bytes, entry.Chain);
    }

    /// <summary>A page of a chain in order.</summary>
    public static Task<IReadOnlyList<(long Seq, AuditEntry Entry)>> Page(Database database, string chain, long after = 0, int limit = 100, CancellationToken cancel = default) =>
        database.Read("SELECT chain, seq, at, actor, act, subject, facts FROM audit WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            static row => (row.Number(1), new AuditEntry(row.Text(0), row.Time(2), row.Text(3), row.Text(4), row.Text(5), FactJson.Facts(row.Bytes(6)))),
            cancel, chain, after, limit);

    /// <summary>The first entry of a chain that does not follow from the one before it, or 0 when all do. A cut tail shows as the
    /// number after the last entry.</summary>
    public static async Task<long> FirstBroken(Database database, string chain, CancellationToken cancel = default)
    {
        byte[] before = [];
        long seq = 0;
        while (true)
        {
            var page = await database.Read("SELECT seq, at, actor, act, subject, facts, hash FROM audit WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT 500",
                row => (Seq: row.Number(0), Bytes: Bytes(new AuditEntry(chain, row.Time(1), row.Text(2), row.Text(3), row.Text(4), new Dictionary<string, string>()), row.Bytes(5)), Hash: row.Bytes(6)),
                cancel, chain, seq);
            foreach (var entry in page)
            {
                if (entry.Seq != seq + 1 || !SHA256.HashData([.. before, .. entry.Bytes]).AsSpan().SequenceEqual(entry.Hash)) return seq + 1;
                (seq, before) = (entry.Seq, entry.Hash);
            }
            if (page.Count > 0) continue;
            var head = await database.First<byte[]>("SELECT hash FROM audit_head WHERE chain = $1", static row => row.Bytes(0), cancel, chain);
            return (head ?? []).AsSpan().SequenceEqual(before) ? 0 : seq + 1;
        }
    }

    /// <summary>Length before each part, so that no two entries write the same bytes.</summary>
    internal static byte[] Bytes(AuditEntry entry, byte[] facts)
    {
        using var stream = new MemoryStream();
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, entry.At.ToUnixTimeMilliseconds());
        stream.Write(number);
        foreach (var part in (byte[][])[Utf8(entry.Chain), Utf8(entry.Actor), Utf8(entry.Act), Utf8(entry.Subject), facts])
        {
            BinaryPrimitives.WriteInt64BigEndian(number, part.Length);
            stream.Write(number);
            stream.Write(part);
        }
        return stream.ToArray();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
