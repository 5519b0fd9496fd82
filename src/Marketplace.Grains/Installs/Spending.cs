using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Metering;
using Marketplace.Storage;
using Marketplace.Storage.Billing;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;

namespace Marketplace.Grains.Installs;

/// <summary>What an install has cost in the firm's current month, and what it costs by its plan.</summary>
internal sealed class Spending(Database database, TimeProvider time)
{
    /// <summary>Micro-yuan spent this month, in the firm's zone, and the cap that stopped something in it, 0 for none.</summary>
    public Task<(long Total, long Reached)> ThisMonth(string tenant, string app, string zone) => MeterFacts.Spent(database, tenant, app, Month(time.GetUtcNow(), zone));

    /// <summary>The terms of an install by the manifest of its version.</summary>
    public async Task<PlanTerms> Terms(InstallHead head, Manifest manifest)
    {
        var (plan, first) = await TermFacts.Get(database, head.Tenant, head.App) ?? ("", head.InstalledAt);
        return Pricing.Terms(manifest, plan, first);
    }

    /// <summary><c>2026-11</c> in the zone.</summary>
    public static string Month(DateTimeOffset at, string zone) => Local(at, zone).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary><c>2026-11-23</c> in the zone.</summary>
    public static string Day(DateTimeOffset at, string zone) => Local(at, zone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The day in the zone.</summary>
    public static DateOnly Date(DateTimeOffset at, string zone) => DateOnly.FromDateTime(Local(at, zone).DateTime);

    /// <summary>When a day begins in the zone and when it ends. A midnight that a clock change leaves out is the moment of the change.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Bounds(DateOnly day, string zone)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        return (Begin(day, info), Begin(day.AddDays(1), info));
    }

    private static DateTimeOffset Begin(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    private static DateTimeOffset Local(DateTimeOffset at, string zone) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone));
}
