using System.Globalization;
using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Records;
using Marketplace.Domain.Upgrades;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Upgrades;

namespace Marketplace.Grains.Upgrades;

/// <summary>Carries an install's records from one version to another as durable work. Pages are made ready beside the records, which the
/// version in use goes on reading and writing; then one unit puts everything in its place and turns the head. What a crash leaves is a
/// number of staged records that nobody sees; a failure takes them away, and nothing has changed.</summary>
internal sealed class UpgradeRun(Database database, ReleaseLibrary library, Converter converter, UpgradeFlip flip, TimeProvider time)
{
    /// <summary>A turn ends after so long and puts the next one into the queue: well within the lease of due work.</summary>
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(6);

    private const int Races = 12, Told = 200;

    /// <summary>Puts the next turn into the queue; <paramref name="trace"/> is the W3C trace parent of what asked for it, or empty.</summary>
    public static void Promise(Unit unit, UpgradeRow row, DateTimeOffset now, string mark = "", string trace = "") =>
        DueFacts.Add(unit, string.Create(CultureInfo.InvariantCulture, $"upgrade:{row.Tenant}:{row.Id}:{row.Step}{mark}"), Messages.UpgradeKind,
            $"{row.Tenant}/{row.App}", Encoding.UTF8.GetBytes($"{row.Id} {trace}"), now, now);

    /// <summary>The entities that must be looked at, with the shapes they come to.</summary>
    public static async Task<IReadOnlyList<Entity>> Entities(Database database, ReleaseLibrary library, UpgradeRow row)
    {
        var from = await library.Load(row.From.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
        var to = await library.Load(row.To.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
        List<Entity> some = [];
        foreach (var entity in UpgradeRules.Staged(from.Manifest, to.Manifest, row.IsCarried))
            if (await StagedFacts.Any(database, row.Install, entity.Name)) some.Add(entity);
        return some;
    }

    /// <summary>Goes on for a few seconds. False: nothing moved, try again later.</summary>
    public async Task<bool> Turn(string tenant, string app, string id)
    {
        if (await UpgradeFacts.Get(database, tenant, app, id) is not { State: UpgradeState.Running } row) return true;
        if (await InstallFacts.Get(database, tenant, app) is not { State: InstallStates.Upgrading } head || head.Id != row.Install)
            return await End(row, UpgradeState.Failed, Refusal.Of(Codes.ConflictState));
        var began = time.GetTimestamp();
        await database.Commit(Stale(row));
        var stretch = new Stretch();
        while (true)
        {
            var staged = await Stage(row, stretch);
            if (staged.Refusal is { Code: Codes.Unavailable }) return false;
            if (staged.Refusal is { } no) return await End(row, UpgradeState.Failed, no);
            if (staged.Must() is not { } next) break;
            if (next.State != UpgradeState.Running) return true;
            row = next;
            if (time.GetElapsedTime(began) > longest) return await Later(row);
        }
        if (row is { Conflicts: > 0, Accepts: false }) return await End(row, UpgradeState.Conflicts, null);
        var end = await flip.Turn(row, Stage);
        return end.Ok ? end.Must() : await End(row, UpgradeState.Failed, end.Refusal!);
    }

    /// <summary>Stages the next page; null when the stretch is at its end. A row that no longer runs: another hand has it.</summary>
    private async Task<Answer<UpgradeRow?>> Stage(UpgradeRow row, Stretch stretch)
    {
        foreach (var entity in stretch.Entities ??= await Entities(database, library, row))
        {
            if (stretch.IsBehind(entity.Name)) continue;
            var page = await StagedFacts.Missing(database, row.Install, entity.Name, stretch.After(entity.Name));
            if (page.Count == 0) continue;
            var staged = await converter.Page(row, entity, page);
            if (!staged.Ok) return staged.Refusal!;
            var next = Further(row, entity, staged.Must());
            var unit = new Unit();
            UpgradeFacts.Step(unit, row, next);
            StagedFacts.Put(unit, row.Install, entity, staged.Must());
            var done = await database.Commit(unit);
            if (done.Ok)
            {
                stretch.Reached(entity.Name, page[^1].Id);
                return next with { Step = row.Step + 1 };
            }
            if (done.Conflict != Codes.ConflictUnique) return row with { State = UpgradeState.Done };
            // The value may be that of a record which has moved since it was staged.
            var stale = await StagedFacts.Count(database, row.Install);
            await database.Commit(Stale(row));
            stretch.Again();
            if (stale == await StagedFacts.Count(database, row.Install))
                return Refusal.Of(Codes.MigrationInvalid, ("entity", entity.Name), ("handler", row.Handler), ("why", Codes.ConflictUnique), ("pointer", "/" + done.Detail));
            return row;
        }
        return new Answer<UpgradeRow?> { Value = null };
    }

    private UpgradeRow Further(UpgradeRow row, Entity entity, IReadOnlyList<Staged> staged)
    {
        var stuck = staged.Where(static one => one.What == Staging.Gone).Select(one => $"{entity.Name}/{one.Read.Id}").ToList();
        return row with
        {
            Looked = row.Looked + staged.Count,
            Changed = row.Changed + staged.Count(static one => one.What == Staging.Body),
            Conflicts = row.Conflicts + stuck.Count,
            Report = [.. row.Report.Concat(stuck).Distinct(StringComparer.Ordinal).Take(Told)],
            ChangedAt = time.GetUtcNow(),
        };
    }

    private static Unit Stale(UpgradeRow row)
    {
        var unit = new Unit();
        StagedFacts.DropStale(unit, row.Install);
        return unit;
    }

    private async Task<bool> Later(UpgradeRow row)
    {
        var unit = new Unit();
        Promise(unit, row, time.GetUtcNow());
        await database.Commit(unit);
        return true;
    }

    /// <summary>Ends without another version: what was staged goes, and the install is as it was.</summary>
    private async Task<bool> End(UpgradeRow row, string state, Refusal? why)
    {
        for (var race = 1; race <= Races; race++)
        {
            var unit = new Unit();
            if (await InstallFacts.Get(database, row.Tenant, row.App) is { State: InstallStates.Upgrading } head && head.Id == row.Install)
                InstallFacts.Replace(unit, head with { State = InstallStates.After(head.State, InstallStates.Fail).Must() }, head.Epoch);
            UpgradeFacts.Step(unit, row, row with { State = state, Why = why, ChangedAt = time.GetUtcNow() });
            StagedFacts.Clear(unit, row.Install);
            var done = await database.Commit(unit);
            if (done.Ok || done.Conflict == UpgradeFacts.Moved) return true;
        }
        return false;
    }
}

/// <summary>How far one look through an install's records has come.</summary>
internal sealed class Stretch
{
    private string entity = "", after = "";

    /// <summary>The entities to be looked at, in their order.</summary>
    public IReadOnlyList<Entity>? Entities { get; set; }

    /// <summary>Whether an entity lies before the one it has come to.</summary>
    public bool IsBehind(string name) => string.CompareOrdinal(name, entity) < 0;

    /// <summary>The last record seen of an entity, or nothing.</summary>
    public string After(string name) => name == entity ? after : "";

    /// <summary>It has come to here.</summary>
    public void Reached(string name, string id) => (entity, after) = (name, id);

    /// <summary>It begins again.</summary>
    public void Again() => Reached("", "");
}
