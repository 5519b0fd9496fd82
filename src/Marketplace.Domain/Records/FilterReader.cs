using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>Reads <c>where</c>: <c>{field: value}</c>, <c>{field: {gt …}}</c>, <c>and or not</c>. Values are in the crossing form
/// of their field, so that a date is compared with a date and never with a word.</summary>
internal static class FilterReader
{
    private const int Deepest = 8;
    private const int Most = 50;
    private const int LongestList = 200;

    private static readonly Dictionary<string, Comparison> Words = new(StringComparer.Ordinal)
    {
        ["eq"] = Comparison.Eq, ["ne"] = Comparison.Ne, ["gt"] = Comparison.Gt, ["gte"] = Comparison.Gte, ["lt"] = Comparison.Lt,
        ["lte"] = Comparison.Lte, ["in"] = Comparison.In, ["contains"] = Comparison.Contains, ["startsWith"] = Comparison.StartsWith,
        ["between"] = Comparison.Between, ["isNull"] = Comparison.IsNull,
    };

    public static Filter? Read(Entity entity, JsonElement where, string pointer, ref Refusal? refusal)
    {
        var count = 0;
        return Group(entity, where, pointer, 0, ref count, ref refusal);
    }

    private static Filter? Group(Entity entity, JsonElement where, string pointer, int depth, ref int count, ref Refusal? refusal)
    {
        if (where.ValueKind != JsonValueKind.Object) refusal ??= QueryReader.Wrong(pointer, "type");
        else if (depth > Deepest) refusal ??= QueryReader.Wrong(pointer, "depth");
        if (refusal is not null) return null;
        List<Filter> parts = [];
        foreach (var member in where.EnumerateObject())
        {
            JsonText.TryName(member, out var name);
            var at = pointer + JsonText.Pointer(name);
            if (name is "and" or "or") Add(parts, Joined(entity, name == "and", member.Value, at, depth, ref count, ref refusal));
            else if (name == "not")
            {
                var part = Group(entity, member.Value, at, depth + 1, ref count, ref refusal);
                Add(parts, part is null ? new Filter.Group(false, []) : new Filter.Not(part));
            }
            else OfField(entity, name, member.Value, at, parts, ref refusal);
            if (refusal is null && ++count > Most) refusal = QueryReader.Wrong(at, "conditions");
            if (refusal is not null) return null;
        }
        return parts.Count switch { 0 => null, 1 => parts[0], _ => new Filter.Group(true, parts) };
    }

    private static Filter? Joined(Entity entity, bool all, JsonElement value, string pointer, int depth, ref int count, ref Refusal? refusal)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            refusal ??= QueryReader.Wrong(pointer, "type");
            return null;
        }
        List<Filter> parts = [];
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            // An empty condition holds for every row, which in an "or" must not vanish.
            var part = Group(entity, item, $"{pointer}/{index++}", depth + 1, ref count, ref refusal);
            if (refusal is not null) return null;
            parts.Add(part ?? new Filter.Group(true, []));
        }
        return new Filter.Group(all, parts);
    }

    private static void OfField(Entity entity, string name, JsonElement value, string pointer, List<Filter> parts, ref Refusal? refusal)
    {
        var field = RecordCells.Find(entity, name);
        if (field is null)
        {
            refusal ??= QueryReader.Wrong(pointer, "unknown");
            return;
        }
        if (value.ValueKind != JsonValueKind.Object)
        {
            Add(parts, Compare(field, Comparison.Eq, value, pointer, ref refusal));
            return;
        }
        foreach (var member in value.EnumerateObject())
        {
            JsonText.TryName(member, out var word);
            var at = pointer + JsonText.Pointer(word);
            if (Words.TryGetValue(word, out var how)) Add(parts, Compare(field, how, member.Value, at, ref refusal));
            else refusal ??= QueryReader.Wrong(at, "unknown");
        }
    }

    private static Filter? Compare(Field field, Comparison how, JsonElement value, string pointer, ref Refusal? refusal)
    {
        if (value.ValueKind == JsonValueKind.Null && how is Comparison.Eq or Comparison.Ne)
            return new Filter.Compare(field.Name, Comparison.IsNull, JsonElement.Parse(how == Comparison.Eq ? "true"u8 : "false"u8));
        var rule = Rule(field, how, value);
        if (rule.Length == 0) return new Filter.Compare(field.Name, how, value);
        refusal ??= QueryReader.Wrong(pointer, rule);
        return null;
    }

    private static string Rule(Field field, Comparison how, JsonElement value)
    {
        if (how == Comparison.IsNull) return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "" : "type";
        if (field.Type is FieldType.Json or FieldType.Attachment) return "compare";
        if (how is Comparison.In or Comparison.Between)
        {
            if (value.ValueKind != JsonValueKind.Array) return "type";
            var length = value.GetArrayLength();
            if (how == Comparison.Between ? length != 2 : length > LongestList) return "length";
            foreach (var item in value.EnumerateArray())
                if (Predicates.Operand(field, item, out _) is { Length: > 0 } rule) return rule;
            return "";
        }
        var isText = field.Type is FieldType.Text or FieldType.LongText or FieldType.Choice or FieldType.Reference;
        return how is Comparison.Contains or Comparison.StartsWith && !isText ? "compare" : Predicates.Operand(field, value, out _);
    }

    private static void Add(List<Filter> parts, Filter? part)
    {
        if (part is not null) parts.Add(part);
    }
}
