using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Views;
using Marketplace.Views.Apps;

namespace Marketplace.Web.Shop;

/// <summary>A listed app over its own sample records, for pictures of the real views before anybody installs. It reads a few
/// records as they stand; nothing can be called or written, and the pictures take no clicks.</summary>
internal sealed class SampleSource(ListedApp app) : IViewSource
{
    private const int Shown = 5;
    private static readonly Refusal No = Refusal.Of(Codes.NotFound, ("what", "install"));
    private readonly Dictionary<string, IReadOnlyList<JsonElement>> read = new(StringComparer.Ordinal);

    public Manifest Manifest => app.Manifest;
    public ViewPerson Person { get; } = new("", "", []);
    public IReadOnlyDictionary<string, string> Texts => app.Texts;
    public IReadOnlyDictionary<string, string> People { get; } = new Dictionary<string, string>();

    /// <summary>One sample record: <c>$id</c> is its id, a reference is the id it names.</summary>
    public static JsonElement Record(JsonElement body)
    {
        var record = new JsonObject();
        foreach (var property in body.EnumerateObject())
            record[property.Name == "$id" ? "id" : property.Name] = property.Value.ValueKind == JsonValueKind.String && property.Value.GetString()!.StartsWith("$ref:", StringComparison.Ordinal)
                ? property.Value.GetString()![(property.Value.GetString()!.IndexOf('/', StringComparison.Ordinal) + 1)..]
                : JsonNode.Parse(property.Value.GetRawText());
        return JsonSerializer.SerializeToElement(record);
    }

    public Task<View?> View(string name, CancellationToken cancel) => app.View(name);

    // A picture shows the first few; what is asked by the hundred is a list to choose names from.
    public async Task<Answer<IReadOnlyList<JsonElement>>> Records(RowSource.Records query, CancellationToken cancel)
    {
        var all = await Sample(query.Entity);
        return query.OrderBy.Count == 0 && query.Limit >= 1000 ? all.ToList() : all.Take(Shown).ToList();
    }

    public Task<Answer<IReadOnlyList<JsonElement>>> Groups(RowSource.Groups query, CancellationToken cancel) =>
        Task.FromResult<Answer<IReadOnlyList<JsonElement>>>(No);

    public async Task<Answer<JsonElement>> Record(string entity, string id, CancellationToken cancel) =>
        (await Sample(entity)).FirstOrDefault(r => r.TryGetProperty("id", out var known) && known.GetString() == id) is { ValueKind: JsonValueKind.Object } found ? found : No;

    public Task<Answer<JsonElement>> Insert(string entity, JsonElement body, string operation, CancellationToken cancel) => Task.FromResult<Answer<JsonElement>>(No);

    public Task<Answer<IReadOnlyList<JsonElement>>> Invocations(string function, int limit, CancellationToken cancel) =>
        Task.FromResult<Answer<IReadOnlyList<JsonElement>>>(No);

    public Task<Answer<ViewCall>> Call(string function, JsonElement input, string secondSignature, string operation, CancellationToken cancel) => Task.FromResult<Answer<ViewCall>>(No);

    private async Task<IReadOnlyList<JsonElement>> Sample(string entity) =>
        read.TryGetValue(entity, out var known) ? known : read[entity] = await app.Sample(entity);
}
