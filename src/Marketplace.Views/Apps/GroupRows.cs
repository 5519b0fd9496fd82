using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Views;

namespace Marketplace.Views.Apps;

/// <summary>Grouped sources: what is asked, and the order and number that a view wants of the answer.</summary>
public static class GroupRows
{
    /// <summary>The aggregate as the record store reads it: <c>{where, groupBy, sum, avg, min, max}</c>.</summary>
    public static JsonObject Body(RowSource.Groups query)
    {
        var body = new JsonObject();
        if (query.Where.ValueKind == JsonValueKind.Object) body["where"] = JsonNode.Parse(query.Where.GetRawText());
        foreach (var (name, fields) in new[] { ("groupBy", query.GroupBy), ("sum", query.Sum), ("avg", query.Avg), ("min", query.Min), ("max", query.Max) })
            if (fields.Count > 0) body[name] = new JsonArray([.. fields.Select(static f => (JsonNode)f)]);
        return body;
    }

    /// <summary>The groups in the order asked for; numbers (decimals as text too) by size, everything else by its characters, nothing last.</summary>
    internal static List<JsonElement> Ordered(IReadOnlyList<JsonElement> groups, RowSource.Groups query)
    {
        IOrderedEnumerable<JsonElement>? ordered = null;
        foreach (var order in query.OrderBy)
        {
            var (path, down) = (order.TrimStart('-'), order.StartsWith('-'));
            var by = Comparer<JsonElement>.Create((a, b) => Compare(Row.At(a, path), Row.At(b, path), down));
            ordered = ordered is null ? groups.Order(by) : ordered.ThenBy(static g => g, by);
        }
        return [.. (ordered ?? (IEnumerable<JsonElement>)groups).Take(query.Limit)];
    }

    private static int Compare(JsonElement a, JsonElement b, bool down)
    {
        var (one, other) = (Row.Text(a), Row.Text(b));
        if (one.Length == 0 || other.Length == 0) return (one.Length == 0).CompareTo(other.Length == 0);
        var order = Row.Number(a) is { } x && Row.Number(b) is { } y ? x.CompareTo(y) : string.CompareOrdinal(one, other);
        return down ? -order : order;
    }
}
