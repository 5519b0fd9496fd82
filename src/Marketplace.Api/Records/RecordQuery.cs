using System.Buffers;
using System.Text;
using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Domain;

namespace Marketplace.Api.Records;

/// <summary>The query of <c>?where=&amp;orderBy=&amp;limit=&amp;after=&amp;select=</c> as the one JSON object that the records room reads.</summary>
internal static class RecordQuery
{
    private static readonly string[] Known = ["where", "orderBy", "limit", "after", "select", "brain"];

    public static Answer<byte[]> Read(Exchange x)
    {
        foreach (var name in x.Http.Request.Query.Keys)
            if (!Known.Contains(name, StringComparer.Ordinal)) return Invalid("?" + name, "this parameter is not known");
        var where = Encoding.UTF8.GetBytes(x.Query("where"));
        if (where.Length > Limits.Query) return Invalid("?where", "longer than allowed");
        if (where.Length > 0 && BoundedJson.Check(where) is not null) return Invalid("?where", "not JSON");
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (where.Length > 0)
            {
                json.WritePropertyName("where"u8);
                json.WriteRawValue(where, skipInputValidation: true);
            }
            Words(json, "orderBy", x.Query("orderBy"));
            Words(json, "select", x.Query("select"));
            if (x.Query("after") is { Length: > 0 } after) json.WriteString("after"u8, after);
            if (x.Query("limit").Length > 0)
            {
                if (x.Number("limit", 0, 1_000) is not { } limit) return Invalid("?limit", "a whole number from 1 to 1000");
                json.WriteNumber("limit"u8, limit);
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Words(Utf8JsonWriter json, string name, string list)
    {
        if (list.Length == 0) return;
        json.WriteStartArray(name);
        foreach (var word in list.Split(',', StringSplitOptions.TrimEntries)) json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static Refusal Invalid(string pointer, string message) =>
        Refusal.Of(Codes.QueryInvalid, ("pointer", pointer), ("message", message));
}
