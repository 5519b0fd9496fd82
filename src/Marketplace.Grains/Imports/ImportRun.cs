using System.Globalization;
using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Records;
using Marketplace.Grains.Documents;
using Marketplace.Domain.Installs;
using Marketplace.Grains.Invocations;
using Marketplace.Grains.Jobs;
using Marketplace.Grains.Records;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Imports;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Records;

namespace Marketplace.Grains.Imports;

/// <summary>Writes an import, or takes it back, as durable work. Each page is one unit behind the install's head that also moves the import
/// on: what a crash leaves is a whole number of pages, and the next turn begins where the row says.</summary>
internal sealed class ImportRun(Database database, RecordPlaces places, InstallLanes lanes, WholeRun wholes, TimeProvider time)
{
    /// <summary>A turn ends after so long and puts the next one into the queue: well within the lease of due work.</summary>
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(6);

    private const int Races = 12;

    /// <summary>The id of a record that a line makes: the same on every try, and in the order of lines.</summary>
    public static string IdOf(string import, long ordinal) => string.Create(CultureInfo.InvariantCulture, $"{import}-{ordinal:D6}");

    /// <summary>Puts the next turn of an import into the queue.</summary>
    public static void Promise(Unit unit, ImportRow row, DateTimeOffset now, string mark = "") =>
        DueFacts.Add(unit, string.Create(CultureInfo.InvariantCulture, $"import:{row.Tenant}:{row.Id}:{row.State}:{row.Next}{mark}"), Messages.ImportKind,
            $"{row.Tenant}/{row.App}", Encoding.UTF8.GetBytes(row.Id), now, now);

    /// <summary>Goes on with an import for a few seconds. False: nothing moved, try again later.</summary>
    public async Task<bool> Turn(string tenant, string app, string id)
    {
        if (await ImportFacts.Get(database, tenant, app, id) is not { } row) return true;
        if (row.State is not (ImportState.Running or ImportState.Undoing)) return true;
        if (row.Kind == WholeFile.Kind) return await Whole(tenant, app, row);
        var place = await places.Find(tenant, app, row.Entity);
        if (!place.Ok || place.Must().Head.Id != row.Install) return await Stop(row, Codes.NotFound);
        var lane = lanes.Take(tenant, app);
        try
        {
            return row.State == ImportState.Running ? await Write(lane, place.Must(), row) : await TakeBack(lane, row);
        }
        catch (SheetException broken)
        {
            return await Stop(row, broken.Refusal.Code);
        }
        finally
        {
            lanes.Return(tenant, app, lane);
        }
    }

    private async Task<bool> Write(InstallLane lane, RecordPlace place, ImportRow row)
    {
        var file = await BlobFacts.Get(database, row.Sha256) ?? throw new InvalidDataException("The file of an import is missing from the blob store.");
        using var table = ImportTable.Open(database, place, file, row.KeyField, row.Zone, row.Actor);
        // What lies behind is read for its unique values only.
        for (var skipped = 0L; skipped < row.Next; skipped += table.Next((int)Math.Min(ImportLimits.Page, row.Next - skipped)).Count) { }
        var began = time.GetTimestamp();
        while (true)
        {
            var page = table.Next();
            var next = await Fenced(lane, row, head => Plan(head, table, row, page));
            if (next is null) return false;
            if (next.State != ImportState.Running) return true;
            row = next;
            if (time.GetElapsedTime(began) > longest) return await Later(row);
        }
    }

    private async Task<ImportStep> Plan(InstallHead head, ImportTable table, ImportRow row, List<ReadLine> page)
    {
        var now = time.GetUtcNow();
        if (page.Count == 0) return new ImportStep([], row with { State = ImportState.Done, ChangedAt = now });
        if (!InstallStates.Serves(head.State)) return new ImportStep([], row with { State = ImportState.Stopped, Why = Codes.ConflictState, ChangedAt = now });
        var judged = await table.Pages.Judge(page, ordinal => IdOf(row.Id, row.Next + ordinal), now);
        List<RecordChange> changes = [.. judged.Where(static line => line.Change is not null).Select(static line => line.Change!)];
        var skipped = judged.Count(static line => line.Faults.Count > 0);
        return new ImportStep(changes, row with
        {
            Next = row.Next + page.Count,
            Inserted = row.Inserted + changes.Count(static c => c.Before is null),
            Updated = row.Updated + changes.Count(static c => c.Before is not null),
            Skipped = row.Skipped + skipped,
            Same = row.Same + judged.Count - skipped - changes.Count,
            ChangedAt = now,
            Report = Told(row.Report, judged),
        });
    }

    private async Task<bool> Whole(string tenant, string app, ImportRow row)
    {
        if (await places.Installed(tenant, app) is not { } first || first.Id != row.Install) return await Stop(row, Codes.NotFound);
        var lane = lanes.Take(tenant, app);
        try
        {
            var began = time.GetTimestamp();
            await foreach (var page in wholes.Pages(first, row))
            {
                var next = await Fenced(lane, row, head => Task.FromResult(InstallStates.Serves(head.State) ? page
                    : new ImportStep([], row with { State = ImportState.Stopped, Why = Codes.ConflictState, ChangedAt = time.GetUtcNow() })));
                if (next is null) return false;
                row = next;
                if (row.State != ImportState.Running) return true;
                if (time.GetElapsedTime(began) > longest) return await Later(row);
            }
            return true;
        }
        catch (SheetException broken)
        {
            return await Stop(row, broken.Refusal.Code);
        }
        finally
        {
            lanes.Return(tenant, app, lane);
        }
    }

