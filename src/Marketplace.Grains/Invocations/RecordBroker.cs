using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Storage;
using Marketplace.Storage.Records;

namespace Marketplace.Grains.Invocations;

/// <summary>Answers a call's reads from the store, with the call's own effects laid over. It never goes through the install's grain,
/// which may be waiting for this very call.</summary>
internal sealed class RecordBroker(Database database, string install, Manifest manifest, string actor, DateTimeOffset now) : IHostBroker
{
    private readonly Dictionary<(string, string), RecordRow?> stored = [];

    /// <summary>What the call has read so far.</summary>
    public ReadSet Reads { get; } = new();

    /// <inheritdoc />
    public async ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel)
    {
        using var args = JsonDocument.Parse(question.Args);
        if (!args.RootElement.TryGetProperty("entity", out var name) || name.GetString() is not { } entityName
            || !manifest.Entities.TryGetValue(entityName, out var entity))
            return HostAnswer.No(Refusal.Of(Codes.QueryInvalid, ("pointer", "/entity"), ("rule", "an entity of the manifest")));
        var overlay = await Overlay(question.Effects);
        if (!overlay.Ok) return HostAnswer.No(overlay.Refusal!);
        return question.Op switch
        {
            "records.get" => await Get(entity, args.RootElement, overlay.Must()),
            "records.find" => await Find(entity, question.Args, overlay.Must(), first: false, cancel),
            "records.first" => await Find(entity, question.Args, overlay.Must(), first: true, cancel),
            "records.count" => await Count(entity, question.Args, overlay.Must(), cancel),
            "records.aggregate" => await Sum(entity, question.Args, overlay.Must(), cancel),
            _ => HostAnswer.No(Refusal.Of(Codes.FunctionUnknown, ("op", question.Op))),
        };
    }

    /// <summary>The fold of a call's record effects over the stored rows: for reads during the call, and for the commit at its end.</summary>
    public async ValueTask<Answer<EffectOverlay>> Overlay(IReadOnlyList<Effect> effects)
    {
        if (effects.Count == 0) return EffectOverlay.Empty;
        var needs = EffectOverlay.Needs(effects).Where(need => !stored.ContainsKey(need)).ToHashSet();
        if (needs.Count > 0)
        {
            foreach (var (entity, id) in needs) Reads.Add(entity, id);
            var found = await RecordFacts.Load(database, install, needs);
            foreach (var need in needs) stored[need] = found(need.Entity, need.Id);
        }
        return EffectOverlay.Of(manifest.Entities, effects, (entity, id) => stored.GetValueOrDefault((entity, id)), actor, now);
    }

    private async Task<HostAnswer> Get(Entity entity, JsonElement args, EffectOverlay overlay)
    {
        if (!args.TryGetProperty("id", out var given) || given.GetString() is not { } id)
            return HostAnswer.No(Refusal.Of(Codes.QueryInvalid, ("pointer", "/id"), ("rule", "an id")));
        Reads.Add(entity.Name, id);
        var row = overlay.Touched(entity.Name, id)
            ? overlay.Row(entity.Name, id)
            : await RecordFacts.Get(database, install, entity.Name, id);
        return row is null ? HostAnswer.Of("null"u8.ToArray(), 0) : HostAnswer.Of(RecordJson.Write(row), 1);
    }

    private async Task<HostAnswer> Find(Entity entity, byte[] args, EffectOverlay overlay, bool first, CancellationToken cancel)
    {
        var query = QueryReader.Read(entity, args);
        if (!query.Ok) return HostAnswer.No(query.Refusal!);
        var asked = first ? query.Must() with { Limit = 1 } : query.Must();
        Reads.Add(entity, asked.Where);
        var rows = await RecordFacts.Query(database, install, entity, asked, overlay, cancel);
        if (!rows.Ok) return HostAnswer.No(rows.Refusal!);
        var found = rows.Must();
        if (!first) return HostAnswer.Of(RecordJson.WriteAll(found, asked.Select), found.Count);
        return found.Count == 0 ? HostAnswer.Of("null"u8.ToArray(), 0) : HostAnswer.Of(RecordJson.Write(found[0], asked.Select), 1);
    }

    private async Task<HostAnswer> Count(Entity entity, byte[] args, EffectOverlay overlay, CancellationToken cancel)
    {
        var query = QueryReader.Read(entity, args);
        if (!query.Ok) return HostAnswer.No(query.Refusal!);
        Reads.Add(entity, query.Must().Where);
        var count = await RecordFacts.Count(database, install, entity, query.Must().Where, overlay, cancel);
        return count.Ok ? HostAnswer.Of(Encoding.ASCII.GetBytes(count.Must().ToString(CultureInfo.InvariantCulture)), 0) : HostAnswer.No(count.Refusal!);
    }

    private async Task<HostAnswer> Sum(Entity entity, byte[] args, EffectOverlay overlay, CancellationToken cancel)
    {
        var ask = AggregateReader.Read(entity, args);
        if (!ask.Ok) return HostAnswer.No(ask.Refusal!);
        Reads.Add(entity, ask.Must().Where);
        var sums = await RecordFacts.Aggregate(database, install, entity, ask.Must(), overlay, cancel);
        return sums.Ok ? HostAnswer.Of(sums.Must().Json, sums.Must().Rows) : HostAnswer.No(sums.Refusal!);
    }
}
