namespace Marketplace.Domain.Metering;

/// <summary>The hard cap of an app and month, micro-yuan; 0 is none. Two looks keep it: at admission and in the commit of each cost.</summary>
public static class CapRules
{
    /// <summary>Whether a call may begin. It may not when the month's cap was reached (<paramref name="reached"/>: the cap that stopped something,
    /// 0 for none) and was not raised since, nor when not even the cheapest call fits.</summary>
    public static bool Admits(long cap, long spent, long reached, long least) => cap == 0 || (reached < cap && spent <= cap - least);

    /// <summary>Whether a cost may be added. Nothing is added beyond the cap; what does not fit has not happened.</summary>
    public static bool Takes(long cap, long spent, long cost) => cap == 0 || spent <= cap - cost;

    /// <summary>Whether a read-only call must know that its cost was taken before it answers: when the worst would no longer fit.</summary>
    public static bool MustWait(long cap, long spent, long worst) => cap > 0 && spent > cap - worst;
}
