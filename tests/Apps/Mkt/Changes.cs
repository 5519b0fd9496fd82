using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Apps.Mkt;

/// <summary>One change of one value of a JSON file.</summary>
internal static class Changes
{
    /// <summary>How many kinds there are: drop, rename, replace, add a member.</summary>
    public const int Kinds = 4;

    private static readonly string[] Values =
        ["null", "true", "0", "1", "-1", "7", "1.5", "100000000", "\"\"", "\"x\"", "\"tag\"", "\"a.b\"", "\"Bad Name\"", "\"1.0.0\"", "\"text\"", "\"choice\"", "\"spend:a.b\"", "\"free\"", "\"call\"", "[]", "[\"x\"]", "{}", "{\"x\":1}"];

    private static readonly string[] Names =
        ["x", "Bad", "id", "then", "createdAt", "label", "type", "enum", "ref", "scale", "min", "maxLength", "pattern", "cap", "price", "required", "secondSigners", "cron", "series"];

    public static JsonNode Make(JsonNode root, int where, int kind, int what)
    {
        var places = new List<JsonNode>();
        Walk(root, places);
        var at = places[where % places.Count];
        switch (kind)
        {
            case 0 when at.Parent is JsonObject parent: parent.Remove(at.GetPropertyName()); break;
            case 0 when at.Parent is JsonArray list: list.Remove(at); break;
            case 1 when at.Parent is JsonObject parent: Rename(parent, at.GetPropertyName(), Names[what % Names.Length]); break;
            case 2 when at.Parent is not null: at.ReplaceWith(JsonNode.Parse(Values[what % Values.Length])); break;
            case 3 when at is JsonObject grown: grown[Names[what % Names.Length]] = JsonNode.Parse(Values[what / Names.Length % Values.Length]); break;
            case 3 when at is JsonArray longer: longer.Add(JsonNode.Parse(Values[what % Values.Length])); break;
        }
        return root;
    }

    private static void Rename(JsonObject parent, string was, string now)
    {
        if (parent.ContainsKey(now)) return;
        var value = parent[was];
        parent.Remove(was);
        parent[now] = value;
    }

    private static void Walk(JsonNode? node, List<JsonNode> places)
    {
        if (node is null || node.GetValueKind() == JsonValueKind.Null) return;
        places.Add(node);
        if (node is JsonObject members)
            foreach (var (_, value) in members) Walk(value, places);
        else if (node is JsonArray items)
            foreach (var item in items) Walk(item, places);
    }
}
