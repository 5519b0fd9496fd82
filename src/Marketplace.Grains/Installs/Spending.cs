using Marketplace.Storage;
using Marketplace.Storage.Invocations;

namespace Marketplace.Grains.Installs;

/// <summary>What an install has cost in the firm's current month.</summary>
internal sealed class Spending(Database database, TimeProvider time)
{
    /// <summary>Micro-yuan spent this month, in the firm's zone.</summary>
    public Task<long> ThisMonth(string tenant, string app, string zone) => MeterFacts.Spent(database, tenant, app, Month(time.GetUtcNow(), zone));

    /// <summary><c>2026-11</c> in the zone.</summary>
    public static string Month(DateTimeOffset at, string zone) => Local(at, zone).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary><c>2026-11-23</c> in the zone.</summary>
    public static string Day(DateTimeOffset at, string zone) => Local(at, zone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset Local(DateTimeOffset at, string zone) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone));
}
