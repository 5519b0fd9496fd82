using System.Buffers.Text;
using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>The place of a row in an order: the values of the order's terms and the id. Opaque outside; it holds nothing that the
/// holder of the row did not see.</summary>
internal sealed record Cursor(Cell[] Cells, string Id)
{
    public static string Write(Cell[] cells, string id) => Base64Url.EncodeToString(JsonText.Bytes((cells, id), static (writer, all) =>
    {
        writer.WriteStartArray();
        foreach (var cell in all.cells)
        {
            if (!cell.IsPresent) writer.WriteNullValue();
            else if (cell.Text is { } text) writer.WriteStringValue(text);
            else writer.WriteNumberValue(cell.Number);
        }
        writer.WriteStringValue(all.id);
        writer.WriteEndArray();
    }));

    public static bool TryRead(Entity entity, IReadOnlyList<Order> orders, string text, out Cursor cursor)
    {
        cursor = new Cursor([], "");
        if (text.Length > 8_000 || !Base64Url.IsValid(text)) return false;
        try
        {
            var root = JsonElement.Parse(Base64Url.DecodeFromChars(text));
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != orders.Count + 1) return false;
            var cells = new Cell[orders.Count];
            for (var i = 0; i < cells.Length; i++)
            {
                var isText = RecordCells.Find(entity, orders[i].Field)!.Type is FieldType.Text or FieldType.LongText or FieldType.Choice or FieldType.Reference;
                if (!TryCell(root[i], isText, out cells[i])) return false;
            }
            if (!TryCell(root[cells.Length], true, out var id) || id.Text is null) return false;
            cursor = new Cursor(cells, id.Text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryCell(JsonElement value, bool isText, out Cell cell)
    {
        cell = Cell.Nothing;
        if (value.ValueKind == JsonValueKind.Null) return true;
        if (isText)
        {
            if (value.ValueKind != JsonValueKind.String || !JsonText.TryRead(value, out var text)) return false;
            cell = Cell.Of(text);
            return true;
        }
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number)) return false;
        cell = Cell.Of(number);
        return true;
    }
}
