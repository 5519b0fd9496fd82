namespace Marketplace.Bench.Days;

/// <summary>What is summed of a firm's day.</summary>
internal enum Sum
{
    /// <summary>Driven with nothing on board, the way home included.</summary>
    EmptyKm,
    /// <summary>Driven.</summary>
    Km,
    /// <summary>Diesel.</summary>
    Litres,
    /// <summary>Tonnes times the direct way: what was asked for, however it was driven.</summary>
    TonKm,
    /// <summary>Consignments that came within their window.</summary>
    OnTime,
    /// <summary>Consignments.</summary>
    Consignments,
    /// <summary>Paid for carriage.</summary>
    FreightFen,
    /// <summary>Receivables.</summary>
    ClaimFen,
    /// <summary>Receivables times the days until their money is there.</summary>
    FenDays,
    /// <summary>Interest and fees.</summary>
    FundingFen,
    /// <summary>Paid and present without work.</summary>
    IdleMinutes,
    /// <summary>Work that nobody did.</summary>
    UnmetMinutes,
    /// <summary>Worked beyond the day's hours.</summary>
    OvertimeMinutes,
    /// <summary>Work that was to be done.</summary>
    WorkMinutes,
    /// <summary>Premiums of overtime, and what borrowing costs beyond the wages that are paid in any case: the way.</summary>
    ExtraWorkFen,
}

/// <summary>The sums of a firm's day.</summary>
internal sealed class Tally
{
    private readonly double[] sums = new double[Enum.GetValues<Sum>().Length];

    /// <summary>One of them.</summary>
    public double this[Sum of]
    {
        get => sums[(int)of];
        set => sums[(int)of] = value;
    }

    /// <summary>All of another are added.</summary>
    public Tally Add(Tally other)
    {
        for (var at = 0; at < sums.Length; at++) sums[at] += other.sums[at];
        return this;
    }

    /// <summary>An empty one for each firm.</summary>
    public static Tally[] Of(int firms) => [.. Enumerable.Range(0, firms).Select(static _ => new Tally())];

    /// <summary>All firms together.</summary>
    public static Tally Total(IEnumerable<Tally> firms) => firms.Aggregate(new Tally(), static (sum, one) => sum.Add(one));
}
