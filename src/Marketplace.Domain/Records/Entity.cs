using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>The field types of the app format.</summary>
public enum FieldType
{
    Text, LongText, Integer, Decimal, Money, Boolean, Date, DateTime, Duration, Choice, Reference, Attachment, Json,
}

/// <summary>One field of an entity.</summary>
public sealed record Field
{
    public required string Name { get; init; }
    public required FieldType Type { get; init; }
    public string Label { get; init; } = "";
    public bool Required { get; init; }
    public bool Unique { get; init; }
    public JsonElement Default { get; init; }
    public string? Min { get; init; }
    public string? Max { get; init; }
    public int MaxLength { get; init; }
    public string? Pattern { get; init; }
    public IReadOnlyList<string> Enum { get; init; } = [];
    /// <summary>Target entity of a reference.</summary>
    public string Ref { get; init; } = "";
    public string Formula { get; init; } = "";
    public bool Personal { get; init; }
    /// <summary>Industrial data class; only 一般 (<c>general</c>) unless the operator grants more.</summary>
    public string Class { get; init; } = "general";
    /// <summary>Digits after the point for decimals, 0 to 6.</summary>
    public int Scale { get; init; } = 6;
}

/// <summary>An entity: a named list of typed fields.</summary>
public sealed record Entity
{
    public required string Name { get; init; }
    public string Label { get; init; } = "";
    public required IReadOnlyDictionary<string, Field> Fields { get; init; }
    /// <summary>Each index lists its fields; the thin path indexes single fields.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Indexes { get; init; } = [];
    public bool AppendOnly { get; init; }
    public string Retention { get; init; } = "";
    public bool Exportable { get; init; } = true;

    /// <summary>True when a filter, sort or group on the field is answered by an index.</summary>
    public bool IsIndexed(string field) =>
        Fields.TryGetValue(field, out var f) && (f.Unique || f.Type == FieldType.Reference || Indexes.Any(i => i.Count == 1 && i[0] == field));
}

/// <summary>A stored record. <see cref="Body"/> is canonical UTF-8 JSON of the declared fields only (crossing forms).</summary>
public sealed record RecordRow
{
    public required string Entity { get; init; }
    public required string Id { get; init; }
    /// <summary>1 for a new record, +1 for each change.</summary>
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required byte[] Body { get; init; }
}
