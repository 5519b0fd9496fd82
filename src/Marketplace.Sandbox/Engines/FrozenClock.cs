using System.Globalization;
using Jint.Runtime;

namespace Marketplace.Sandbox.Engines;

/// <summary>The time of a call does not move while it runs, and the zone is UTC: no timing channel, and a replay sees the same.</summary>
internal sealed class FrozenClock(DateTimeOffset now) : ITimeSystem
{
    private static readonly DefaultTimeSystem Reader = new(TimeZoneInfo.Utc, CultureInfo.InvariantCulture);

    public TimeZoneInfo DefaultTimeZone => TimeZoneInfo.Utc;

    public DateTimeOffset GetUtcNow() => now;

    public bool TryParse(string date, out long epochMilliseconds) => Reader.TryParse(date, out epochMilliseconds);

    public TimeSpan GetUtcOffset(long epochMilliseconds) => TimeSpan.Zero;
}