    private async Task<bool> TakeBack(InstallLane lane, ImportRow row)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var next = await Fenced(lane, row, head => PlanBack(head, row));
            if (next is null) return false;
            if (next.State != ImportState.Undoing) return true;
            row = next;
            if (time.GetElapsedTime(began) > longest) return await Later(row);
        }
    }

    private async Task<ImportStep> PlanBack(InstallHead head, ImportRow row)
    {
        var now = time.GetUtcNow();
        var place = await places.Find(row.Tenant, row.App, row.Entity);
        if (!InstallStates.Serves(head.State) || !place.Ok) return new ImportStep([], row with { State = Halted(row), Why = Codes.ConflictState, ChangedAt = now });
        var rows = await RecordFacts.Made(database, row.Install, row.Entity, IdOf(row.Id, row.Next), IdOf(row.Id, 999_999), ImportLimits.Page);
        if (rows.Count == 0) return new ImportStep([], row with { State = ImportState.Undone, Next = row.Lines, ChangedAt = now });
        List<RecordChange> changes = [.. rows.Where(static r => r.Version == 1).Select(r => new RecordChange(place.Must().Shape, r.Id, r, null))];
        return new ImportStep(changes, row with
        {
            Next = long.Parse(rows[^1].Id.AsSpan(row.Id.Length + 1), CultureInfo.InvariantCulture) + 1,
            Removed = row.Removed + changes.Count,
            Kept = row.Kept + rows.Count - changes.Count,
            ChangedAt = now,
        });
    }

    /// <summary>One page in the install's lane: planned on what is stored, written when nothing of it moved meanwhile. Null: never got through.</summary>
    private async Task<ImportRow?> Fenced(InstallLane lane, ImportRow row, Func<InstallHead, Task<ImportStep>> plan)
    {
        for (var race = 1; race <= Races; race++)
        {
            await lane.Enter(alone: race > 2);
            try
            {
                if (await places.Installed(row.Tenant, row.App) is not { } head || await lane.Begin(head.Epoch) is not { } run) continue;
                try
                {
                    var step = await plan(head);
                    var manifest = row.Kind == WholeFile.Kind || step.Changes.Count == 0 ? null : (await places.Release(head)).Manifest;
                    var reads = new ReadSet();
                    foreach (var change in step.Changes) reads.Add(change.Entity.Name, change.Id);
                    var done = await lane.Commit(run, reads, step.Changes, seq =>
                    {
                        var unit = new Unit();
                        InstallFacts.Advance(unit, row.Tenant, row.App, seq, head.Epoch);
                        ImportFacts.Step(unit, row, step.Next);
                        step.Also?.Invoke(unit, head);
                        RecordFacts.Write(unit, row.Install, step.Changes);
                        // A whole export moves house: what it brings happened before, and calls nobody.
                        if (manifest is not null) Triggers.Records(unit, new Firing(row.Tenant, row.App, Cause(row, step.Next.ChangedAt), [], "", step.Next.ChangedAt), manifest, step.Changes);
                        return unit;
                    });
                    if (done is { Ok: true }) return step.Next;
                    // Another hand went on with it, or somebody stopped it: this one is over.
                    if (done is { Conflict: ImportFacts.Moved }) return row with { State = ImportState.Stopped };
                    // What a whole export says cannot be said differently the next time.
                    if (row.Kind == WholeFile.Kind && done is { Conflict: Codes.ConflictUnique or Codes.FileUnknown or Codes.FileQuota or Conflicts.Exists })
                        throw new SheetException(Refusal.Of(done.Conflict == Conflicts.Exists ? Codes.ImportNotEmpty : done.Conflict));
                }
                finally
                {
                    lane.End(run);
                }
            }
            finally
            {
                lane.Leave();
            }
        }
        return null;
    }

    /// <summary>The name of a page of work. Taking back may be asked for again and begin anew: its time tells one from the other.</summary>
    private static string Cause(ImportRow row, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{row.Id}:{row.State}:{row.Next}:{at.ToUnixTimeMilliseconds()}");

    private async Task<bool> Later(ImportRow row)
    {
        var unit = new Unit();
        Promise(unit, row, time.GetUtcNow());
        await database.Commit(unit);
        return true;
    }

    private async Task<bool> Stop(ImportRow row, string why)
    {
        var unit = new Unit();
        ImportFacts.Step(unit, row, row with { State = Halted(row), Why = why, ChangedAt = time.GetUtcNow() });
        await database.Commit(unit);
        return true;
    }

    /// <summary>Where work that cannot go on comes to rest. Taking back that stops may be asked for again; it must not go on as writing.</summary>
    private static string Halted(ImportRow row) => row.State == ImportState.Undoing ? ImportState.Done : ImportState.Stopped;

    /// <summary>The report with faults that the preview did not tell of: what was taken meanwhile.</summary>
    private static byte[] Told(byte[] report, IReadOnlyList<JudgedLine> judged)
    {
        if (judged.All(static line => line.Faults.Count == 0)) return report;
        var told = GrainJson.Read<ImportReport>(report);
        var more = judged.SelectMany(static line => line.Faults).Except(told.Faults).Take(ImportLimits.Told - told.Faults.Count).ToList();
        return more.Count == 0 ? report : GrainJson.Bytes(told with { Faults = [.. told.Faults.Concat(more).OrderBy(static f => f.Line)] });
    }
}
