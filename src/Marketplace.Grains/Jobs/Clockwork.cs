using System.Globalization;
using System.Text.Json;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Records;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Microsoft.Extensions.Logging;
using Orleans;
using InstallFacts = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Jobs;

/// <summary>The schedules of installs. Each has one promise ahead, made in the commit that brought the install or its version, or ended a pause;
/// when it comes, the call and the next promise are one commit. A promise's id is its time, so that making it twice is making it once. Whether it is
/// a day on which the schedule comes is looked at when the time is there, so that a calendar that came meanwhile counts.</summary>
internal sealed partial class Clockwork(IGrainFactory grains, Database database, ReleaseLibrary library, GrainOptions options, ILogger<Clockwork> log)
{
    /// <summary>Promises the next time of every schedule of a manifest.</summary>
    /// <param name="unit">The commit.</param>
    /// <param name="install">Firm, app and id.</param>
    /// <param name="manifest">What is installed from this commit on.</param>
    /// <param name="zone">The firm's zone.</param>
    /// <param name="now">The time.</param>
    public static void Promise(Unit unit, (string Tenant, string App, string Id) install, Manifest manifest, string zone, DateTimeOffset now)
    {
        foreach (var trigger in manifest.Triggers.Where(static t => t.Kind == Causes.Schedule))
            Promise(unit, install, trigger, ScheduleRules.Next(trigger.Cron, ScheduleRules.Zone(trigger, zone), now), now);
    }

    /// <summary>A time has come: the call, unless the install is paused or gone or knows the schedule no more, and the next time.</summary>
    public async Task Tick(PendingTick tick)
    {
        if (await InstallFacts.Get(database, tick.Tenant, tick.App) is not { } head || head.Id != tick.Install || !InstallStates.Serves(head.State)) return;
        var release = await library.Load(head.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
        if (release.Manifest.Triggers.FirstOrDefault(t => t.Kind == Causes.Schedule && ScheduleRules.Name(t) == tick.Name) is not { } trigger) return;
        var firm = (await grains.GetGrain<ITenantGrain>(Keys.Tenant(tick.Tenant)).Get(Caller.System(tick.Tenant))).Must();
        var (now, zone, unit) = (database.Time.GetUtcNow(), ScheduleRules.Zone(trigger, firm.Zone), new Unit());
        var call = new PendingCall(tick.Tenant, tick.App, trigger.Function, Input(trigger, zone, tick.Due), Causes.Actor(Causes.Schedule)) { Cause = Causes.Schedule };
        var id = string.Create(CultureInfo.InvariantCulture, $"schedule:{tick.Install}:{tick.Name}:{tick.Due.ToUnixTimeSeconds()}");
        var day = ScheduleRules.Day(tick.Due, zone);
        var comes = options.Calendar.Comes(trigger.Days, day);
        if (comes == true) Messages.Call(unit, id, call, now, now);
        // Nobody knows: nothing is called, and the firm is told once for the day.
        else if (comes is null && ScheduleRules.IsFirst(trigger.Cron, zone, tick.Due))
        {
            Unknown(log, day, tick.Tenant, tick.App);
            Messages.Undone(unit, id, call, Refusal.Of(Codes.CalendarUnknown, ("day", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("year", day.Year)), now);
        }
        Promise(unit, (tick.Tenant, tick.App, tick.Install), trigger, ScheduleRules.Following(trigger.Cron, zone, tick.Due, now), now);
        await database.Commit(unit);
    }

    private static void Promise(Unit unit, (string Tenant, string App, string Id) install, TriggerSpec trigger, DateTimeOffset? next, DateTimeOffset now)
    {
        if (next is not { } due) return;
        var tick = new PendingTick(install.Tenant, install.App, install.Id, ScheduleRules.Name(trigger), due);
        DueFacts.Add(unit, string.Create(CultureInfo.InvariantCulture, $"tick:{install.Id}:{tick.Name}:{due.ToUnixTimeSeconds()}"), Messages.TickKind,
            $"{install.Tenant}/{install.App}", JsonSerializer.SerializeToUtf8Bytes(tick, GrainJson.Default.PendingTick), now, due);
    }

    [LoggerMessage(6106, LogLevel.Warning, "No work calendar of the year of {Day} is known: a schedule of {Tenant}/{App} did not come. Name one with Marketplace:WorkCalendar")]
    private static partial void Unknown(ILogger log, DateOnly day, string tenant, string app);

    private static string Input(TriggerSpec trigger, string zone, DateTimeOffset due) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"due":"{{Forms.TimeText(due)}}","cron":"{{trigger.Cron}}","zone":"{{zone}}"}""");
}
