using System.Text.Json;

namespace Marketplace.Api.Records;

/// <summary>A record's id and version, read off its crossing form without building the rest.</summary>
internal readonly record struct RecordHead(string Id, long Version)
{
    public static RecordHead Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var head = new RecordHead("", 0);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return head;
        while ((head.Id.Length == 0 || head.Version == 0) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isId, isVersion) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("version"u8));
            reader.Read();
            if (isId) head = head with { Id = reader.GetString() ?? "" };
            else if (isVersion) head = head with { Version = reader.GetInt64() };
            else reader.Skip();
        }
        return head;
    }
}
