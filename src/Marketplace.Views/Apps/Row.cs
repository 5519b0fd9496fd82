using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Expressions;
using Marketplace.Domain.Views;

namespace Marketplace.Views.Apps;

/// <summary>Reading of rows: dotted paths, conditions, and inputs made from them.</summary>
internal static class Row
{
    /// <summary>The value at a dotted path; undefined when there is none.</summary>
    public static JsonElement At(JsonElement row, string path)
    {
        foreach (var step in path.Split('.'))
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(step, out row)) return default;
        return row;
    }

    /// <summary>The value as plain text; empty when there is none.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    /// <summary>The value at a path as plain text.</summary>
    public static string Text(JsonElement row, string path) => Text(At(row, path));

    /// <summary>The value as a number: a JSON number or a decimal's text; null when it is none.</summary>
    public static decimal? Number(JsonElement value) => RowSums.Number(value);

    /// <summary>True when the condition holds, or when there is none. A condition that does not read never holds: nothing is
    /// offered by accident.</summary>
    public static bool Holds(string when, JsonElement row)
    {
        if (when.Length == 0) return true;
        var parsed = Expression.Parse(when);
        return parsed.Ok && parsed.Must().Evaluate(row) is { } value && value.IsTrue;
    }

    /// <summary>True when the condition speaks of the field, so that the field's word carries the colour.</summary>
    public static bool Names(string when, string field) => Expression.Parse(when) is { Ok: true } parsed && parsed.Must().Fields.Contains(field);

    /// <summary>An input with each <c>"$row.x"</c> replaced by the row's value; <paramref name="prefix"/> is <c>$row.</c> or <c>$result.</c>.</summary>
    public static JsonObject Fill(JsonElement template, JsonElement row, string prefix) =>
        template.ValueKind == JsonValueKind.Object ? (JsonObject)Node(template, row, prefix)! : [];

    private static JsonNode? Node(JsonElement template, JsonElement row, string prefix) => template.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(template.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Node(p.Value, row, prefix)))),
        JsonValueKind.Array => new JsonArray([.. template.EnumerateArray().Select(e => Node(e, row, prefix))]),
        JsonValueKind.String when template.GetString()!.StartsWith(prefix, StringComparison.Ordinal) =>
            At(row, template.GetString()![prefix.Length..]) is { ValueKind: not JsonValueKind.Undefined } found ? JsonNode.Parse(found.GetRawText()) : null,
        _ => JsonNode.Parse(template.GetRawText()),
    };
}
