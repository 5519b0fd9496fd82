namespace Marketplace.Domain.Records;

/// <summary>A field's value as something that can be compared: nothing, a number, or text. Decimals are scaled to six digits,
/// dates are day numbers, datetimes are milliseconds since 1970. The same order on every engine: numbers by value, text by
/// UTF-8 bytes.</summary>
public readonly struct Cell : IComparable<Cell>
{
    private Cell(long number, string? text, bool present) => (Number, Text, IsPresent) = (number, text, present);

    /// <summary>The number; 0 for text and for nothing.</summary>
    public long Number { get; }

    /// <summary>The text, or null for numbers and for nothing.</summary>
    public string? Text { get; }

    /// <summary>False when the field has no value.</summary>
    public bool IsPresent { get; }

    /// <summary>A word that two present cells of one field share exactly when they are equal.</summary>
    public string Key => Text ?? Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>No value.</summary>
    public static Cell Nothing => default;

    /// <summary>A number.</summary>
    public static Cell Of(long number) => new(number, null, true);

    /// <summary>A text.</summary>
    public static Cell Of(string text) => new(0, text, true);

    /// <summary>Compares two present cells of one field. Where nothing stands in the order is the order's own business.</summary>
    public int CompareTo(Cell other) =>
        Text is null || other.Text is null ? Number.CompareTo(other.Number) : CompareText(Text, other.Text);

    /// <summary>Ascending or descending, with absent values last both ways.</summary>
    public static int Compare(Cell left, Cell right, bool descending)
    {
        if (!left.IsPresent || !right.IsPresent) return right.IsPresent.CompareTo(left.IsPresent);
        var order = left.CompareTo(right);
        return descending ? -order : order;
    }

    /// <summary>Orders well-formed UTF-16 as its UTF-8 bytes would be ordered: surrogates stand above U+FFFF's neighbours.</summary>
    public static int CompareText(string left, string right)
    {
        var shared = left.AsSpan().CommonPrefixLength(right);
        if (shared == left.Length || shared == right.Length) return left.Length.CompareTo(right.Length);
        return Weight(left[shared]).CompareTo(Weight(right[shared]));
    }

    private static int Weight(char unit) => unit switch { >= '\uE000' => unit - 0x800, >= '\uD800' => unit + 0x2000, _ => unit };
}
