using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketplace.Tests.Apps.SeedGenerator;

/// <summary>One seed record: its local name and its fields in the order in which they are written.</summary>
internal sealed record SeedRow(string Id, params (string Field, object? Value)[] Fields)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Ref(string entity, string id) => $"$ref:{entity}/{id}";

    /// <summary>A seed file: one record a line, so that a difference shows which record changed.</summary>
    public static string File(IEnumerable<SeedRow> rows) =>
        "[\n" + string.Join(",\n", rows.Select(static r => r.Line())) + "\n]\n";

    private string Line()
    {
        var text = new StringBuilder($"  {{\"$id\":{JsonSerializer.Serialize(Id, Plain)}");
        foreach (var (field, value) in Fields)
            if (value is not null) text.Append($",\"{field}\":").Append(JsonSerializer.Serialize(value, Plain));
        return text.Append('}').ToString();
    }
}
