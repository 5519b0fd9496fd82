using System.Text;
using Marketplace.Contracts.Installs;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Grains.Documents;
using Marketplace.Domain.Installs;
using Marketplace.Grains.Invocations;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Records;
using InstallRows = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Records;

/// <summary>Writes records by hand: a unit of its own behind the same head as every call, and in the same lane.</summary>
internal sealed class RecordWriter(Database database, RecordPlaces places, InstallLanes lanes, TimeProvider time, Random random)
{
    private const int Races = 8;

    /// <summary>Writes, or gives the stored reply of the same operation.</summary>
    public async Task<Answer<byte[]>> Write(string tenant, Caller caller, RecordWrite write)
    {
        var request = Request(write);
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if ((await places.Find(tenant, write.App, write.Entity)).Refusal is { } nowhere) return await Stored(tenant, caller, request) ?? nowhere;
        var lane = lanes.Take(tenant, write.App);
        try
        {
            for (var race = 1; race <= Races; race++)
            {
                await lane.Enter(alone: race > 1);
                try
                {
                    if (await Stored(tenant, caller, request) is { } known) return known;
                    if (await Once(tenant, caller, lane, write, request) is { } answer) return answer;
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
            lanes.Return(tenant, write.App, lane);
        }
    }

    /// <summary>One try in the lane; no answer means a lost race.</summary>
    private async Task<Answer<byte[]>?> Once(string tenant, Caller caller, InstallLane lane, RecordWrite write, string request)
    {
        var place = await places.Find(tenant, write.App, write.Entity);
        if (!place.Ok) return place.Refusal!;
        var (head, shape, release) = place.Must();
        if (!InstallStates.Serves(head.State)) return Refusal.Of(Codes.ConflictState, ("state", head.State));
        if (await lane.Begin(head.Epoch) is not { } run) return null;
        try
        {
            var now = time.GetUtcNow();
            var hand = Ids.New(now, random);
            var effect = Effect(write, hand);
            if (EffectRules.Check(release.Manifest, new() { Handler = "" }, head.Grants, [effect], 1) is { } no) return no;
            var need = EffectOverlay.Needs([effect]).Single();
            var reads = new ReadSet();
            reads.Add(write.Entity, need.Id);
            var before = await RecordFacts.Get(database, head.Id, write.Entity, need.Id);
            if (before is null && effect is not Domain.Invocations.Effect.Insert) return RecordRules.Missing(write.Entity, need.Id);
            var overlay = EffectOverlay.Of(release.Manifest.Entities, [effect], (_, _) => before, caller.Actor, now);
            if (!overlay.Ok) return overlay.Refusal!;
            var after = overlay.Must().Row(shape.Name, need.Id);
            var reply = after is null ? "{}"u8.ToArray() : RecordJson.Write(after);
            List<RecordChange> changes = [.. overlay.Must().Changes];
            var done = await lane.Commit(run, reads, changes, seq =>
            {
                var unit = new Unit();
                InstallRows.Advance(unit, tenant, write.App, seq, head.Epoch);
                RecordFacts.Write(unit, head.Id, changes);
                Triggers.Records(unit, new Firing(tenant, write.App, hand, caller.Chain, caller.TraceParent, now), release.Manifest, changes);
                if (caller.Operation.Length > 0) OperationFacts.Insert(unit, new StoredOperation(tenant, caller.Operation, request, "", reply, now));
                return unit;
            });
            return done switch
            {
                { Ok: true } => reply,
                // The same operation, done elsewhere, may be who took the key.
                { Conflict: Codes.ConflictUnique } => await Stored(tenant, caller, request) ?? Refusal.Of(Codes.ConflictUnique, ("field", done.Detail)),
                { Conflict: Codes.FileUnknown } => Refusal.Of(Codes.FileUnknown, ("file", done.Detail)),
                _ => null,
            };
        }
        finally
        {
            lane.End(run);
        }
    }

    private async Task<Answer<byte[]>?> Stored(string tenant, Caller caller, string request)
    {
        if (caller.Operation.Length == 0 || await OperationFacts.Get(database, tenant, caller.Operation) is not { } known) return null;
        return known.RequestHash == request ? known.Reply : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
    }

    private static string Request(RecordWrite write) => write.Kind switch
    {
        RecordWrite.Insert => RequestHash.Of($"insert {write.App} {write.Entity}", write.Body),
        RecordWrite.Update => RequestHash.Of($"update {write.App} {write.Entity} {write.Id} {write.Version}", write.Body),
        RecordWrite.Delete => RequestHash.Of($"delete {write.App} {write.Entity} {write.Id} {write.Version}", []),
        _ => throw new ArgumentException("A write is an insert, an update or a delete.", nameof(write)),
    };

    private static Effect Effect(RecordWrite write, string call) => write.Kind switch
    {
        RecordWrite.Insert => new Effect.Insert(write.Entity, Ids.Of(call, 1), Encoding.UTF8.GetString(write.Body)),
        RecordWrite.Update => new Effect.Update(write.Entity, write.Id, write.Version, Encoding.UTF8.GetString(write.Body)),
        _ => new Effect.Delete(write.Entity, write.Id, write.Version),
    };
}
