using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Domain.Schemas;

/// <summary>The host's named subset of JSON Schema 2020-12, closed: a keyword that is not in <see cref="Keywords"/> is refused when
/// the schema is read, so no author believes in a rule that nobody checks. Patterns never backtrack.</summary>
public sealed class JsonSchema
{
    /// <summary>Every keyword of the subset. The last four explain and check nothing; <c>secret</c> marks a setting that is never shown again.</summary>
    public static readonly IReadOnlyList<string> Keywords =
    [
        "type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "enum", "const",
        "minimum", "maximum", "minLength", "maxLength", "pattern", "oneOf", "title", "description", "default", "secret",
    ];

    /// <summary>The words of <c>type</c>.</summary>
    public static readonly IReadOnlyList<string> Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    internal IReadOnlyList<string> Type { get; init; } = [];
    internal IReadOnlyDictionary<string, JsonSchema> Properties { get; init; } = new Dictionary<string, JsonSchema>();
    internal IReadOnlyList<string> Required { get; init; } = [];
    /// <summary>Null: anything more is welcome. <see cref="Nothing"/>: nothing more is.</summary>
    internal JsonSchema? Additional { get; init; }
    internal JsonSchema? Items { get; init; }
    internal int? MinItems { get; init; }
    internal int? MaxItems { get; init; }
    internal IReadOnlyList<JsonElement>? Enum { get; init; }
    internal JsonElement? Const { get; init; }
    internal decimal? Minimum { get; init; }
    internal decimal? Maximum { get; init; }
    internal int? MinLength { get; init; }
    internal int? MaxLength { get; init; }
    internal Regex? Pattern { get; init; }
    internal IReadOnlyList<JsonSchema> OneOf { get; init; } = [];

    /// <summary>The schema <c>false</c>.</summary>
    internal static readonly JsonSchema Nothing = new();

    /// <summary>Reads a schema; refused as <c>input.invalid</c> with the facts <c>pointer</c>, <c>rule</c> and <c>message</c>.</summary>
    public static Answer<JsonSchema> Parse(JsonElement schema) => JsonSchemaReader.Read(schema);

    /// <summary>Everything that is wrong with a value, at most 20 errors; empty when it conforms.</summary>
    public IReadOnlyList<SchemaError> Check(JsonElement value)
    {
        var check = new JsonSchemaCheck();
        check.Run(this, value, "");
        return check.Errors;
    }
}
