using System.Text.Json;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Tenants;
using Marketplace.Contracts.Upgrades;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Domain.Upgrades;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Upgrades;
using Orleans;
using Orleans.Concurrency;
using InstallFacts = Marketplace.Contracts.Installs.InstallFacts;
using InstallRows = Marketplace.Storage.Installs.InstallFacts;
using UpgradeFacts = Marketplace.Contracts.Upgrades.UpgradeFacts;
using UpgradeRows = Marketplace.Storage.Upgrades.UpgradeFacts;

namespace Marketplace.Grains.Upgrades;

/// <summary>Upgrades for people: shows, starts, tells. Reentrant because it holds nothing; what takes long is due work.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class UpgradesGrain(Database database, ReleaseLibrary library, Turns turns, Random random) : Grain, IUpgradesGrain
{
    private const int Listed = 20, Races = 3;

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<UpgradeFacts>> Look(Caller caller, string app, string version)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await Installed(app) is not { } head) return Missing();
        var runs = await UpgradeRows.List(database, Tenant, app, head.Id, Listed);
        var channel = await ChannelFacts.Get(database, head.Id);
        var offer = version.Length == 0 && channel == Channels.Pinned ? Refusal.Of(Codes.NotFound, ("what", "version")) : await Offer(head, version);
        if (!offer.Ok && (version.Length > 0 || offer.Refusal!.Code != Codes.NotFound)) return offer.Refusal!;
        return new UpgradeFacts
        {
            App = app, Version = head.Version, State = head.State, Channel = channel, Offer = offer.Value, Last = runs.Count == 0 ? null : Facts(runs[0]),
            Back = Taken(head, runs) is { } last ? new BackFacts { Version = last.From.Version, Until = last.ChangedAt + UpgradeRules.Window, Migrates = last.IsCarried } : null,
        };
    }

    public async Task<Answer<InstallFacts>> Take(Caller caller, string app, UpgradeOrder order)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        var request = RequestHash.Of(["upgrade", app, order.Version, order.AllGrants ? "all" : "", .. order.Grants]);
        if (await Known(caller, request) is { } known) return known;
        if (await Installed(app) is not { } head) return Missing();
        var offered = await Offered(head, order.Version);
        if (!offered.Ok) return offered.Refusal!;
        var (from, to) = (await Release(head.Digest), await Release(offered.Must().Digest));
        var plan = UpgradeRules.Decide(order, from.Manifest, to.Manifest, head.Grants);
        if (!plan.Ok) return plan.Refusal!;
        return await Start(caller, head, InstallStates.Upgrade, request, await Row(caller, head, UpgradeState.Up, new Terms(to.Manifest.Version, offered.Must().Digest, plan.Must().Grants, plan.Must().Price)) with
        {
            Handler = plan.Must().Handler,
            Down = plan.Must().Down,
            IsCarried = plan.Must().Handler.Length > 0,
        });
    }

    public async Task<Answer<InstallFacts>> Rollback(Caller caller, string app, bool accept)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        var request = RequestHash.Of("rollback", app, accept ? "accept" : "");
        if (await Known(caller, request) is { } known) return known;
        if (await Installed(app) is not { } head) return Missing();
        if (InstallStates.After(head.State, InstallStates.Rollback).Refusal is { } wrong) return await Pushed(head) ?? wrong;
        if (Taken(head, await UpgradeRows.List(database, Tenant, app, head.Id, Listed)) is not { } last) return Refusal.Of(Codes.RollbackNone, ("version", head.Version));
        return await Start(caller, head, InstallStates.Rollback, request, await Row(caller, head, UpgradeState.Back, last.From) with
        {
            Handler = last.Down,
            OfRun = last.Id,
            IsCarried = last.IsCarried,
            Accepts = accept,
        });
    }

    public async Task<Answer<UpgradeFacts>> Follow(Caller caller, string app, string channel)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (!Channels.All.Contains(channel)) return Refusal.Of(Codes.InputInvalid, ("pointer", "/channel"), ("rule", string.Join(", ", Channels.All)));
        if (await Installed(app) is not { } head || !InstallStates.IsThere(head.State)) return Missing();
        var unit = new Unit();
        ChannelFacts.Put(unit, head, channel, caller.Actor, database.Time.GetUtcNow());
        if (channel == Channels.Auto) await turns.Following.Promise(unit, GrainFactory, head);
        await database.Commit(unit);
        return await Look(caller, app, "");
    }

    public async Task<Answer<Done>> Turn(Caller caller, string app, string id)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("roles", Roles.System));
        var tenant = Tenant;
        if (RehearsalRun.IsOne(id) || Following.IsOne(id))
        {
            // The factory belongs to the grain and is asked for on its own thread; a rehearsal asks no grain and has a thread of the pool.
            await (Following.IsOne(id) ? turns.Following.Turn(GrainFactory, tenant, app, id) : Task.Run(() => turns.Rehearsals.Turn(tenant, app, id)));
            return Done.It;
        }
        var done = database.IsShared ? await GrainFactory.GetGrain<IHomeGrain>(Keys.Home(tenant, app)).Upgrade(caller, id)
            : await Task.Run(() => turns.Passages.Turn(tenant, app, id)) ? Done.It : Refusal.Of(Codes.Unavailable, ("why", "the install is too busy"));
        await Install(app).Forget(Caller.System(tenant));
        return done;
    }

    /// <summary>Where no record needs to be looked at, the version changes in this one commit; else, or when calls keep moving the head, the
    /// install goes on with the version it has, and due work makes the other ready and waits for its turn.</summary>
    private async Task<Answer<InstallFacts>> Start(Caller caller, InstallHead head, string command, string request, UpgradeRow row)
    {
        var state = InstallStates.After(head.State, command);
        if (!state.Ok) return await Pushed(head) ?? state.Refusal!;
        var isAtOnce = (await UpgradeRun.Entities(database, library, row)).Count == 0;
        for (var race = 1; ; race++)
        {
            var facts = await Install(head.App).Get(caller);
            if (!facts.Ok) return facts.Refusal!;
            var unit = isAtOnce && race <= Races ? await AtOnce(head, row) : Slowly(head, row, state.Must(), caller.TraceParent);
            var reply = isAtOnce && race <= Races
                ? facts.Must() with { State = InstallStates.Active, Reason = "", Version = row.To.Version, Digest = row.To.Digest, Grants = row.To.Grants }
                : facts.Must() with { State = state.Must(), Reason = "" };
            if (caller.Operation.Length > 0)
                OperationFacts.Insert(unit, new StoredOperation(Tenant, caller.Operation, request, "", JsonSerializer.SerializeToUtf8Bytes(reply, GrainJson.Default.InstallFacts), row.At));
            var done = await database.Commit(unit);
            await Install(head.App).Forget(Caller.System(Tenant));
            if (done.Ok) return reply;
            if (await Known(caller, request) is { } known) return known;
            // A call moved the head meanwhile; other terms would be another question.
            if (race > Races || await Installed(head.App) is not { } moved || moved.Epoch != head.Epoch) return Refusal.Of(Codes.ConflictHead, ("app", head.App));
            head = moved;
        }
    }

    private async Task<Unit> AtOnce(InstallHead head, UpgradeRow row)
    {
        var unit = new Unit();
        InstallRows.Turn(unit, UpgradeFlip.Next(head, row), head);
        UpgradeRows.Insert(unit, row with { State = UpgradeState.Done });
        await UpgradeFlip.Taken(database, unit, row, row.At);
        UpgradeFlip.Hooks(unit, await Release(row.To.Digest), row, row.At);
        return unit;
    }

    private static Unit Slowly(InstallHead head, UpgradeRow row, string state, string trace)
    {
        var unit = new Unit();
        InstallRows.Replace(unit, head with { State = state }, head.Epoch);
        UpgradeRows.Insert(unit, row);
        StagedFacts.Clear(unit, head.Id);
        UpgradeRun.Promise(unit, row, row.At, trace: trace);
        return unit;
    }

    /// <summary>Work that was given up after too many failures is taken up again when somebody asks; the answer is the same refusal.</summary>
    private async Task<Answer<InstallFacts>?> Pushed(InstallHead head)
    {
        if (head.State != InstallStates.Upgrading || (await UpgradeRows.List(database, Tenant, head.App, head.Id, 1)) is not [{ State: UpgradeState.Running } row]) return null;
        var (now, unit) = (database.Time.GetUtcNow(), new Unit());
        UpgradeRun.Promise(unit, row, now, $":{now.ToUnixTimeMilliseconds()}");
        await database.Commit(unit);
        return null;
    }

    private async Task<UpgradeRow> Row(Caller caller, InstallHead head, string direction, Terms to)
    {
        var now = database.Time.GetUtcNow();
        var zone = (await GrainFactory.GetGrain<ITenantGrain>(Keys.Tenant(Tenant)).Get(Caller.System(Tenant))).Value?.Zone;
        return new UpgradeRow
        {
            Tenant = Tenant, App = head.App, Id = Ids.New(now, random), Install = head.Id, Direction = direction, State = UpgradeState.Running,
            From = new Terms(head.Version, head.Digest, head.Grants, head.PlanPrice), To = to, Zone = zone ?? "Asia/Shanghai", Actor = caller.Actor, At = now, ChangedAt = now,
        };
    }

    private async Task<Answer<OfferFacts>> Offer(InstallHead head, string version)
    {
        var offered = await Offered(head, version);
        if (!offered.Ok) return offered.Refusal!;
        var (from, to) = (await Release(head.Digest), await Release(offered.Must().Digest));
        var decided = UpgradeRules.Decide(new UpgradeOrder { AllGrants = true }, from.Manifest, to.Manifest, head.Grants);
        if (decided.Refusal is { Code: Codes.InputInvalid } lower) return version.Length > 0 ? lower : Refusal.Of(Codes.NotFound, ("what", "version"));
        return new OfferFacts
        {
            Version = to.Manifest.Version, Step = UpgradeRules.Step(from.Package, to.Package), Differences = [.. UpgradeDifference.Of(from.Manifest, to.Manifest, head.Grants).Select(one => one with { Label = DifferenceLabels.Of(one, to.Package) is { Count: > 0 } known ? known : DifferenceLabels.Of(one, from.Package) })],
            Consents = UpgradeDifference.Consents(from.Manifest, to.Manifest, head.Grants), Asks = InstallRules.Asked(to.Manifest),
            Migrates = decided.Value?.Handler.Length > 0, Blocked = decided.Refusal,
        };
    }

    /// <summary>The upgrade that can be taken back: the one that brought the version in use, while what was before is kept.</summary>
    private UpgradeRow? Taken(InstallHead head, IReadOnlyList<UpgradeRow> runs) =>
        runs.FirstOrDefault(static r => r.State is UpgradeState.Done) is { Direction: UpgradeState.Up } last && last.To.Digest == head.Digest && database.Time.GetUtcNow() < last.ChangedAt + UpgradeRules.Window ? last : null;

    /// <summary>The stored answer, when this operation was done before.</summary>
    private async Task<Answer<InstallFacts>?> Known(Caller caller, string request)
    {
        if (caller.Operation.Length == 0 || await OperationFacts.Get(database, Tenant, caller.Operation) is not { } known) return null;
        if (known.RequestHash != request) return Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
        return JsonSerializer.Deserialize(known.Reply, GrainJson.Default.InstallFacts)!;
    }

    private IInstallGrain Install(string app) => GrainFactory.GetGrain<IInstallGrain>(Keys.Install(Tenant, app));

    /// <summary>The version named, or the one that this install is offered.</summary>
    private Task<Answer<VersionFacts>> Offered(InstallHead head, string version)
    {
        var (listing, caller) = (GrainFactory.GetGrain<IListingGrain>(Keys.Listing(head.Brain, head.App)), Caller.System(Tenant, head.Brain));
        return version.Length == 0 ? listing.Next(caller) : listing.Offer(caller, version);
    }

    private async Task<InstallHead?> Installed(string app) =>
        Keys.IsApp(app) && await InstallRows.Get(database, Tenant, app) is { } head && head.State != InstallStates.Purged ? head : null;

    private async Task<LoadedRelease> Release(string digest) => await library.Load(digest) ?? throw new InvalidDataException("An installed release has no bytes.");

    private static PassageFacts Facts(UpgradeRow row) => new()
    {
        Id = row.Id, Direction = row.Direction, State = row.State, From = row.From.Version, To = row.To.Version, Looked = row.Looked, Changed = row.Changed,
        Conflicts = row.Conflicts, Told = row.Report, Why = row.Why, At = row.At, ChangedAt = row.ChangedAt, Actor = row.Actor,
    };

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "install"));
}
