using System.Text.Json;

namespace Marketplace.Api.Records;

/// <summary>The shape of a page of records, for the OpenAPI page; the route itself writes bytes.</summary>
internal sealed record RecordPageBody
{
    public required IReadOnlyList<JsonElement> Records { get; init; }
    public int Count { get; init; }
    /// <summary>Cursor of the next page, or empty.</summary>
    public string Next { get; init; } = "";
}
