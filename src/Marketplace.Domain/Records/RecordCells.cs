using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>Reads the comparable values of a record's fields, the host's own (<c>id version createdAt createdBy updatedAt</c>) among them.</summary>
public static class RecordCells
{
    private static readonly Dictionary<string, Field> Own = new Field[]
    {
        new() { Name = "id", Type = FieldType.Reference },
        new() { Name = "version", Type = FieldType.Integer },
        new() { Name = "createdAt", Type = FieldType.DateTime },
        new() { Name = "createdBy", Type = FieldType.Text },
        new() { Name = "updatedAt", Type = FieldType.DateTime },
    }.ToDictionary(static field => field.Name, StringComparer.Ordinal);

    /// <summary>The declared field of this name, or the host's own, or null.</summary>
    public static Field? Find(Entity entity, string name) =>
        entity.Fields.TryGetValue(name, out var field) ? field : Own.GetValueOrDefault(name);

    /// <summary>True when a filter or sort on the field needs no scan: a declared index, the id, or the time of the last change.</summary>
    public static bool IsIndexed(Entity entity, string name) =>
        entity.Fields.ContainsKey(name) ? entity.IsIndexed(name) : name is "id" or "updatedAt";

    /// <summary>The values of <paramref name="fields"/>, in that order. A stored value that no longer fits its field counts as absent.</summary>
    public static Cell[] Read(RecordRow row, IReadOnlyList<Field> fields)
    {
        var cells = new Cell[fields.Count];
        if (fields.Count == 0) return cells;
        var open = 0;
        for (var i = 0; i < fields.Count; i++)
        {
            if (Own.TryGetValue(fields[i].Name, out var own) && ReferenceEquals(own, fields[i])) cells[i] = OwnCell(row, own.Name);
            else open++;
        }
        if (open > 0) ReadBody(row.Body, fields, cells);
        return cells;
    }

    private static Cell OwnCell(RecordRow row, string name) => name switch
    {
        "id" => Cell.Of(row.Id),
        "version" => Cell.Of(row.Version),
        "createdAt" => Cell.Of(row.CreatedAt.ToUnixTimeMilliseconds()),
        "createdBy" => Cell.Of(row.CreatedBy),
        _ => Cell.Of(row.UpdatedAt.ToUnixTimeMilliseconds()),
    };

    private static void ReadBody(byte[] body, IReadOnlyList<Field> fields, Cell[] cells)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var slot = Slot(ref reader, fields, cells);
            reader.Read();
            if (slot < 0) reader.Skip();
            else if (fields[slot].Type is FieldType.Json or FieldType.Attachment)
            {
                // Only whether it is there can be asked of these.
                reader.Skip();
                cells[slot] = Cell.Of(1);
            }
            else cells[slot] = Value(ref reader, fields[slot]);
        }
    }

    private static int Slot(ref Utf8JsonReader reader, IReadOnlyList<Field> fields, Cell[] cells)
    {
        for (var i = 0; i < fields.Count; i++)
            if (!cells[i].IsPresent && reader.ValueTextEquals(fields[i].Name)) return i;
        return -1;
    }

    private static Cell Value(ref Utf8JsonReader reader, Field field)
    {
        switch (field.Type)
        {
            case FieldType.Text or FieldType.LongText or FieldType.Choice or FieldType.Reference when reader.TokenType == JsonTokenType.String:
                return Cell.Of(reader.GetString()!);
            case FieldType.Integer or FieldType.Money or FieldType.Duration when reader.TokenType == JsonTokenType.Number:
                return reader.TryGetInt64(out var number) ? Cell.Of(number) : Cell.Nothing;
            case FieldType.Boolean when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                return Cell.Of(reader.TokenType == JsonTokenType.True ? 1 : 0);
            default:
                var element = JsonElement.ParseValue(ref reader);
                return Forms.Read(field with { Scale = Forms.DecimalDigits }, element, out var cell).Length == 0 ? cell : Cell.Nothing;
        }
    }
}
