using System.Globalization;
using System.Text;
using Marketplace.Contracts.Tenants;
using Marketplace.Contracts.Upgrades;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Upgrades;
using Marketplace.Domain.Upgrades.Rehearsals;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Installs;
using Orleans;

namespace Marketplace.Grains.Upgrades;

/// <summary>The installs that follow: each looks once a night whether it is offered a version that needs nobody's word, has its own calls try it, and
/// takes it. The next night is promised before anything else is done, so that a night that fails is one night.</summary>
internal sealed class Following(Database database)
{
    private const string Mark = "follow-";

    /// <summary>So long after it began a rehearsal an install looks again.</summary>
    private static readonly TimeSpan again = TimeSpan.FromMinutes(2);

    /// <summary>Whether due work of the room is an install's that follows.</summary>
    public static bool IsOne(string id) => id.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Promises the next night.</summary>
    public async Task Promise(Unit unit, IGrainFactory grains, InstallHead head)
    {
        var zone = (await grains.GetGrain<ITenantGrain>(Keys.Tenant(head.Tenant)).Get(Caller.System(head.Tenant))).Value?.Zone ?? "Asia/Shanghai";
        var now = database.Time.GetUtcNow();
        Due(unit, head, now, Channels.Next(head.Id, zone, now));
    }

    /// <summary>One look; <paramref name="id"/> is the due work's own.</summary>
    public async Task Turn(IGrainFactory grains, string tenant, string app, string id)
    {
        if (await InstallFacts.Get(database, tenant, app) is not { } head || Mark + head.Id != id || await ChannelFacts.Get(database, head.Id) != Channels.Auto) return;
        var unit = new Unit();
        await Promise(unit, grains, head);
        await database.Commit(unit);
        var (caller, upgrades) = (Caller.System(tenant, head.Brain), grains.GetGrain<IUpgradesGrain>(Keys.Upgrades(tenant)));
        if (head.State != InstallStates.Active || await upgrades.Look(caller, app, "") is not { Ok: true, Value.Offer: { } offer }) return;
        var rehearsals = grains.GetGrain<IRehearsalsGrain>(Keys.Rehearsals(tenant));
        var found = await rehearsals.Look(caller, app, offer.Version);
        var needsAPerson = offer.Consents.Count > 0 || offer.Migrates || offer.Blocked is not null || found.Value?.State == RehearsalState.Stopped;
        switch (FollowRules.Decide(offer.Step, needsAPerson, Found(found.Value)))
        {
            case FollowStep.Rehearse:
                await rehearsals.Begin(caller with { Operation = "" }, app, offer.Version);
                var (soon, now) = (new Unit(), database.Time.GetUtcNow());
                Due(soon, head, now, now + again);
                await database.Commit(soon);
                break;
            case FollowStep.Take:
                await upgrades.Take(caller with { Operation = $"{Mark}{head.Id}-{offer.Version}" }, app, new UpgradeOrder { Version = offer.Version });
                break;
        }
    }

    private static FoundInRehearsal? Found(Contracts.Upgrades.RehearsalFacts? facts) => facts is not { IsCurrent: true } ? null
        : new FoundInRehearsal(facts.State == RehearsalState.Done, facts.Report.Functions.Sum(static one => one.Refused), facts.Report.Functions.Sum(static one => one.Failing));

    private static void Due(Unit unit, InstallHead head, DateTimeOffset now, DateTimeOffset due) => DueFacts.Add(unit,
        string.Create(CultureInfo.InvariantCulture, $"follow:{head.Tenant}:{head.Id}:{due.ToUnixTimeMilliseconds()}"), Messages.UpgradeKind, $"{head.Tenant}/{head.App}",
        Encoding.UTF8.GetBytes($"{Mark}{head.Id} "), now, due);
}

/// <summary>What due work of this room goes on with.</summary>
internal sealed record Turns(UpgradeRun Passages, RehearsalRun Rehearsals, Following Following);
