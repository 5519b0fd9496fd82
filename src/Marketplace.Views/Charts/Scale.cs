namespace Marketplace.Views.Charts;

/// <summary>A scale with round steps (1, 2 or 5 times a power of ten) that holds all its numbers.</summary>
internal sealed record Scale(decimal Least, decimal Most, decimal Step)
{
    /// <summary>A scale of about as many steps over the numbers; with <paramref name="zero"/> it begins or ends at nothing.</summary>
    public static Scale Over(IEnumerable<decimal> numbers, bool zero, int steps = 5)
    {
        var all = numbers.ToList();
        var (least, most) = all.Count == 0 ? (0m, 1m) : (all.Min(), all.Max());
        if (zero) (least, most) = (Math.Min(least, 0), Math.Max(most, 0));
        if (least == most) (least, most) = zero && least == 0 ? (0, 1) : (least - (Math.Abs(least) / 10) - 0.001m, most + (Math.Abs(most) / 10) + 0.001m);
        var step = Round((most - least) / steps);
        return new Scale(decimal.Floor(least / step) * step, decimal.Ceiling(most / step) * step, step);
    }

    /// <summary>The marks from the least to the most.</summary>
    public IEnumerable<decimal> Marks()
    {
        for (var mark = Least; mark <= Most; mark += Step) yield return mark;
    }

    /// <summary>Where a number lies, 0 at the least and 1 at the most.</summary>
    public double Share(decimal number) => (double)((number - Least) / (Most - Least));

    private static decimal Round(decimal rough)
    {
        var power = 1m;
        while (power * 10 <= rough) power *= 10;
        while (power > rough && power > 0.000_000_000_001m) power /= 10;
        var times = rough / power;
        return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
    }
}
