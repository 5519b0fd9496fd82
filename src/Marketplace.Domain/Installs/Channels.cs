namespace Marketplace.Domain.Installs;

/// <summary>How an install hears of other versions.</summary>
public static class Channels
{
    /// <summary>It is told of what is listed and takes it when somebody does; it takes by itself, in the firm's night, what needs nobody's word; it is told
    /// of nothing and stays.</summary>
    public const string Listed = "listed", Auto = "auto", Pinned = "pinned";

    /// <summary>Every channel.</summary>
    public static IReadOnlyList<string> All { get; } = [Listed, Auto, Pinned];

    /// <summary>The hour, on the firm's clock, in which an install that follows looks for another version; each at a minute of its own.</summary>
    public const int QuietHour = 3;

    /// <summary>The next time that an install looks.</summary>
    /// <param name="install">Its id, from which its minute comes.</param>
    /// <param name="zone">The firm's IANA zone.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset Next(string install, string zone, DateTimeOffset now)
    {
        var (info, minute) = (TimeZoneInfo.FindSystemTimeZoneById(zone), install.Sum(static c => c) % 60);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, info).DateTime).AddDays(-1);
        while (true)
        {
            var local = day.ToDateTime(new TimeOnly(QuietHour, minute));
            while (info.IsInvalidTime(local)) local = local.AddMinutes(15);
            var at = new DateTimeOffset(local, info.GetUtcOffset(local)).ToUniversalTime();
            if (at > now) return at;
            day = day.AddDays(1);
        }
    }
}
