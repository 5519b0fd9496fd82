using Marketplace.Contracts.Imports;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Records;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Imports;
using Marketplace.Storage.Operations;
using Orleans;
using Orleans.Concurrency;
using ImportFacts = Marketplace.Contracts.Imports.ImportFacts;
using ImportRows = Marketplace.Storage.Imports.ImportFacts;

namespace Marketplace.Grains.Imports;

/// <summary>Imports for people: looks, starts, tells. Reentrant because it holds nothing; the writing is due work.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class ImportsGrain(Database database, RecordPlaces places, ImportPreview preview, ImportRun run, Random random) : Grain, IImportsGrain
{
    private const int Listed = 20;

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<ImportFacts>> Preview(Caller caller, ImportOrder order, Immutable<byte[]> file)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        var request = RequestHash.Of($"import {order.App} {order.Entity} {order.Key}", file.Value);
        if (await Known(caller, order.App, request) is { } known) return known;
        if (file.Value.Length > ImportLimits.File) return Refusal.Of(Codes.BodyTooLarge, ("limit", ImportLimits.File));
        if (order.Entity.Length == 0) return await Whole(caller, order, file.Value, request);
        var place = await places.Find(Tenant, order.App, order.Entity);
        if (!place.Ok) return place.Refusal!;
        var zone = (await GrainFactory.GetGrain<ITenantGrain>(Keys.Tenant(Tenant)).Get(Caller.System(Tenant))).Value?.Zone ?? "Asia/Shanghai";
        try
        {
            var found = await Task.Run(() => preview.Look(place.Must(), file.Value, order.Key, zone, caller.Actor));
            return await Keep(caller, order, file.Value, (place.Must().Head.Id, zone, Sheets.KindOf(file.Value)), found, request);
        }
        catch (SheetException unfit)
        {
            return unfit.Refusal;
        }
    }

    public async Task<Answer<ImportFacts>> Get(Caller caller, string app, string id) =>
        RecordRules.ByHand(caller).Refusal is { } no ? no : await Found(app, id) is { } row ? Facts(row, whole: true) : Missing();

    public async Task<Answer<IReadOnlyList<ImportFacts>>> List(Caller caller, string app)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await places.Installed(Tenant, app) is not { } head) return Refusal.Of(Codes.NotFound, ("what", "install"));
        var rows = await ImportRows.List(database, Tenant, app, Listed);
        return new Answer<IReadOnlyList<ImportFacts>> { Value = [.. rows.Where(row => row.Install == head.Id).Select(static row => Facts(row, whole: false))] };
    }

    public Task<Answer<ImportFacts>> Commit(Caller caller, string app, string id) => Start(caller, app, id, ImportState.Commit);

    public Task<Answer<ImportFacts>> Undo(Caller caller, string app, string id) => Start(caller, app, id, ImportState.Undo);

    public async Task<Answer<Done>> Turn(Caller caller, string app, string id)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("roles", Roles.System));
        if (database.IsShared) return await GrainFactory.GetGrain<IHomeGrain>(Keys.Home(Tenant, app)).Import(caller, id);
        var tenant = Tenant;
        return await Task.Run(() => run.Turn(tenant, app, id)) ? Done.It : Refusal.Of(Codes.Unavailable, ("why", "the install is too busy"));
    }

    private async Task<Answer<ImportFacts>> Whole(Caller caller, ImportOrder order, byte[] file, string request)
    {
        if (await places.Installed(Tenant, order.App) is not { } head) return Refusal.Of(Codes.NotFound, ("what", "install"));
        try
        {
            var lines = await Task.Run(() => preview.Whole(head, file));
            return await Keep(caller, order, file, (head.Id, "", WholeFile.Kind), new ImportPreview.Found(new ImportReport(), lines, lines), request);
        }
        catch (SheetException unfit)
        {
            return unfit.Refusal;
        }
    }

    private async Task<Answer<ImportFacts>> Keep(
        Caller caller, ImportOrder order, byte[] file, (string Install, string Zone, string Kind) made, ImportPreview.Found found, string request)
    {
        var now = database.Time.GetUtcNow();
        var unit = new Unit();
        var row = new ImportRow
        {
            Tenant = Tenant, App = order.App, Id = Ids.New(now, random), Install = made.Install, Entity = order.Entity, KeyField = order.Key, Name = order.Name,
            Kind = made.Kind, Sha256 = BlobFacts.Put(unit, file, now), Zone = made.Zone, State = ImportState.Preview, Lines = found.Lines, Good = found.Good,
            Bad = found.Lines - found.Good, Actor = caller.Actor, At = now, ChangedAt = now, Report = GrainJson.Bytes(found.Report),
        };
        ImportRows.Insert(unit, row);
        Remember(unit, caller, request, row.Id);
        var done = await database.Commit(unit);
        return done.Ok ? Facts(row, whole: true) : await Known(caller, order.App, request) ?? Refusal.Of(Codes.OperationInFlight, ("operation", caller.Operation));
    }

    private async Task<Answer<ImportFacts>> Start(Caller caller, string app, string id, string command)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        var request = RequestHash.Of($"import {command}", app, id);
        if (await Known(caller, app, request) is { } known) return known;
        if (await Found(app, id) is not { } row) return Missing();
        var after = ImportState.After(row.State, command);
        if (!after.Ok) return after.Refusal!;
        // A whole export went into an empty install: leaving that is the way back.
        if (command == ImportState.Undo && row.Kind == WholeFile.Kind) return Refusal.Of(Codes.ConflictState, ("state", row.State), ("command", command));
        if (command == ImportState.Undo && (await places.Find(Tenant, app, row.Entity)).Value is { Shape.AppendOnly: true })
            return Refusal.Of(Codes.ConflictAppendOnly, ("entity", row.Entity), ("id", ImportRun.IdOf(row.Id, 0)));
        var now = database.Time.GetUtcNow();
        var begins = command == ImportState.Undo && row.State != ImportState.Undoing;
        var next = row with { State = after.Must(), Why = "", ChangedAt = now, Next = begins ? 0 : row.Next };
        var unit = new Unit();
        ImportRows.Step(unit, row, next);
        // Each command puts a turn of its own into the queue: work that was given up is taken up again.
        ImportRun.Promise(unit, next, now, $":{now.ToUnixTimeMilliseconds()}");
        Remember(unit, caller, request, id);
        var done = await database.Commit(unit);
        if (done.Ok) return Facts(next, whole: true);
        return await Known(caller, app, request) ?? Refusal.Of(Codes.ConflictHead, ("app", app));
    }

    private async Task<ImportRow?> Found(string app, string id) =>
        await places.Installed(Tenant, app) is { } head && await ImportRows.Get(database, Tenant, app, id) is { } row && row.Install == head.Id ? row : null;

    /// <summary>The import as it is now, when this operation was done before.</summary>
    private async Task<Answer<ImportFacts>?> Known(Caller caller, string app, string request)
    {
        if (caller.Operation.Length == 0 || await OperationFacts.Get(database, Tenant, caller.Operation) is not { } known) return null;
        if (known.RequestHash != request) return Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
        using var reply = System.Text.Json.JsonDocument.Parse(known.Reply);
        return await Found(app, reply.RootElement.GetProperty("import").GetString()!) is { } row ? Facts(row, whole: true) : Missing();
    }

    private void Remember(Unit unit, Caller caller, string request, string id)
    {
        if (caller.Operation.Length > 0)
            OperationFacts.Insert(unit, new StoredOperation(Tenant, caller.Operation, request, "", System.Text.Encoding.UTF8.GetBytes($$"""{"import":"{{id}}"}"""), database.Time.GetUtcNow()));
    }

    private static ImportFacts Facts(ImportRow row, bool whole) => new()
    {
        Id = row.Id, App = row.App, Entity = row.Entity, Key = row.KeyField, Name = row.Name, Kind = row.Kind, State = row.State, Why = row.Why, Lines = row.Lines,
        Good = row.Good, Bad = row.Bad, Reached = row.Next, Inserted = row.Inserted, Updated = row.Updated, Same = row.Same, Skipped = row.Skipped,
        Removed = row.Removed, Kept = row.Kept, At = row.At, ChangedAt = row.ChangedAt, Actor = row.Actor,
        Report = whole ? GrainJson.Read<ImportReport>(row.Report) : new ImportReport(),
    };

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "import"));
}
