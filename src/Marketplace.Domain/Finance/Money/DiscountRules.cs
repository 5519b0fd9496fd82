namespace Marketplace.Domain.Finance;

/// <summary>What it costs to have a claim's money before its day.</summary>
/// <param name="Days">Of the convention.</param>
/// <param name="InterestFen">Taken off.</param>
/// <param name="FeeFen">Taken off as well.</param>
/// <param name="ProceedsFen">What is paid out: with interest and fee it is the claim.</param>
/// <param name="FeePpm">The fee as a rate a year on the claim, in millionths, rounded up.</param>
/// <param name="AllInPpm">Interest and fee as a rate a year on what is paid out, actual days of 365, in millionths, rounded up.</param>
public sealed record Discount(int Days, long InterestFen, long FeeFen, long ProceedsFen, long FeePpm, long AllInPpm);

/// <summary>Interest, all in.</summary>
public static class DiscountRules
{
    private const decimal Million = 1_000_000m;

    /// <summary>The cost of a claim's <paramref name="fen"/> from a day to its maturity, or null when nothing would be left or no day lies between.
    /// Interest is F · r · d / year, to the fen, a half up.</summary>
    public static Discount? Of(long fen, long ratePpm, string basis, long feeFen, DateOnly from, DateOnly maturity)
    {
        var actual = maturity.DayNumber - from.DayNumber;
        if (actual <= 0) return null;
        var days = DayCount.Days(basis, from, maturity);
        var interest = (long)Math.Round((decimal)fen * ratePpm * days / (Million * DayCount.Year(basis)), MidpointRounding.AwayFromZero);
        var proceeds = fen - interest - feeFen;
        return proceeds <= 0 ? null : new Discount(days, interest, feeFen, proceeds, Yearly(feeFen, fen, actual), Yearly(interest + feeFen, proceeds, actual));
    }

    private static long Yearly(long cost, long on, int days) => (long)Math.Ceiling(cost * Million * 365 / ((decimal)on * days));
}
