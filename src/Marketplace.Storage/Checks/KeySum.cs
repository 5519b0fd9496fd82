using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Storage.Checks;

/// <summary>The sum of a heap of index entries in whatever order they come: two heaps with the same entries have the same sum, and a
/// heap of millions needs no more memory than one of ten.</summary>
internal sealed class KeySum
{
    private UInt128 sum;

    public long Count { get; private set; }

    public void Add(string id, bool isNothing, long number, string text, bool isUnique)
    {
        Span<byte> hash = stackalloc byte[32];
        var (idLength, textLength) = (Encoding.UTF8.GetByteCount(id), Encoding.UTF8.GetByteCount(text));
        Span<byte> bytes = idLength + textLength <= 1_000 ? stackalloc byte[14 + idLength + textLength] : new byte[14 + idLength + textLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], idLength);
        (bytes[12], bytes[13]) = (isNothing ? (byte)1 : (byte)0, isUnique ? (byte)1 : (byte)0);
        Encoding.UTF8.GetBytes(id, bytes[14..]);
        Encoding.UTF8.GetBytes(text, bytes[(14 + idLength)..]);
        SHA256.HashData(bytes, hash);
        sum += BinaryPrimitives.ReadUInt128LittleEndian(hash);
        Count++;
    }

    public bool Equals(KeySum other) => sum == other.sum && Count == other.Count;
}
