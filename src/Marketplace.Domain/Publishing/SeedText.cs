using System.Text.Json;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Publishing;

/// <summary>The two forms of a <c>seed/&lt;entity&gt;.json</c>: a list of records, <c>[{"$id":"1","code":"A"}]</c>, or a table, a list of names and then
/// one list of values for each record, <c>[["$id","code"],["1","A"]]</c>, where null is no value. A table says each name once.</summary>
public static class SeedText
{
    /// <summary>The records in order, each as an object.</summary>
    public static IReadOnlyList<JsonElement> Records(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var items = document.RootElement.EnumerateArray().ToList();
        if (items is not [{ ValueKind: JsonValueKind.Array } head, ..]) return [.. items.Select(static item => item.Clone())];
        var names = head.EnumerateArray().Select(static name => name.GetString()!).ToList();
        return [.. items.Skip(1).Select(row => Record(names, row))];
    }

    /// <summary>The members of each record of a located file, with the item they stand in; null for an item that is no record of that file's form.</summary>
    internal static IEnumerable<(Located Item, IReadOnlyList<Located.Member>? Members)> Rows(Located root)
    {
        if (root.Items is not [{ Kind: JsonValueKind.Array } head, ..])
            return root.Items.Select(static item => (item, item.Kind == JsonValueKind.Object ? item.Members : null));
        var names = head.Items.Select(static name => name.Text).ToList();
        return root.Items.Skip(1).Select(row => (row, row.Kind == JsonValueKind.Array && row.Items.Count == names.Count ? Members(names, row.Items) : null));
    }

    private static IReadOnlyList<Located.Member> Members(List<string> names, IReadOnlyList<Located> values) =>
        [.. names.Zip(values).Where(static pair => pair.Second.Kind != JsonValueKind.Null).Select(static pair => new Located.Member(pair.First, pair.Second.Line, pair.Second))];

    private static JsonElement Record(List<string> names, JsonElement row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in names.Zip(row.EnumerateArray()))
            {
                if (value.ValueKind == JsonValueKind.Null) continue;
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return JsonElement.Parse(stream.ToArray());
    }
}
