using System.Text.Json;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Upgrades;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Domain.Upgrades;
using Marketplace.Domain.Upgrades.Rehearsals;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Upgrades;
using Orleans;
using Orleans.Concurrency;
using RehearsalFacts = Marketplace.Contracts.Upgrades.RehearsalFacts;
using RehearsalRows = Marketplace.Storage.Upgrades.RehearsalFacts;

namespace Marketplace.Grains.Upgrades;

/// <summary>Rehearsals for people: begins, stops, tells. Reentrant because it holds nothing; the running is due work.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class RehearsalsGrain(Database database, ReleaseLibrary library, RehearsalRun run, Random random) : Grain, IRehearsalsGrain
{
    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<RehearsalFacts>> Look(Caller caller, string app, string version)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await Installed(app) is not { } head) return Missing("install");
        var kept = await Kept(head);
        var offered = await Offered(head, version);
        if (!offered.Ok) return kept is not null && version.Length == 0 ? await Facts(kept, head, "") : offered.Refusal!;
        if (kept is not null && IsOf(kept, head, offered.Must())) return await Facts(kept, head, offered.Must().Digest);
        return Missing("rehearsal");
    }

    public async Task<Answer<RehearsalFacts>> Begin(Caller caller, string app, string version)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await Installed(app) is not { } head) return Missing("install");
        var request = RequestHash.Of("rehearse", app, version);
        if (await Known(caller, head, request) is { } known) return known;
        var offered = await Offered(head, version);
        return offered.Ok ? await Start(caller, head, offered.Must(), request) : offered.Refusal!;
    }

    public async Task<Answer<RehearsalFacts>> Stop(Caller caller, string app)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await Installed(app) is not { } head || await Kept(head) is not { } row) return Missing("rehearsal");
        var unit = new Unit();
        RehearsalRows.Stop(unit, Tenant, app, row.Id, database.Time.GetUtcNow());
        await database.Commit(unit);
        return await Kept(head) is { } stopped ? await Facts(stopped, head, row.ToDigest) : Missing("rehearsal");
    }

    private async Task<Answer<RehearsalFacts>> Start(Caller caller, InstallHead head, VersionFacts to, string request)
    {
        var (now, unit) = (database.Time.GetUtcNow(), new Unit());
        var row = new RehearsalRow
        {
            Tenant = Tenant, App = head.App, Id = RehearsalRun.Name(Ids.New(now, random)), Install = head.Id, State = RehearsalState.Running, FromVersion = head.Version,
            FromDigest = head.Digest, ToVersion = to.Version, ToDigest = to.Digest, Actor = caller.Actor, At = now, ChangedAt = now,
        };
        await run.Begin(unit, row, caller.TraceParent);
        if (caller.Operation.Length > 0)
            OperationFacts.Insert(unit, new StoredOperation(Tenant, caller.Operation, request, "",
                JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["rehearsal"] = row.Id }, GrainJson.Default.IReadOnlyDictionaryStringString), now));
        var done = await database.Commit(unit);
        if (!done.Ok && await Known(caller, head, request) is { } known) return known;
        return await Kept(head) is { } begun ? await Facts(begun, head, to.Digest) : Refusal.Of(Codes.Unavailable, ("why", done.Conflict));
    }

    /// <summary>A repeat begins nothing: it is told how the rehearsal stands.</summary>
    private async Task<Answer<RehearsalFacts>?> Known(Caller caller, InstallHead head, string request)
    {
        if (caller.Operation.Length == 0 || await OperationFacts.Get(database, Tenant, caller.Operation) is not { } known) return null;
        if (known.RequestHash != request) return Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
        return await Kept(head) is { } row ? await Facts(row, head, row.ToDigest) : Missing("rehearsal");
    }

    /// <summary>A version above the one in use that the firm may take.</summary>
    private async Task<Answer<VersionFacts>> Offered(InstallHead head, string version)
    {
        var (listing, system) = (GrainFactory.GetGrain<IListingGrain>(Keys.Listing(head.Brain, head.App)), Caller.System(Tenant, head.Brain));
        var offered = version.Length == 0 ? await listing.Next(system) : await listing.Offer(system, version);
        if (!offered.Ok) return offered;
        var (from, to) = (await Release(head.Digest), await Release(offered.Must().Digest));
        var decided = UpgradeRules.Decide(new UpgradeOrder { AllGrants = true }, from.Manifest, to.Manifest, head.Grants);
        // Records that nothing carries over stand in the way of taking it, not of looking at it.
        if (decided.Refusal is { Code: Codes.InputInvalid } lower) return version.Length > 0 ? lower : Missing("version");
        return offered;
    }

    private static bool IsOf(RehearsalRow row, InstallHead head, VersionFacts to) => row.FromDigest == head.Digest && row.ToDigest == to.Digest;

    private async Task<RehearsalRow?> Kept(InstallHead head) => await RehearsalRows.Get(database, Tenant, head.App) is { } row && row.Install == head.Id ? row : null;

    private async Task<RehearsalFacts> Facts(RehearsalRow row, InstallHead head, string wanted) => new()
    {
        App = row.App, From = row.FromVersion, To = row.ToVersion, State = row.State, Total = row.Total, Done = row.Done, At = row.At, ChangedAt = row.ChangedAt, Actor = row.Actor,
        Report = (await run.Open(row)).Report, IsCurrent = row.FromDigest == head.Digest && row.ToDigest == wanted,
        Migrates = UpgradeRules.Migration(row.FromVersion, (await Release(row.ToDigest)).Manifest) is not null,
    };

    private async Task<InstallHead?> Installed(string app) =>
        Keys.IsApp(app) && await InstallFacts.Get(database, Tenant, app) is { } head && head.State != InstallStates.Purged ? head : null;

    private async Task<LoadedRelease> Release(string digest) => await library.Load(digest) ?? throw new InvalidDataException("An installed or listed release has no bytes.");

    private static Refusal Missing(string what) => Refusal.Of(Codes.NotFound, ("what", what));
}
