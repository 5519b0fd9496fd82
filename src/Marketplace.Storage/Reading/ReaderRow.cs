using System.Data.Common;

namespace Marketplace.Storage.Reading;

/// <summary>The row under an ADO.NET reader of either driver.</summary>
internal sealed class ReaderRow(DbDataReader reader) : Row
{
    public override long Number(int column) => reader.GetValue(column) switch
    {
        long number => number,
        int number => number,
        bool yes => yes ? 1 : 0,
        var other => throw new InvalidDataException($"Column {column} holds {other.GetType().Name} where a whole number is expected."),
    };

    public override string Text(int column) => reader.GetString(column);

    public override byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    public override bool IsNothing(int column) => reader.IsDBNull(column);
}
