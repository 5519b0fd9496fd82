using System.Text;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Imports;

/// <summary>One line of a sheet: its number in the file, from 1, and its cells as text.</summary>
public sealed record SheetLine(int Number, IReadOnlyList<string> Cells);

/// <summary>Which column of a file fills which field of an entity.</summary>
public sealed record ImportLayout
{
    private static readonly HashSet<string> own = new(["id", "version", "createdat", "createdby", "updatedat"], StringComparer.Ordinal);

    public required IReadOnlyList<ImportColumn> Columns { get; init; }

    /// <summary>The field of each column, or null where it is left out.</summary>
    public required IReadOnlyList<Field?> Fields { get; init; }

    /// <summary>Required fields that no column fills.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>The unique field that decides whether a line changes a record, or null when all lines are new.</summary>
    public Field? Key { get; init; }

    /// <summary>Matches headers to fields: by name first, then by label in any of the app's languages. <paramref name="key"/> is empty, or
    /// the name of a unique field.</summary>
    public static Answer<ImportLayout> Of(Entity entity, IReadOnlyList<string> header, Func<Field, IEnumerable<string>> labels, string key)
    {
        Dictionary<string, Field?> known = new(StringComparer.Ordinal);
        foreach (var field in entity.Fields.Values)
            foreach (var label in labels(field).Select(Folded).Distinct(StringComparer.Ordinal).Where(static label => label.Length > 0))
                // A label of two fields says nothing.
                known[label] = known.ContainsKey(label) ? null : field;
        foreach (var field in entity.Fields.Values) known[Folded(field.Name)] = field;
        HashSet<Field> taken = [];
        var matched = header.Select(text => Match(text, known, taken)).ToList();
        if (taken.Count == 0) return Refusal.Of(Codes.ImportHeader, ("fields", string.Join(' ', entity.Fields.Values.Where(static f => f.Formula.Length == 0).Select(static f => f.Name))));
        var by = key.Length == 0 ? null : entity.Fields.GetValueOrDefault(key);
        if (key.Length > 0 && (by is not { Unique: true } || !taken.Contains(by)))
            return Refusal.Of(Codes.ImportKey, ("field", key), ("fields", string.Join(' ', entity.Fields.Values.Where(static f => f.Unique).Select(static f => f.Name))));
        return new ImportLayout
        {
            Columns = [.. matched.Select(static one => one.Column)], Fields = [.. matched.Select(static one => one.Field)], Key = by,
            Missing = [.. entity.Fields.Values.Where(f => f.Required && f.Formula.Length == 0 && f.Default.ValueKind is System.Text.Json.JsonValueKind.Undefined && !taken.Contains(f)).Select(static f => f.Name)],
        };
    }

    private static (ImportColumn Column, Field? Field) Match(string header, Dictionary<string, Field?> known, HashSet<Field> taken)
    {
        var folded = Folded(header);
        if (!known.TryGetValue(folded, out var field))
            return (new ImportColumn(header, "", own.Contains(folded) ? "own" : "unknown"), null);
        if (field is null) return (new ImportColumn(header, "", "twice"), null);
        if (field.Formula.Length > 0) return (new ImportColumn(header, field.Name, "formula"), null);
        return taken.Add(field) ? (new ImportColumn(header, field.Name, ""), field) : (new ImportColumn(header, field.Name, "twice"), null);
    }

    /// <summary>What two headers share when people take them for one: no case, width, spaces or star of a required column.</summary>
    private static string Folded(string header)
    {
        var text = new StringBuilder(header.Length);
        foreach (var c in header)
        {
            var narrow = c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
            if (!char.IsWhiteSpace(narrow) && narrow is not ('*' or '\uFEFF')) text.Append(char.ToLowerInvariant(narrow));
        }
        return text.ToString();
    }
}
