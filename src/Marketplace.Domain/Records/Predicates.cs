using System.Diagnostics;
using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>A filter made ready to run over many rows. Two-valued: an absent field is not equal, not less, not greater and in no
/// list; it is unequal to every value, and <c>not</c> turns whatever stands inside it.</summary>
internal sealed class Predicates
{
    private readonly List<Field> fields = [];

    /// <summary>The fields that the compiled parts read, in slot order.</summary>
    public IReadOnlyList<Field> Fields => fields;

    /// <summary>The slot of a field among <see cref="Fields"/>.</summary>
    public int Slot(Entity entity, string name)
    {
        var field = RecordCells.Find(entity, name) ?? throw new ArgumentException($"'{name}' is no field of {entity.Name}.", nameof(name));
        var slot = fields.FindIndex(known => ReferenceEquals(known, field));
        if (slot >= 0) return slot;
        fields.Add(field);
        return fields.Count - 1;
    }

    /// <summary>Compiles a filter that <see cref="QueryReader"/> accepted; null accepts every row.</summary>
    public Func<Cell[], bool> Compile(Entity entity, Filter? filter)
    {
        switch (filter)
        {
            case null:
                return static _ => true;
            case Filter.Not not:
                var inner = Compile(entity, not.Part);
                return cells => !inner(cells);
            case Filter.Group group:
                var parts = group.Parts.Select(part => Compile(entity, part)).ToArray();
                return group.All ? cells => Array.TrueForAll(parts, part => part(cells)) : cells => Array.Exists(parts, part => part(cells));
            case Filter.Compare compare:
                var slot = Slot(entity, compare.Field);
                return One(fields[slot], slot, compare);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Reads an operand in the crossing form of its field; answers the broken rule or an empty string.</summary>
    public static string Operand(Field field, JsonElement value, out Cell cell) =>
        Forms.Read(field.Type == FieldType.Decimal ? field with { Scale = Forms.DecimalDigits } : field, value, out cell);

    private static Func<Cell[], bool> One(Field field, int slot, Filter.Compare compare)
    {
        if (compare.How == Comparison.IsNull)
        {
            var wanted = compare.Value.ValueKind == JsonValueKind.False;
            return cells => cells[slot].IsPresent == wanted;
        }
        var operands = compare.Value.ValueKind == JsonValueKind.Array
            ? compare.Value.EnumerateArray().Select(item => Forms.Operand(field, item)).ToArray()
            : [Forms.Operand(field, compare.Value)];
        return compare.How switch
        {
            Comparison.Ne => cells => !cells[slot].IsPresent || cells[slot].CompareTo(operands[0]) != 0,
            Comparison.Contains => Folded(slot, operands[0].Text!, static (text, part) => text.Contains(part, StringComparison.Ordinal)),
            Comparison.StartsWith => Folded(slot, operands[0].Text!, static (text, part) => text.StartsWith(part, StringComparison.Ordinal)),
            _ => cells => cells[slot].IsPresent && Holds(compare.How, cells[slot], operands),
        };
    }

    private static bool Holds(Comparison how, Cell cell, Cell[] operands) => how switch
    {
        Comparison.Eq => cell.CompareTo(operands[0]) == 0,
        Comparison.Gt => cell.CompareTo(operands[0]) > 0,
        Comparison.Gte => cell.CompareTo(operands[0]) >= 0,
        Comparison.Lt => cell.CompareTo(operands[0]) < 0,
        Comparison.Lte => cell.CompareTo(operands[0]) <= 0,
        Comparison.Between => cell.CompareTo(operands[0]) >= 0 && cell.CompareTo(operands[1]) <= 0,
        Comparison.In => Array.Exists(operands, operand => cell.CompareTo(operand) == 0),
        _ => throw new UnreachableException(),
    };

    private static Func<Cell[], bool> Folded(int slot, string part, Func<string, string, bool> holds)
    {
        var folded = Fold(part);
        return cells => cells[slot].Text is { } text && holds(Fold(text), folded);
    }

    /// <summary>Folds ASCII letters only: any other folding depends on tables that differ between engines and years.</summary>
    private static string Fold(string text) => text.AsSpan().IndexOfAnyInRange('A', 'Z') < 0 ? text
        : string.Create(text.Length, text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = from[i] is >= 'A' and <= 'Z' ? (char)(from[i] + 32) : from[i];
        });
}
