using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Expressions;

namespace Marketplace.Domain.Views;

/// <summary>Computed columns of rows, and what totals are computed over. Numbers are the exact decimals of the expression language. Pure.</summary>
public static class RowSums
{
    private static readonly string[] Kinds = ["sum", "min", "max"];

    /// <summary>The row with a computed value under a name; null where the expression comes to nothing. Money is whole micro-yuan.</summary>
    public static JsonElement With(JsonElement row, string name, string expression, string format)
    {
        var with = row.ValueKind == JsonValueKind.Object ? (JsonObject)JsonNode.Parse(row.GetRawText())! : [];
        with[name] = Value(row, expression, format);
        return JsonSerializer.SerializeToElement(with);
    }

    /// <summary>What an expression comes to over a row, as JSON.</summary>
    public static JsonNode? Value(JsonElement row, string expression, string format = "")
    {
        var parsed = Expression.Parse(expression);
        if (!parsed.Ok) return null;
        var value = parsed.Must().Evaluate(row);
        return value.Kind switch
        {
            ExpressionKind.Boolean => JsonValue.Create(value.Boolean),
            ExpressionKind.Number when format is "money" or "integer" => JsonValue.Create((long)decimal.Round(value.Number, 0, MidpointRounding.AwayFromZero)),
            ExpressionKind.Number => JsonValue.Create(value.Number),
            ExpressionKind.Text => JsonValue.Create(value.Text),
            _ => null,
        };
    }

    /// <summary>What totals are computed over: <c>count</c>, <c>record</c>, and each <c>sum.x min.x max.x</c> that is wanted. A sum is over the
    /// values that are numbers; a minimum of none is null, a sum beyond 10^15 too.</summary>
    public static JsonElement Over(IReadOnlyList<JsonElement> rows, JsonElement record, IEnumerable<string> wanted)
    {
        var over = new JsonObject { ["count"] = rows.Count, ["record"] = record.ValueKind == JsonValueKind.Object ? JsonNode.Parse(record.GetRawText()) : null };
        foreach (var name in wanted.Distinct(StringComparer.Ordinal))
            if (name.Split('.', 2) is [var kind, var field] && Kinds.Contains(kind)) Put(over, name.Split('.'), Of(kind, [.. rows.Select(r => Number(r, field)).OfType<decimal>()]));
        return JsonSerializer.SerializeToElement(over);
    }

    /// <summary>A number at a dotted path: a JSON number or a decimal's text; null when there is none.</summary>
    public static decimal? Number(JsonElement row, string path)
    {
        foreach (var step in path.Split('.'))
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(step, out row)) return null;
        return Number(row);
    }

    /// <summary>A value as a number, or null when it is none.</summary>
    public static decimal? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Exact.FromJson(value),
        JsonValueKind.String => Exact.FromText(value.GetString()!),
        _ => null,
    };

    private static decimal? Of(string kind, List<decimal> numbers) => kind switch
    {
        "sum" => Exact.Within(numbers.Sum()),
        _ when numbers.Count == 0 => null,
        "min" => numbers.Min(),
        _ => numbers.Max(),
    };

    private static void Put(JsonObject into, string[] path, decimal? value)
    {
        foreach (var step in path[..^1])
        {
            if (into[step] is not JsonObject next) into[step] = next = [];
            into = next;
        }
        into[path[^1]] = value;
    }
}
