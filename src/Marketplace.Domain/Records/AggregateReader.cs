using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>Reads <c>{where, groupBy, sum, avg, min, max, count}</c>. The count of each group is always given.</summary>
public static class AggregateReader
{
    /// <summary>Reads the question; a refusal is <c>query.invalid</c> with facts <c>pointer</c> and <c>rule</c>.</summary>
    public static Answer<Aggregate> Read(Entity entity, ReadOnlySpan<byte> json)
    {
        if (QueryReader.Root(json, out var root) is { } wrong) return wrong;
        Refusal? refusal = null;
        var read = new Aggregate { Entity = entity.Name };
        foreach (var member in root.EnumerateObject())
        {
            JsonText.TryName(member, out var name);
            var (value, pointer) = (member.Value, JsonText.Pointer(name));
            if (value.ValueKind == JsonValueKind.Null) continue;
            read = name switch
            {
                "entity" => QueryReader.Same(read, entity, value, pointer, ref refusal),
                "where" => read with { Where = FilterReader.Read(entity, value, pointer, ref refusal) },
                "groupBy" => read with { GroupBy = Fields(entity, value, pointer, numbersOnly: false, ref refusal) },
                "sum" => read with { Sum = Fields(entity, value, pointer, numbersOnly: true, ref refusal) },
                "avg" => read with { Avg = Fields(entity, value, pointer, numbersOnly: true, ref refusal) },
                "min" => read with { Min = Fields(entity, value, pointer, numbersOnly: false, ref refusal) },
                "max" => read with { Max = Fields(entity, value, pointer, numbersOnly: false, ref refusal) },
                "count" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? read : QueryReader.Unknown(read, pointer, ref refusal),
                _ => QueryReader.Unknown(read, pointer, ref refusal),
            };
            if (refusal is not null) return refusal;
        }
        return read;
    }

    private static IReadOnlyList<string> Fields(Entity entity, JsonElement value, string pointer, bool numbersOnly, ref Refusal? refusal)
    {
        var names = QueryReader.Names(entity, value, pointer, ref refusal);
        foreach (var name in names)
        {
            var type = RecordCells.Find(entity, name)?.Type;
            var isNumber = type is FieldType.Integer or FieldType.Money or FieldType.Duration or FieldType.Decimal;
            if (numbersOnly ? !isNumber : type is FieldType.Json or FieldType.Attachment) refusal ??= QueryReader.Wrong(pointer, "field");
        }
        return names;
    }
}
