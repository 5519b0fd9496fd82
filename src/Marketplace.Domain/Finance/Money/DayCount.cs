namespace Marketplace.Domain.Finance;

/// <summary>How the days between two dates are counted, and of how many days a year is. The first day counts, the last does not.</summary>
public static class DayCount
{
    /// <summary>Actual days over 360.</summary>
    public const string Act360 = "ACT/360";

    /// <summary>Actual days over 365.</summary>
    public const string Act365 = "ACT/365F";

    /// <summary>Months of 30 days; the 31st as an end counts as the 30th only when the start is a 30th or 31st (ISDA 2006 4.16 f).</summary>
    public const string Bond = "30/360";

    /// <summary>Months of 30 days; every 31st is a 30th (ISDA 2006 4.16 g).</summary>
    public const string Euro = "30E/360";

    /// <summary>The conventions.</summary>
    public static readonly IReadOnlyList<string> Names = [Act360, Act365, Bond, Euro];

    /// <summary>The days of a year.</summary>
    public static int Year(string basis) => basis == Act365 ? 365 : 360;

    /// <summary>The days from one date to another that is not before it.</summary>
    public static int Days(string basis, DateOnly from, DateOnly to) => basis switch
    {
        Act360 or Act365 => to.DayNumber - from.DayNumber,
        Bond => Thirty(from, to, Math.Min(from.Day, 30), to.Day == 31 && from.Day >= 30 ? 30 : to.Day),
        Euro => Thirty(from, to, Math.Min(from.Day, 30), Math.Min(to.Day, 30)),
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, "No day count."),
    };

    private static int Thirty(DateOnly from, DateOnly to, int first, int last) => 360 * (to.Year - from.Year) + 30 * (to.Month - from.Month) + last - first;
}
