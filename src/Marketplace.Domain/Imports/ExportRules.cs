using System.Text.Json;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Imports;

/// <summary>What an export says of records and settings.</summary>
public static class ExportRules
{
    /// <summary>Records as a table: the id, then every field. A column is called as people call it, or by its field's name where a label is
    /// missing or shared; what an import reads back is the same either way.</summary>
    public static (string[] Header, bool[] Numeric, string[][] Rows) Table(
        IReadOnlyList<Field> fields, Func<Field, string> label, IReadOnlyList<RecordRow> rows, TimeZoneInfo zone)
    {
        var labels = fields.Select(label).ToList();
        var names = fields.Select(static f => f.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string Called(int i) => labels[i].Length == 0 || labels.Count(one => one == labels[i]) > 1 || names.Contains(labels[i]) ? fields[i].Name : labels[i];
        string[] header = ["id", .. fields.Select((_, i) => SheetText.Guarded(Called(i)))];
        bool[] numeric = [false, .. fields.Select(static f => f.Type is FieldType.Integer or FieldType.Decimal or FieldType.Money or FieldType.Duration)];
        return (header, numeric, [.. rows.Select(row => Cells(row, fields, zone))]);
    }

    /// <summary>Settings without what the app's schema marks as secret, at any depth of objects.</summary>
    public static byte[] Open(byte[] settings, JsonElement schema)
    {
        if (settings.Length == 0) return "{}"u8.ToArray();
        using var parsed = JsonDocument.Parse(settings);
        return JsonText.Bytes((parsed.RootElement, schema), static (writer, all) => Write(writer, all.RootElement, all.schema));
    }

    private static string[] Cells(RecordRow row, IReadOnlyList<Field> fields, TimeZoneInfo zone)
    {
        using var body = JsonDocument.Parse(row.Body);
        var cells = new string[fields.Count + 1];
        cells[0] = SheetText.Guarded(row.Id);
        for (var i = 0; i < fields.Count; i++)
            cells[i + 1] = body.RootElement.TryGetProperty(fields[i].Name, out var value) && value.ValueKind != JsonValueKind.Null ? CellText.Of(fields[i], value, zone) : "";
        return cells;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, JsonElement schema)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            value.WriteTo(writer);
            return;
        }
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            var known = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties"u8, out var all) && all.TryGetProperty(member.Name, out var one) ? one : default;
            if (known.ValueKind == JsonValueKind.Object && known.TryGetProperty("secret"u8, out var secret) && secret.ValueKind == JsonValueKind.True) continue;
            writer.WritePropertyName(member.Name);
            Write(writer, member.Value, known);
        }
        writer.WriteEndObject();
    }
}
