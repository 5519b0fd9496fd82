namespace Marketplace.Tests.Isolation;

/// <summary>A reviewed table of the isolation matrix: tabs between cells, a head line with the columns' names, <c>#</c> before a remark.
/// The first column names what the row is about.</summary>
public sealed class Sheet
{
    private Sheet(IReadOnlyList<SheetRow> rows) => Rows = rows;

    /// <summary>The rows in their order.</summary>
    public IReadOnlyList<SheetRow> Rows { get; }

    /// <summary>Reads a table; a row with too few or too many cells is an error that names it.</summary>
    public static Sheet Read(string text)
    {
        var lines = text.Split('\n').Select(static l => l.TrimEnd('\r')).Where(static l => l.Length > 0 && l[0] != '#').ToList();
        var head = lines[0].Split('\t');
        return new Sheet([.. lines.Skip(1).Select(line =>
        {
            var cells = line.Split('\t');
            if (cells.Length != head.Length) throw new InvalidDataException($"{cells.Length} cells instead of {head.Length}: {line}");
            return new SheetRow(head.Zip(cells).ToDictionary(static c => c.First, static c => c.Second.Trim(), StringComparer.Ordinal), cells[0]);
        })]);
    }

    /// <summary>What is wrong between the things that are there and the rows: a thing without a row, a row without a thing, two rows for one.</summary>
    public IEnumerable<string> Against(IReadOnlyCollection<string> there)
    {
        var named = Rows.Select(static r => r.Name).ToList();
        foreach (var thing in there.Except(named)) yield return $"{thing} has no row: say what each of the callers may expect of it";
        foreach (var row in named.Except(there)) yield return $"{row} has a row and is not there any more";
        foreach (var twice in named.GroupBy(static n => n).Where(static g => g.Count() > 1)) yield return $"{twice.Key} has {twice.Count()} rows";
    }

    /// <summary>The columns that nobody filled in.</summary>
    public IEnumerable<string> Blanks() =>
        Rows.SelectMany(row => row.Cells.Where(static c => c.Value.Length == 0).Select(cell => $"{row.Name}: nothing under {cell.Key}"));
}

/// <summary>One row by its columns' names.</summary>
public sealed record SheetRow(IReadOnlyDictionary<string, string> Cells, string Name)
{
    /// <summary>A cell.</summary>
    public string this[string column] => Cells[column];
}
