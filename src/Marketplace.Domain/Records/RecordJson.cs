using System.Runtime.InteropServices;
using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>The crossing form of records: <c>{id, version, createdAt, createdBy, updatedAt, ...fields}</c>.</summary>
public static class RecordJson
{
    /// <summary>One record.</summary>
    public static byte[] Write(RecordRow row) => Write(row, []);

    /// <summary>One record with the chosen fields only (and always its id and version); none chosen means all.</summary>
    public static byte[] Write(RecordRow row, IReadOnlyList<string> select) =>
        JsonText.Bytes((row, select), static (writer, all) => WriteOne(writer, all.row, all.select));

    /// <summary>An array of records.</summary>
    public static byte[] WriteAll(IReadOnlyList<RecordRow> rows, IReadOnlyList<string> select) =>
        JsonText.Bytes((rows, select), static (writer, all) =>
        {
            writer.WriteStartArray();
            foreach (var row in all.rows) WriteOne(writer, row, all.select);
            writer.WriteEndArray();
        });

    /// <summary>Writes one record into a document under way.</summary>
    public static void WriteOne(Utf8JsonWriter writer, RecordRow row, IReadOnlyList<string> select)
    {
        bool Wanted(string name) => select.Count == 0 || select.Contains(name, StringComparer.Ordinal);
        writer.WriteStartObject();
        writer.WriteString("id"u8, row.Id);
        writer.WriteNumber("version"u8, row.Version);
        if (Wanted("createdAt")) writer.WriteString("createdAt"u8, Forms.TimeText(row.CreatedAt));
        if (Wanted("createdBy")) writer.WriteString("createdBy"u8, row.CreatedBy);
        if (Wanted("updatedAt")) writer.WriteString("updatedAt"u8, Forms.TimeText(row.UpdatedAt));
        foreach (var member in JsonElement.Parse(row.Body).EnumerateObject())
        {
            if (!Wanted(member.Name)) continue;
            writer.WritePropertyName(member.Name);
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
        }
        writer.WriteEndObject();
    }
}
