namespace Marketplace.Storage;

/// <summary>A parameter of a statement: a number, a text or bytes. There is no null: absent is <c>0</c>, <c>''</c> or no bytes,
/// so that both engines compare alike.</summary>
public readonly struct Arg
{
    private Arg(long number, object? thing) => (Number, Thing) = (number, thing);

    internal long Number { get; }

    internal object? Thing { get; }

    /// <summary>A number.</summary>
    public static implicit operator Arg(long value) => new(value, null);

    /// <summary>A yes or no, kept as 1 or 0.</summary>
    public static implicit operator Arg(bool value) => new(value ? 1 : 0, null);

    /// <summary>A text.</summary>
    public static implicit operator Arg(string value) => new(0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>Bytes.</summary>
    public static implicit operator Arg(byte[] value) => new(0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>A time, kept as milliseconds since 1970.</summary>
    public static implicit operator Arg(DateTimeOffset value) => new(value.ToUnixTimeMilliseconds(), null);
}
