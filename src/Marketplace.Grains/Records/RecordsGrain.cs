using System.Text.Json;
using Marketplace.Contracts.Records;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Installs;
using Marketplace.Grains.Invocations;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Records;
using Orleans;
using Orleans.Concurrency;
using InstallRows = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Records;

/// <summary>A firm's records for people and integrations. A write is a unit of its own behind the same head as every call, and waits in
/// the same lane. Reentrant because it holds nothing: a writer that waits for the lane must not keep readers waiting.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class RecordsGrain(Database database, ReleaseLibrary library, InstallLanes lanes, TimeProvider time, Random random) : Grain, IRecordsGrain
{
    private const int Races = 8;

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<RecordPage>> Query(Caller caller, string app, string entity, byte[] query)
    {
        var place = await Place(app, entity);
        if (!place.Ok) return place.Refusal!;
        var (head, shape) = (place.Must().Head, place.Must().Shape);
        var asked = QueryReader.Read(shape, query);
        if (!asked.Ok) return asked.Refusal!;
        var rows = await RecordFacts.Query(database, head.Id, shape, asked.Must(), EffectOverlay.Empty);
        if (!rows.Ok) return rows.Refusal!;
        var found = rows.Must();
        return new RecordPage
        {
            Records = RecordJson.WriteAll(found, asked.Must().Select), Count = found.Count,
            Next = found.Count == asked.Must().Limit ? QueryEvaluator.CursorOf(shape, asked.Must(), found[^1]) : "",
        };
    }

    public async Task<Answer<byte[]>> Get(Caller caller, string app, string entity, string id)
    {
        var place = await Place(app, entity);
        if (!place.Ok) return place.Refusal!;
        return await RecordFacts.Get(database, place.Must().Head.Id, entity, id) is { } row ? RecordJson.Write(row) : RecordRules.Missing(entity, id);
    }

    public Task<Answer<byte[]>> Insert(Caller caller, string app, string entity, byte[] body)
    {
        var text = JsonText(body);
        return Write(caller, app, entity, RequestHash.Of($"insert {app} {entity}", body), call => new Effect.Insert(entity, Ids.Of(call, 1), text));
    }

    public Task<Answer<byte[]>> Update(Caller caller, string app, string entity, string id, long version, byte[] patch)
    {
        var text = JsonText(patch);
        return Write(caller, app, entity, RequestHash.Of($"update {app} {entity} {id} {version}", patch), _ => new Effect.Update(entity, id, version, text));
    }

    public async Task<Answer<Done>> Delete(Caller caller, string app, string entity, string id, long version)
    {
        var done = await Write(caller, app, entity, RequestHash.Of($"delete {app} {entity} {id} {version}", []), _ => new Effect.Delete(entity, id, version));
        return done.Ok ? Done.It : done.Refusal!;
    }

    public async Task<Answer<byte[]>> Entry(Caller caller, string app, string path)
    {
        if (await Installed(app) is not { } head || await library.Load(head.Digest) is not { } release) return Refusal.Of(Codes.NotFound, ("what", "install"));
        return release.Package.Entries.TryGetValue(path, out var bytes) ? bytes : Refusal.Of(Codes.NotFound, ("what", "entry"));
    }

    private async Task<Answer<byte[]>> Write(Caller caller, string app, string entity, string request, Func<string, Effect> make)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if ((await Place(app, entity)).Refusal is { } nowhere) return await Stored(caller, request) ?? nowhere;
        var lane = lanes.Take(Tenant, app);
        try
        {
            for (var race = 1; race <= Races; race++)
            {
                await lane.Enter(alone: race > 1);
                try
                {
                    if (await Stored(caller, request) is { } known) return known;
                    if (await Once(caller, lane, app, entity, request, make) is { } answer) return answer;
                }
                finally
                {
                    lane.Leave();
                }
            }
            return Refusal.Of(Codes.Unavailable, ("why", "the install is too busy"));
        }
        finally
        {
            lanes.Return(Tenant, app, lane);
        }
    }

    /// <summary>One try in the lane; no answer means a lost race.</summary>
    private async Task<Answer<byte[]>?> Once(Caller caller, InstallLane lane, string app, string entity, string request, Func<string, Effect> make)
    {
        var place = await Place(app, entity);
        if (!place.Ok) return place.Refusal!;
        var (head, shape, release) = place.Must();
        if (head.State != InstallStates.Active) return Refusal.Of(Codes.ConflictState, ("state", head.State));
        if (await lane.Begin(head.Epoch) is not { } run) return null;
        try
        {
            var now = time.GetUtcNow();
            var effect = make(Ids.New(now, random));
            if (EffectRules.Check(release.Manifest, new() { Handler = "" }, head.Grants, [effect], 1) is { } no) return no;
            var need = EffectOverlay.Needs([effect]).Single();
            var reads = new ReadSet();
            reads.Add(entity, need.Id);
            var before = await RecordFacts.Get(database, head.Id, entity, need.Id);
            if (before is null && effect is not Effect.Insert) return RecordRules.Missing(entity, need.Id);
            var overlay = EffectOverlay.Of(release.Manifest.Entities, [effect], (_, _) => before, caller.Actor, now);
            if (!overlay.Ok) return overlay.Refusal!;
            var after = overlay.Must().Row(shape.Name, need.Id);
            var reply = after is null ? "{}"u8.ToArray() : RecordJson.Write(after);
            List<RecordChange> changes = [.. overlay.Must().Changes];
            var done = await lane.Commit(run, reads, changes, seq =>
            {
                var unit = new Unit();
                InstallRows.Advance(unit, Tenant, app, seq, head.Epoch);
                RecordFacts.Write(unit, head.Id, changes);
                if (caller.Operation.Length > 0) OperationFacts.Insert(unit, new StoredOperation(Tenant, caller.Operation, request, "", reply, now));
                return unit;
            });
            return done switch
            {
                { Ok: true } => reply,
                { Conflict: Codes.ConflictUnique } => Refusal.Of(Codes.ConflictUnique, ("field", done.Detail)),
                _ => null,
            };
        }
        finally
        {
            lane.End(run);
        }
    }

    private async Task<Answer<byte[]>?> Stored(Caller caller, string request)
    {
        if (caller.Operation.Length == 0 || await OperationFacts.Get(database, Tenant, caller.Operation) is not { } known) return null;
        return known.RequestHash == request ? known.Reply : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
    }

    private sealed record PlaceOf(InstallHead Head, Entity Shape, LoadedRelease Release);

    private async Task<Answer<PlaceOf>> Place(string app, string entity)
    {
        if (await Installed(app) is not { } head) return Refusal.Of(Codes.NotFound, ("what", "install"));
        var release = await library.Load(head.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
        return release.Manifest.Entities.TryGetValue(entity, out var shape)
            ? new PlaceOf(head, shape, release)
            : Refusal.Of(Codes.NotFound, ("what", "entity"), ("entity", entity));
    }

    private async Task<InstallHead?> Installed(string app) =>
        Keys.IsApp(app) && await InstallRows.Get(database, Tenant, app) is { } head && head.State != InstallStates.Uninstalled ? head : null;

    private static string JsonText(byte[] body) => System.Text.Encoding.UTF8.GetString(body);
}
