using System.Runtime.InteropServices;
using System.Text.Json;
using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Records;

/// <summary>Records that come from another version, or from another install: what they were is kept, and what they must be is asked.</summary>
public static class CarriedRecords
{
    private static readonly string[] own = ["id", "version", "createdAt", "createdBy", "updatedAt"];

    /// <summary>A record after a migration: one version further, made by whom and when it was; or what does not fit.</summary>
    /// <param name="given">What the app's handler made of it. The host's own members and computed fields in it are passed over, so that a
    /// handler may spread what it was given.</param>
    public static Answer<RecordRow> Carried(Entity entity, RecordRow row, JsonElement given, DateTimeOffset now)
    {
        if (given.ValueKind != JsonValueKind.Object) return Refusal.Of(Codes.InputInvalid, ("pointer", ""), ("rule", "type"), ("entity", entity.Name));
        var bare = JsonText.Bytes((entity, given), static (writer, all) =>
        {
            writer.WriteStartObject();
            foreach (var member in all.given.EnumerateObject())
            {
                if (own.Contains(member.Name, StringComparer.Ordinal) || (all.entity.Fields.TryGetValue(member.Name, out var field) && field.Formula.Length > 0)) continue;
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }
            writer.WriteEndObject();
        });
        var made = RecordRules.Insert(entity, row.Id, JsonElement.Parse(bare), row.CreatedBy, now);
        return made.Ok ? made.Must() with { Version = row.Version + 1, CreatedAt = row.CreatedAt } : made.Refusal!;
    }

    /// <summary>Whether a stored body can be read under a shape: every field that the shape declares is in its form. Members that the shape does
    /// not know stay unseen.</summary>
    public static Refusal? Misfit(Entity entity, RecordRow row)
    {
        foreach (var member in JsonElement.Parse(row.Body).EnumerateObject())
            if (entity.Fields.TryGetValue(member.Name, out var field) && Forms.Read(field, member.Value, out _) is { Length: > 0 } rule)
                return Wrong(entity, row.Id, member.Name, rule);
        return null;
    }

    /// <summary>A record of an export, as it is to be stored: its id, version, times and makers are its own.</summary>
    public static Answer<RecordRow> Read(Entity entity, JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object) return Wrong(entity, "", "", "type");
        var id = Word(line, "id");
        if (id.Length is 0 or > 100) return Wrong(entity, id, "id", "form");
        if (!line.TryGetProperty("version"u8, out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out var version) || version < 1) return Wrong(entity, id, "version", "form");
        if (!Time(line, "createdAt", out var createdAt)) return Wrong(entity, id, "createdAt", "form");
        if (!Time(line, "updatedAt", out var updatedAt)) return Wrong(entity, id, "updatedAt", "form");
        var createdBy = Word(line, "createdBy");
        if (createdBy.Length is 0 or > 200) return Wrong(entity, id, "createdBy", "form");
        Refusal? no = null;
        HashSet<string> seen = new(StringComparer.Ordinal);
        var body = JsonText.Bytes(line, (writer, all) =>
        {
            writer.WriteStartObject();
            foreach (var member in all.EnumerateObject())
            {
                if (!JsonText.TryName(member, out var name) || !seen.Add(name)) no ??= Wrong(entity, id, name, "duplicate");
                if (no is not null) break;
                if (own.Contains(name, StringComparer.Ordinal)) continue;
                no = Member(writer, entity, id, member);
            }
            writer.WriteEndObject();
        });
        if (no is not null) return no;
        if (body.Length > RecordRules.LargestBody) return Wrong(entity, id, "", "size");
        return new RecordRow { Entity = entity.Name, Id = id, Version = version, CreatedAt = createdAt, CreatedBy = createdBy, UpdatedAt = updatedAt, Body = body };
    }

    private static Refusal? Member(Utf8JsonWriter writer, Entity entity, string id, JsonProperty member)
    {
        if (entity.Fields.TryGetValue(member.Name, out var field))
        {
            if (Forms.Read(field, member.Value, out var cell) is { Length: > 0 } rule) return Wrong(entity, id, member.Name, rule);
            writer.WritePropertyName(member.Name);
            Forms.Write(writer, field, member.Value, cell);
            return null;
        }
        // What another version left in a record: unseen by this one, and kept.
        var raw = JsonMarshal.GetRawUtf8Value(member.Value);
        if (!ManifestNames.IsName(member.Name) || JsonText.Depth(raw) > Forms.JsonDepth) return Wrong(entity, id, member.Name, "unknown");
        writer.WritePropertyName(member.Name);
        writer.WriteRawValue(JsonText.Minified(raw), skipInputValidation: true);
        return null;
    }

    private static string Word(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && JsonText.TryRead(value, out var text) && !text.Contains('\0') ? text : "";

    private static bool Time(JsonElement line, string name, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(Word(line, name), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out time);

    private static Refusal Wrong(Entity entity, string id, string field, string rule) =>
        Refusal.Of(Codes.InputInvalid, ("pointer", JsonText.Pointer(field)), ("rule", rule), ("entity", entity.Name), ("id", id));
}
