using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Records;
using Marketplace.Domain.Upgrades;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Invocations;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Upgrades;

namespace Marketplace.Grains.Upgrades;

/// <summary>The last step of a passage: alone in the install's lane, so that its calls wait and none moves a record; what moved before is
/// staged again; then one unit. Another silo may still move the head, and then the head says so and it is done again.</summary>
internal sealed class UpgradeFlip(Database database, ReleaseLibrary library, InstallLanes lanes, TimeProvider time)
{
    private const int Races = 12;

    /// <summary>Turns the install to its other version. False: never got through, try again later. A refusal ends the passage.</summary>
    public async Task<Answer<bool>> Turn(UpgradeRow row, Func<UpgradeRow, Stretch, Task<Answer<UpgradeRow?>>> stage)
    {
        var lane = lanes.Take(row.Tenant, row.App);
        try
        {
            for (var race = 1; race <= Races; race++)
            {
                await lane.Enter(alone: true);
                try
                {
                    if (await InstallFacts.Get(database, row.Tenant, row.App) is not { State: InstallStates.Upgrading } head || head.Id != row.Install) return Refusal.Of(Codes.ConflictState);
                    var rest = await Rest(row, stage);
                    if (!rest.Ok) return rest.Refusal!;
                    if (rest.Must() is not { } ready) return true;
                    row = ready;
                    var done = await database.Commit(await Unit(row, head));
                    if (done.Ok || done.Conflict == UpgradeFacts.Moved) return true;
                    if (done.Conflict == Codes.ConflictUnique) return Refusal.Of(Codes.MigrationInvalid, ("handler", row.Handler), ("why", done.Conflict));
                }
                finally
                {
                    lane.Leave();
                }
            }
            return false;
        }
        finally
        {
            lanes.Return(row.Tenant, row.App, lane);
        }
    }

    /// <summary>Stages what moved; the passage as it then stands, or null when another hand has it.</summary>
    private async Task<Answer<UpgradeRow?>> Rest(UpgradeRow row, Func<UpgradeRow, Stretch, Task<Answer<UpgradeRow?>>> stage)
    {
        var unit = new Unit();
        StagedFacts.DropStale(unit, row.Install);
        await database.Commit(unit);
        var stretch = new Stretch();
        while (true)
        {
            var staged = await stage(row, stretch);
            if (!staged.Ok) return staged.Refusal!;
            if (staged.Must() is not { } next) return row;
            if (next.State != UpgradeState.Running) return new Answer<UpgradeRow?> { Value = null };
            row = next;
        }
    }

    private async Task<Unit> Unit(UpgradeRow row, InstallHead head)
    {
        var now = time.GetUtcNow();
        var (from, to) = (await library.Load(row.From.Digest), await library.Load(row.To.Digest));
        var going = (await StagedFacts.Going(database, row.Install)).Select(record => new RecordChange(from!.Manifest.Entities[record.Entity], record.Id, record, null)).ToList();
        var unit = new Unit();
        InstallFacts.Turn(unit, Next(head, row), head);
        UpgradeFacts.Step(unit, row, row with { State = UpgradeState.Done, ChangedAt = now });
        StagedFacts.Apply(unit, row, going, await StagedFacts.Count(database, row.Install), now);
        await Taken(database, unit, row, now);
        Hooks(unit, to!, row, now);
        return unit;
    }

    /// <summary>The head with the terms of the version gone to.</summary>
    public static InstallHead Next(InstallHead head, UpgradeRow row) => head with
    {
        Version = row.To.Version,
        Digest = row.To.Digest,
        Grants = row.To.Grants,
        PlanPrice = row.To.Price,
        State = InstallStates.After(InstallStates.Upgrading, InstallStates.Finish).Must(),
    };

    /// <summary>On the way back: the passage that was taken back is over.</summary>
    public static async Task Taken(Database database, Unit unit, UpgradeRow row, DateTimeOffset now)
    {
        if (row.Direction == UpgradeState.Back && await UpgradeFacts.Get(database, row.Tenant, row.App, row.OfRun) is { State: UpgradeState.Done } up)
            UpgradeFacts.Step(unit, up, up with { State = UpgradeState.Undone, ChangedAt = now });
    }

    /// <summary>The clock of the version gone to; forward, what the app wants done when it was upgraded.</summary>
    public static void Hooks(Unit unit, LoadedRelease to, UpgradeRow row, DateTimeOffset now)
    {
        Clockwork.Promise(unit, (row.Tenant, row.App, row.Install), to.Manifest, row.Zone, now);
        if (row.Direction != UpgradeState.Up) return;
        foreach (var trigger in to.Manifest.Triggers.Where(static t => t.Kind == "upgrade"))
            Messages.Call(unit, $"upgrade:{row.Id}:{trigger.Function}", new PendingCall(row.Tenant, row.App, trigger.Function, "{}", row.Actor) { Cause = Causes.Upgrade }, now, now);
    }
}
