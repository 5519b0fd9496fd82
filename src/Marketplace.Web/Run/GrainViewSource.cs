using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Contracts.Invocations;
using Marketplace.Contracts.Records;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Views;
using Marketplace.Views.Apps;
using Marketplace.Web.Accounts;
using Orleans;

namespace Marketplace.Web.Run;

/// <summary>An installed app behind the grains, for one person.</summary>
internal sealed class GrainViewSource(IGrainFactory grains, Caller caller, InstalledApp app) : IViewSource
{
    private IRecordsGrain Store => grains.GetGrain<IRecordsGrain>(Keys.Records(caller.Tenant));
    private IInvokerGrain Invoker => grains.GetGrain<IInvokerGrain>(Keys.Invoker());

    public Manifest Manifest => app.Manifest;
    public ViewPerson Person => app.Person;
    public IReadOnlyDictionary<string, string> Texts => app.Texts;
    public IReadOnlyDictionary<string, string> People => app.People;

    public async Task<View?> View(string name, CancellationToken cancel)
    {
        if (!Manifest.Views.TryGetValue(name, out var path)) return null;
        var bytes = await Store.Entry(caller, Manifest.Id, path);
        return bytes.Ok ? ViewReader.Read(bytes.Must(), path).View : null;
    }

    public async Task<Answer<IReadOnlyList<JsonElement>>> Records(RowSource.Records query, CancellationToken cancel)
    {
        var body = new JsonObject { ["limit"] = query.Limit };
        if (query.Where.ValueKind == JsonValueKind.Object) body["where"] = JsonNode.Parse(query.Where.GetRawText());
        if (query.OrderBy.Count > 0) body["orderBy"] = new JsonArray([.. query.OrderBy.Select(static o => (JsonNode)o)]);
        var page = await Store.Query(caller, Manifest.Id, query.Entity, JsonSerializer.SerializeToUtf8Bytes(body));
        return page.Ok ? List(Json(page.Must().Records)) : page.Refusal!;
    }

    public async Task<Answer<IReadOnlyList<JsonElement>>> Groups(RowSource.Groups query, CancellationToken cancel)
    {
        var groups = await Store.Groups(caller, Manifest.Id, query.Entity, JsonSerializer.SerializeToUtf8Bytes(GroupRows.Body(query)));
        return groups.Ok ? List(Json(groups.Must())) : groups.Refusal!;
    }

    public async Task<Answer<JsonElement>> Record(string entity, string id, CancellationToken cancel)
    {
        if (id.Length == 0) return Refusal.Of(Codes.NotFound);
        var record = await Store.Get(caller, Manifest.Id, entity, id);
        return record.Ok ? Json(record.Must()) : record.Refusal!;
    }

    public async Task<Answer<JsonElement>> Insert(string entity, JsonElement body, string operation, CancellationToken cancel)
    {
        var made = await Store.Insert(caller with { Operation = operation }, Manifest.Id, entity, JsonSerializer.SerializeToUtf8Bytes(body));
        return made.Ok ? Json(made.Must()) : made.Refusal!;
    }

    public async Task<Answer<IReadOnlyList<JsonElement>>> Invocations(string function, int limit, CancellationToken cancel)
    {
        var log = await Invoker.Log(caller, Manifest.Id, function, "", limit);
        return log.Ok ? log.Must().Invocations.Select(Line).ToList() : log.Refusal!;
    }

    public async Task<Answer<ViewCall>> Call(string function, JsonElement input, string secondSignature, string operation, CancellationToken cancel)
    {
        var order = new InvokeOrder { App = Manifest.Id, Function = function, Input = JsonSerializer.SerializeToUtf8Bytes(input), SecondSignature = secondSignature };
        var answer = await Invoker.Invoke(caller with { Operation = operation }, order);
        if (!answer.Ok) return answer.Refusal!;
        var receipt = answer.Must();
        return new ViewCall(receipt.Result.Length == 0 ? default : Json(receipt.Result), receipt.Refused, receipt.Invocation, receipt.Cost);
    }

    private static JsonElement Line(InvocationFacts facts) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["at"] = facts.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
        ["actor"] = facts.Actor,
        ["actorName"] = ShortName.Of(facts.ActorName.Length > 0 ? facts.ActorName : facts.Actor),
        ["outcome"] = facts.Outcome,
        ["code"] = facts.Code,
        ["input"] = facts.Input.Length == 0 ? null : JsonNode.Parse(facts.Input),
        ["result"] = facts.Result.Length == 0 ? null : JsonNode.Parse(facts.Result),
        ["cost"] = facts.Cost.Total,
        ["invocation"] = facts.Invocation,
    });

    private static JsonElement Json(byte[] utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return document.RootElement.Clone();
    }

    private static List<JsonElement> List(JsonElement array) => [.. array.EnumerateArray()];
}
