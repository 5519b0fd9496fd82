using System.Globalization;
using System.Text;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Upgrades.Rehearsals;
using Marketplace.Grains.Invocations.Recordings;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Secrets;
using Marketplace.Storage.Upgrades;

namespace Marketplace.Grains.Upgrades;

/// <summary>A rehearsal as durable work, a few seconds at a time, one call after the other: what waits is other firms' calls, and this can. Of what
/// a call does here nothing is kept but how it ended. A crash costs the seconds of the turn.</summary>
internal sealed class RehearsalRun(Database database, ICallRunner runner, IRecordingKeys keys, RecordingSeal seal, Shadows shadows)
{
    /// <summary>The first letters of a rehearsal's id.</summary>
    private const string Mark = "rehearse-";

    /// <summary>Rehearsals that run at once on one silo.</summary>
    private const int AtOnce = 1;

    private static readonly TimeSpan slice = TimeSpan.FromSeconds(4), pause = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim room = new(AtOnce);

    /// <summary>Whether due work of the room is a rehearsal's.</summary>
    public static bool IsOne(string id) => id.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>The id of a new rehearsal.</summary>
    public static string Name(string id) => Mark + id;

    /// <summary>Begins one: which calls are run is settled now.</summary>
    public async Task Begin(Unit unit, RehearsalRow row, string trace)
    {
        var calls = await RehearsalFacts.Calls(database, row.Tenant, row.App, row.At - RecordingRules.Kept);
        var begun = row with { Total = calls.Count, State = calls.Count == 0 ? RehearsalState.Done : RehearsalState.Running, Body = await Close(row, new RehearsalBody { Calls = calls }) };
        RehearsalFacts.Begin(unit, begun);
        if (calls.Count > 0) Promise(unit, begun, row.At, row.At, trace);
    }

    /// <summary>What a kept rehearsal found.</summary>
    public async Task<RehearsalBody> Open(RehearsalRow row) =>
        RehearsalJson.Read(Box.Open(await keys.Of(row.Tenant), Sealed(row), row.Body) ?? throw new InvalidDataException("A rehearsal is not what was sealed."));

    /// <summary>Goes on for a few seconds.</summary>
    public async Task Turn(string tenant, string app, string id)
    {
        if (await RehearsalFacts.Get(database, tenant, app) is not { State: RehearsalState.Running } row || row.Id != id) return;
        if (!await room.WaitAsync(TimeSpan.Zero))
        {
            await Later(row);
            return;
        }
        try
        {
            await Some(row);
        }
        finally
        {
            room.Release();
        }
    }

    private async Task Some(RehearsalRow row)
    {
        var (time, unit) = (database.Time, new Unit());
        if (await InstallFacts.Get(database, row.Tenant, row.App) is not { } head || head.Id != row.Install || head.Digest != row.FromDigest)
        {
            // The install has gone on: what was found so far is of versions that do not meet any more.
            RehearsalFacts.Stop(unit, row.Tenant, row.App, row.Id, time.GetUtcNow());
            await database.Commit(unit);
            return;
        }
        var (shadow, body, began, done) = (await shadows.Of(head, row.ToDigest), await Open(row), time.GetTimestamp(), row.Done);
        var left = RehearsalRules.Longest - TimeSpan.FromMilliseconds(row.SpentMs);
        var report = body.Report;
        for (; done < body.Calls.Count && time.GetElapsedTime(began) is var spent && spent < slice && spent < left; done++)
            if (await RecordingFacts.Get(database, row.Tenant, body.Calls[(int)done]) is { } recording) report = await shadow.With(report, await seal.Open(recording), runner);
        var (now, used) = (time.GetUtcNow(), row.SpentMs + (long)time.GetElapsedTime(began).TotalMilliseconds);
        var isOver = done >= body.Calls.Count || used >= RehearsalRules.Longest.TotalMilliseconds;
        var next = row with { State = isOver ? RehearsalState.Done : RehearsalState.Running, Done = done, SpentMs = used, ChangedAt = now };
        RehearsalFacts.Step(unit, row, next with { Body = await Close(row, body with { Report = report }) });
        if (!isOver) Promise(unit, next with { Step = row.Step + 1 }, now, now, "");
        // Stopped or replaced meanwhile: then this turn was for nothing.
        await database.Commit(unit);
    }

    private async Task Later(RehearsalRow row)
    {
        var (now, unit) = (database.Time.GetUtcNow(), new Unit());
        Promise(unit, row, now, now + pause, "", string.Create(CultureInfo.InvariantCulture, $":{now.ToUnixTimeMilliseconds()}"));
        await database.Commit(unit);
    }

    private static void Promise(Unit unit, RehearsalRow row, DateTimeOffset now, DateTimeOffset due, string trace, string mark = "") =>
        DueFacts.Add(unit, string.Create(CultureInfo.InvariantCulture, $"rehearse:{row.Tenant}:{row.Id}:{row.Step}{mark}"), Messages.UpgradeKind,
            $"{row.Tenant}/{row.App}", Encoding.UTF8.GetBytes($"{row.Id} {trace}"), now, due);

    private async Task<byte[]> Close(RehearsalRow row, RehearsalBody body) => Box.Seal(await keys.Of(row.Tenant), Sealed(row), RehearsalJson.Write(body));

    private static string Sealed(RehearsalRow row) => $"rehearsal/{row.Tenant}/{row.Id}";
}
