namespace Marketplace.Storage;

/// <summary>One row of an answer, while it stands under the reader. Columns by position from 0; nothing is ever null, except what an
/// outer join did not find and the payload of a document that was cleared.</summary>
public abstract class Row
{
    /// <summary>A number column.</summary>
    public abstract long Number(int column);

    /// <summary>A text column.</summary>
    public abstract string Text(int column);

    /// <summary>A bytes column.</summary>
    public abstract byte[] Bytes(int column);

    /// <summary>True for what is not there at all; only readers of a <see cref="Reading.Snapshot"/> ask.</summary>
    public virtual bool IsNothing(int column) => false;

    /// <summary>A number column as a yes or no.</summary>
    public bool Flag(int column) => Number(column) != 0;

    /// <summary>A number column that holds milliseconds since 1970.</summary>
    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Number(column));
}
