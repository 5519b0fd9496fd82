using System.Text;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Records;

namespace Marketplace.Tests.Unit.Records;

/// <summary>An entity with a field of every type, and short ways to write bodies.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 9, 1, 8, 30, 0, 123, TimeSpan.Zero);

    public static readonly Entity Part = Entity(
        new Field { Name = "code", Type = FieldType.Text, Required = true, Unique = true, Pattern = "^[A-Z0-9-]+$", MaxLength = 20 },
        new Field { Name = "note", Type = FieldType.LongText },
        new Field { Name = "count", Type = FieldType.Integer, Min = "0", Max = "1000" },
        new Field { Name = "width", Type = FieldType.Decimal, Scale = 2, Min = "0.50" },
        new Field { Name = "price", Type = FieldType.Money },
        new Field { Name = "open", Type = FieldType.Boolean, Default = JsonElement.Parse("true") },
        new Field { Name = "day", Type = FieldType.Date, Min = "2026-01-01" },
        new Field { Name = "at", Type = FieldType.DateTime },
        new Field { Name = "took", Type = FieldType.Duration },
        new Field { Name = "state", Type = FieldType.Choice, Enum = ["new", "done"] },
        new Field { Name = "owner", Type = FieldType.Reference, Ref = "person" },
        new Field { Name = "file", Type = FieldType.Attachment },
        new Field { Name = "extra", Type = FieldType.Json });

    public static Entity Entity(params Field[] fields) => new()
    {
        Name = "part", Fields = fields.ToDictionary(static field => field.Name, StringComparer.Ordinal), Indexes = [["state"], ["count"]],
    };

    public static Answer<RecordRow> Insert(string body, Entity? entity = null) =>
        RecordRules.Insert(entity ?? Part, "r1", JsonElement.Parse(body), "p1", Now);

    public static RecordRow Row(string body, string id = "r1", Entity? entity = null) =>
        RecordRules.Insert(entity ?? Part, id, JsonElement.Parse(body), "p1", Now).Must();

    public static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    public static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    public static (string Code, string Pointer, string Rule) Why<T>(Answer<T> answer) =>
        answer.Refusal is { } no ? (no.Code, no.Facts.GetValueOrDefault("pointer", ""), no.Facts.GetValueOrDefault("rule", "")) : ("", "", "");
}
