using System.Globalization;
using Marketplace.Domain.Resources;

namespace Marketplace.Bench.Days;

/// <summary>The day that is simulated: Wednesday 18 March 2026, in China's time. Times within it are minutes from its midnight.</summary>
internal static class TheDay
{
    private static readonly DateTimeOffset midnight = new(2026, 3, 18, 0, 0, 0, TimeSpan.FromHours(8));

    /// <summary>The date.</summary>
    public static readonly DateOnly Date = new(2026, 3, 18);

    /// <summary>Between two looks at the board: half an hour.</summary>
    public const int Tick = 30;

    /// <summary>The first look, 06:00, and the last, 20:00.</summary>
    public const int FirstTick = 360, LastTick = 1200;

    /// <summary>The end of every vehicle's day: midnight.</summary>
    public const int End = 1440;

    /// <summary>An instant.</summary>
    public static DateTimeOffset At(double minutes) => midnight.AddMinutes(minutes);

    /// <summary>Minutes of an instant.</summary>
    public static double Minutes(DateTimeOffset at) => (at - midnight).TotalMinutes;

    /// <summary>An instant as commands take it.</summary>
    public static string Text(double minutes) => At(minutes).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>A date as commands take it.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A service's policy with the product's own figures.</summary>
    public static ResourcePolicy Policy(string mode) => new() { Mode = mode, From = DateOnly.MinValue };
}
