using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Records;
using Marketplace.Domain.Views;
using Marketplace.Tool.Apps;
using Marketplace.Views.Apps;

namespace Marketplace.Tool.Dev;

/// <summary>The app of <c>mkt dev</c> for one person, as the renderer of the host sees it.</summary>
internal sealed class DevViewSource(DevFirm firm, Package package, Persona who) : IViewSource
{
    public Manifest Manifest => package.Manifest;
    public ViewPerson Person => new(who.Id, who.Id, who.Roles);
    public IReadOnlyDictionary<string, string> Texts => package.Script.Locales[who.Culture];
    public IReadOnlyDictionary<string, string> People { get; } = DevPreferences.People.ToDictionary(p => p, p => p, StringComparer.Ordinal);

    public Task<View?> View(string name, CancellationToken cancel) =>
        Task.FromResult(Manifest.Views.TryGetValue(name, out var path) ? ViewReader.Read(package.Entries[path], path).View : null);

    public async Task<Answer<IReadOnlyList<JsonElement>>> Records(RowSource.Records query, CancellationToken cancel)
    {
        var args = new JsonObject { ["entity"] = query.Entity, ["limit"] = query.Limit };
        if (query.Where.ValueKind == JsonValueKind.Object) args["where"] = JsonNode.Parse(query.Where.GetRawText());
        if (query.OrderBy.Count > 0) args["orderBy"] = new JsonArray([.. query.OrderBy.Select(o => (JsonNode)o)]);
        var answer = await Ask("records.find", args, cancel);
        return answer.Ok ? answer.Must().EnumerateArray().ToList() : answer.Refusal!;
    }

    public async Task<Answer<IReadOnlyList<JsonElement>>> Groups(RowSource.Groups query, CancellationToken cancel)
    {
        var args = GroupRows.Body(query);
        args["entity"] = query.Entity;
        var answer = await Ask("records.aggregate", args, cancel);
        return answer.Ok ? answer.Must().EnumerateArray().ToList() : answer.Refusal!;
    }

    public async Task<Answer<JsonElement>> Record(string entity, string id, CancellationToken cancel)
    {
        var answer = await Ask("records.get", new JsonObject { ["entity"] = entity, ["id"] = id }, cancel);
        return answer.Ok && answer.Must().ValueKind == JsonValueKind.Null ? Refusal.Of(Codes.NotFound) : answer;
    }

    public Task<Answer<JsonElement>> Insert(string entity, JsonElement body, string operation, CancellationToken cancel) => firm.Read<Answer<JsonElement>>((memory, _) =>
    {
        memory.Actor = who.Id;
        var id = $"{entity}-{operation}";
        var refused = memory.Apply([new Effect.Insert(entity, id, body.GetRawText())]);
        return Task.FromResult<Answer<JsonElement>>(refused is null ? JsonElement.Parse(RecordJson.Write(memory.Row(entity, id)!, [])) : refused);
    }, Refusal.Of(Codes.Unavailable));

    public Task<Answer<IReadOnlyList<JsonElement>>> Invocations(string function, int limit, CancellationToken cancel) =>
        Task.FromResult(new Answer<IReadOnlyList<JsonElement>> { Value = firm.Log(function, limit) });

    public Task<Answer<ViewCall>> Call(string function, JsonElement input, string secondSignature, string operation, CancellationToken cancel)
    {
        // Any badge and PIN will do here: another of the three people signs.
        var signer = secondSignature.Length == 0 ? "" : DevPreferences.People.First(p => p != who.Id);
        return firm.Call(function, Encoding.UTF8.GetBytes(input.GetRawText()), who, signer);
    }

    private Task<Answer<JsonElement>> Ask(string op, JsonObject args, CancellationToken cancel) => firm.Read<Answer<JsonElement>>(async (memory, _) =>
    {
        var answer = await memory.Ask(new HostQuestion(1, op, Encoding.UTF8.GetBytes(args.ToJsonString()), []), cancel);
        return answer.Refusal is { } refused ? refused : JsonElement.Parse(answer.Json);
    }, Refusal.Of(Codes.Unavailable));
}
