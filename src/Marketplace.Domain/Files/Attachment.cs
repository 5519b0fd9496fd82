using System.Text.Json;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Files;

/// <summary>What a record's field of type attachment says of a file, and what an upload answers.</summary>
/// <param name="Id">The file's id within its install.</param>
/// <param name="Name">The file's name as people see it; no folder, no control characters.</param>
/// <param name="Type">The media type that the host found in the bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex of the bytes.</param>
public sealed record Attachment(string Id, string Name, string Type, long Size, string Sha256)
{
    /// <summary>The crossing form.</summary>
    public byte[] Json() => JsonText.Bytes(this, static (writer, one) =>
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, one.Id);
        writer.WriteString("name"u8, one.Name);
        writer.WriteString("type"u8, one.Type);
        writer.WriteNumber("size"u8, one.Size);
        writer.WriteString("sha256"u8, one.Sha256);
        writer.WriteEndObject();
    });

    /// <summary>The attachments of a record, one for each field that has one; nothing for a row that is not there.</summary>
    public static IEnumerable<Attachment> Of(Entity entity, RecordRow? row)
    {
        if (row is null) return [];
        var fields = entity.Fields.Values.Where(static field => field.Type == FieldType.Attachment).ToList();
        return fields.Count == 0 ? [] : Read(fields, row.Body);
    }

    private static List<Attachment> Read(List<Field> fields, byte[] body)
    {
        List<Attachment> found = [];
        var record = JsonElement.Parse(body);
        foreach (var field in fields)
            // A value of before the field was an attachment names no file.
            if (record.TryGetProperty(field.Name, out var value) && Forms.Read(field, value, out _).Length == 0)
                found.Add(new Attachment(Word(value, "id"), Word(value, "name"), Word(value, "type"), value.GetProperty("size"u8).GetInt64(), Word(value, "sha256")));
        return found;
    }

    private static string Word(JsonElement value, string name) => value.GetProperty(name).GetString()!;
}
