using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Storage.Backup;

/// <summary>Writes rows as bytes that do not depend on the engine: a number as eight bytes, a text or bytes as their length plus one
/// in four bytes and then themselves, nothing as a length of 0. What was written is summed on the way. Owns the stream.</summary>
internal sealed class RowWriter(Stream to, StoreTable table) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] buffer = new byte[65_536];
    private int filled;
    private long rows, bytes;

    public long Rows => rows;

    public void Write(Row row)
    {
        for (var i = 0; i < table.Columns.Count; i++)
            switch (table.Columns[i].Kind)
            {
                case ColumnKind.Number:
                    BinaryPrimitives.WriteInt64LittleEndian(Room(8), row.Number(i));
                    break;
                case ColumnKind.Text:
                    Write(row.IsNothing(i) ? null : Encoding.UTF8.GetBytes(row.Text(i)));
                    break;
                default:
                    Write(row.IsNothing(i) ? null : row.Bytes(i));
                    break;
            }
        rows++;
    }

    public BackedTable End()
    {
        Flush();
        return new BackedTable(table, rows, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public void Dispose()
    {
        to.Dispose();
        hash.Dispose();
    }

    private void Write(byte[]? value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value is null ? 0 : (uint)value.Length + 1);
        for (var rest = value.AsSpan(); rest.Length > 0;)
        {
            if (filled == buffer.Length) Flush();
            var part = Math.Min(rest.Length, buffer.Length - filled);
            rest[..part].CopyTo(buffer.AsSpan(filled));
            filled += part;
            rest = rest[part..];
        }
    }

    private Span<byte> Room(int size)
    {
        if (buffer.Length - filled < size) Flush();
        filled += size;
        return buffer.AsSpan(filled - size, size);
    }

    private void Flush()
    {
        hash.AppendData(buffer, 0, filled);
        to.Write(buffer, 0, filled);
        bytes += filled;
        filled = 0;
    }
}
