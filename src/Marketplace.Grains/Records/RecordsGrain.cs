using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Records;
using Marketplace.Domain;
using Marketplace.Domain.Records;
using Marketplace.Grains.Catalogue;
using Marketplace.Storage;
using Marketplace.Storage.Records;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Records;

/// <summary>A firm's records for people and integrations. Reads are done here; a write goes to the home of its install, or is done here
/// where there is one silo. Reentrant because it holds nothing: a writer that waits for the lane must not keep readers waiting.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class RecordsGrain(Database database, RecordPlaces places, RecordWriter writer, ReleaseLibrary library) : Grain, IRecordsGrain
{
    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<RecordPage>> Query(Caller caller, string app, string entity, byte[] query)
    {
        var place = await places.Find(Tenant, app, entity);
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

    public async Task<Answer<byte[]>> Groups(Caller caller, string app, string entity, byte[] aggregate)
    {
        var place = await places.Find(Tenant, app, entity);
        if (!place.Ok) return place.Refusal!;
        var (head, shape) = (place.Must().Head, place.Must().Shape);
        var asked = AggregateReader.Read(shape, aggregate);
        if (!asked.Ok) return asked.Refusal!;
        var groups = await RecordFacts.Aggregate(database, head.Id, shape, asked.Must());
        return groups.Ok ? groups.Must().Json : groups.Refusal!;
    }

    public async Task<Answer<byte[]>> Get(Caller caller, string app, string entity, string id)
    {
        var place = await places.Find(Tenant, app, entity);
        if (!place.Ok) return place.Refusal!;
        return await RecordFacts.Get(database, place.Must().Head.Id, entity, id) is { } row ? RecordJson.Write(row) : RecordRules.Missing(entity, id);
    }

    public Task<Answer<byte[]>> Insert(Caller caller, string app, string entity, byte[] body) =>
        Write(caller, new RecordWrite { App = app, Entity = entity, Kind = RecordWrite.Insert, Body = body });

    public Task<Answer<byte[]>> Update(Caller caller, string app, string entity, string id, long version, byte[] patch) =>
        Write(caller, new RecordWrite { App = app, Entity = entity, Kind = RecordWrite.Update, Id = id, Version = version, Body = patch });

    public async Task<Answer<Done>> Delete(Caller caller, string app, string entity, string id, long version)
    {
        var done = await Write(caller, new RecordWrite { App = app, Entity = entity, Kind = RecordWrite.Delete, Id = id, Version = version });
        return done.Ok ? Done.It : done.Refusal!;
    }

    public async Task<Answer<byte[]>> Entry(Caller caller, string app, string path)
    {
        if (await places.Installed(Tenant, app) is not { } head || await library.Load(head.Digest) is not { } release) return Refusal.Of(Codes.NotFound, ("what", "install"));
        return release.Package.Entries.TryGetValue(path, out var bytes) ? bytes : Refusal.Of(Codes.NotFound, ("what", "entry"));
    }

    private Task<Answer<byte[]>> Write(Caller caller, RecordWrite write) => database.IsShared && Keys.IsApp(write.App)
        ? GrainFactory.GetGrain<IHomeGrain>(Keys.Home(Tenant, write.App)).Write(caller, write)
        : writer.Write(Tenant, caller, write);
}
