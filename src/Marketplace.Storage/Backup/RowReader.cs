using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Storage.Backup;

/// <summary>Reads what <see cref="RowWriter"/> wrote, a row at a time, and compares its sum at the end.</summary>
internal sealed class RowReader(Stream from, BackedTable table) : Row, IDisposable
{
    private const int Largest = 256 * 1024 * 1024;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly object?[] values = new object?[table.Shape.Columns.Count];
    private readonly byte[] small = new byte[8];
    private long read;

    /// <summary>Steps to the next row; false after the last, whereupon the sum has been found right.</summary>
    public bool Next()
    {
        if (read == table.Rows)
        {
            if (from.ReadByte() >= 0 || Convert.ToHexStringLower(hash.GetHashAndReset()) != table.Sha256) throw Damaged(null);
            return false;
        }
        try
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = table.Shape.Columns[i].Kind switch
                {
                    ColumnKind.Number => BinaryPrimitives.ReadInt64LittleEndian(Take(small, 8)),
                    ColumnKind.Text => Part() is { } text ? Encoding.UTF8.GetString(text) : null,
                    _ => Part(),
                };
        }
        catch (Exception cut) when (cut is EndOfStreamException or InvalidDataException)
        {
            throw Damaged(cut);
        }
        read++;
        return true;
    }

    public override long Number(int column) => (long)values[column]!;

    public override string Text(int column) => (string)values[column]!;

    public override byte[] Bytes(int column) => (byte[])values[column]!;

    public override bool IsNothing(int column) => values[column] is null;

    /// <summary>The value as it is: a number, a text, bytes or nothing.</summary>
    public object? Value(int column) => values[column];

    public void Dispose() => hash.Dispose();

    private byte[]? Part()
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(Take(small, 4));
        if (length == 0) return null;
        if (length > Largest) throw new InvalidDataException("A value is longer than any that is written.");
        var bytes = new byte[length - 1];
        Take(bytes, bytes.Length);
        return bytes;
    }

    private ReadOnlySpan<byte> Take(byte[] into, int size)
    {
        var part = into.AsSpan(0, size);
        from.ReadExactly(part);
        hash.AppendData(part);
        return part;
    }

    private StoreWorkException Damaged(Exception? inner) =>
        new($"The rows of {table.Shape.Name} in the backup are damaged. Nothing was changed. Use another copy of the file.", inner);
}
