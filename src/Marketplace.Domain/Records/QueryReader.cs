using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>Reads a query from JSON: <c>{where, orderBy, limit, after, select}</c>. What it accepts, every evaluator can answer;
/// a refusal is <c>query.invalid</c> with facts <c>pointer</c> and <c>rule</c>.</summary>
public static class QueryReader
{
    /// <summary>The most rows of one page.</summary>
    public const int LargestLimit = 1_000;

    /// <summary>Reads a query over <paramref name="entity"/>. Empty bytes ask for everything.</summary>
    public static Answer<Query> Read(Entity entity, ReadOnlySpan<byte> json)
    {
        if (Root(json, out var root) is { } wrong) return wrong;
        Refusal? refusal = null;
        var query = new Query { Entity = entity.Name };
        foreach (var member in root.EnumerateObject())
        {
            JsonText.TryName(member, out var name);
            var pointer = JsonText.Pointer(name);
            if (member.Value.ValueKind == JsonValueKind.Null) continue;
            query = name switch
            {
                "entity" => Same(query, entity, member.Value, pointer, ref refusal),
                "where" => query with { Where = FilterReader.Read(entity, member.Value, pointer, ref refusal) },
                "orderBy" => query with { OrderBy = Terms(entity, member.Value, pointer, ref refusal) },
                "limit" => query with { Limit = Limit(member.Value, pointer, ref refusal) },
                "after" => query with { After = Words(member.Value, pointer, ref refusal) },
                "select" => query with { Select = Names(entity, member.Value, pointer, ref refusal) },
                _ => Unknown(query, pointer, ref refusal),
            };
            if (refusal is not null) return refusal;
        }
        if (query.After is { } after && !Cursor.TryRead(entity, query.OrderBy, after, out _)) return Wrong("/after", "cursor");
        return query;
    }

    internal static Refusal Wrong(string pointer, string rule) => Refusal.Of(Codes.QueryInvalid, ("pointer", pointer), ("rule", rule));

    /// <summary>Parses the argument object; nothing at all counts as an empty one.</summary>
    internal static Refusal? Root(ReadOnlySpan<byte> json, out JsonElement root)
    {
        root = default;
        try
        {
            root = JsonElement.Parse(json.IsEmpty ? "{}"u8 : json);
        }
        catch (JsonException)
        {
            return Wrong("", "json");
        }
        return root.ValueKind == JsonValueKind.Object ? null : Wrong("", "type");
    }

    internal static T Same<T>(T read, Entity entity, JsonElement value, string pointer, ref Refusal? refusal)
    {
        if (Words(value, pointer, ref refusal) != entity.Name) refusal ??= Wrong(pointer, "entity");
        return read;
    }

    internal static IReadOnlyList<string> Names(Entity entity, JsonElement value, string pointer, ref Refusal? refusal)
    {
        List<string> names = [];
        foreach (var (word, at) in Listed(value, pointer, ref refusal))
        {
            if (RecordCells.Find(entity, word) is null) refusal ??= Wrong(at, "unknown");
            names.Add(word);
        }
        return names;
    }

    /// <summary>A string or an array of strings.</summary>
    internal static List<(string Word, string Pointer)> Listed(JsonElement value, string pointer, ref Refusal? refusal)
    {
        List<(string, string)> words = [];
        if (value.ValueKind == JsonValueKind.String) words.Add((Words(value, pointer, ref refusal), pointer));
        else if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= 50)
            foreach (var item in value.EnumerateArray())
            {
                var at = $"{pointer}/{words.Count}";
                words.Add((Words(item, at, ref refusal), at));
            }
        else refusal ??= Wrong(pointer, "type");
        return words;
    }

    private static IReadOnlyList<Order> Terms(Entity entity, JsonElement value, string pointer, ref Refusal? refusal)
    {
        List<Order> terms = [];
        foreach (var (word, at) in Listed(value, pointer, ref refusal))
        {
            var descending = word.StartsWith('-');
            var name = descending ? word[1..] : word;
            var field = RecordCells.Find(entity, name);
            if (field is null) refusal ??= Wrong(at, "unknown");
            else if (field.Type is FieldType.Json or FieldType.Attachment) refusal ??= Wrong(at, "order");
            else if (terms.All(term => term.Field != name)) terms.Add(new Order(name, descending));
        }
        if (terms.Count > 5) refusal ??= Wrong(pointer, "terms");
        return terms;
    }

    private static int Limit(JsonElement value, string pointer, ref Refusal? refusal)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var limit) && limit is >= 1 and <= LargestLimit) return limit;
        refusal = Wrong(pointer, "limit");
        return 1;
    }

    private static string Words(JsonElement value, string pointer, ref Refusal? refusal)
    {
        if (value.ValueKind == JsonValueKind.String && JsonText.TryRead(value, out var text)) return text;
        refusal ??= Wrong(pointer, "type");
        return "";
    }

    internal static T Unknown<T>(T read, string pointer, ref Refusal? refusal)
    {
        refusal = Wrong(pointer, "unknown");
        return read;
    }
}
