namespace Marketplace.Storage;

/// <summary>One row of an answer, while it stands under the reader. Columns by position from 0; nothing is ever null.</summary>
public abstract class Row
{
    /// <summary>A number column.</summary>
    public abstract long Number(int column);

    /// <summary>A text column.</summary>
    public abstract string Text(int column);

    /// <summary>A bytes column.</summary>
    public abstract byte[] Bytes(int column);

    /// <summary>A number column as a yes or no.</summary>
    public bool Flag(int column) => Number(column) != 0;

    /// <summary>A number column that holds milliseconds since 1970.</summary>
    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Number(column));
}
