namespace Marketplace.Domain.Views;

public abstract partial record View
{
    /// <summary>A page meant for paper: of one record (<see cref="Entity"/>, chosen by the address's id), of each row of a source
    /// (<see cref="Each"/>), of each row that belongs to one record (both: the labels of a delivery), or of none.</summary>
    public sealed record Print : View
    {
        /// <summary><c>a4 a4-landscape a5 label-100x150 label-100x70 label-60x40</c>; labels are in millimetres.</summary>
        public required string Paper { get; init; }
        public string Entity { get; init; } = "";
        public RowSource? Each { get; init; }
        /// <summary>Choices that a person makes first and that go into the input of every function source.</summary>
        public IReadOnlyList<Param> Params { get; init; } = [];
        /// <summary>Locale key of a line under the heading, or empty.</summary>
        public string Note { get; init; } = "";
        public IReadOnlyList<PrintField> Fields { get; init; } = [];
        public IReadOnlyList<PrintSection> Sections { get; init; } = [];
        /// <summary>Locale keys of the lines on which people sign.</summary>
        public IReadOnlyList<string> Signatures { get; init; } = [];
        /// <summary>Locale key of the last line, or empty.</summary>
        public string Foot { get; init; } = "";
    }
}

/// <summary>A field or a column on paper. With <paramref name="Value"/> the column's field is only its name, and the expression over the
/// row is what it shows; with <paramref name="Code"/> it is drawn for a scanner.</summary>
public sealed record PrintField(Column Column, string Value, PrintedCode? Code);

/// <summary>A code to scan. <paramref name="Kind"/> is <c>code128 gs1-128 qr datamatrix gs1-datamatrix</c>; <paramref name="Text"/> is a
/// pattern with <c>{field}</c> in place of values, empty for the field itself; <paramref name="Size"/> is the height in millimetres.</summary>
public sealed record PrintedCode(string Kind, string Text, int Size);

/// <summary>Repeated rows of a page: of a related entity (<c>$row.x</c> in its condition is the page's record) or of a function.</summary>
public sealed record PrintSection
{
    /// <summary>Locale key, or empty.</summary>
    public string Title { get; init; } = "";
    public required RowSource Source { get; init; }
    public required IReadOnlyList<PrintField> Columns { get; init; }
    public IReadOnlyList<PrintTotal> Totals { get; init; } = [];
    /// <summary>Begins on a new sheet.</summary>
    public bool BreakBefore { get; init; }
    /// <summary>Locale key of what stands there without rows, or empty.</summary>
    public string Empty { get; init; } = "";
}

/// <summary>A line under the rows: an expression over <c>count</c>, <c>sum.x min.x max.x</c> of the rows and <c>record.x</c> of the page.</summary>
public sealed record PrintTotal(string Label, string Value, string Format);
