using Marketplace.Load.Wire;

namespace Marketplace.Load.Runs;

/// <summary>One rate held for a while: what came of it, and whether the generator kept its own time.</summary>
internal sealed record Trial(double Rate, double Seconds, Tally Tally)
{
    private const double KneeMs = 250, KneeErrors = 0.001, MostSlipMs = 15;

    /// <summary>Good answers a second.</summary>
    public double Goodput => Tally.Good.Count / Seconds;

    /// <summary>The generator kept its schedule.</summary>
    public bool IsValid => Tally.Slip.At(0.99) <= MostSlipMs;

    /// <summary>The rate is carried: p99 at most 250 ms, fewer than one error in a thousand.</summary>
    public bool IsCarried => Tally.Good.At(0.99) <= KneeMs && Tally.Errors < KneeErrors;

    /// <summary>Holds a rate; the first seconds are not counted.</summary>
    public static async Task<Trial> Run(OpenModel model, Func<Random, ReadOnlyMemory<byte>> next, double rate, TimeSpan length, TimeSpan before)
    {
        Tally counted = new(), lost = new();
        await model.Send(rate, before + length, next, due => due < before.TotalSeconds ? lost : counted);
        return new Trial(rate, length.TotalSeconds, counted);
    }

    /// <inheritdoc />
    public override string ToString()
    {
        var text = FormattableString.Invariant($"{Rate,7:F0}/s due  {Goodput,7:F0}/s good  {Tally.Good}  errors {100 * Tally.Errors:F2} %");
        if (Tally.Refused.Count > 0)
            text += FormattableString.Invariant($"  refused {Tally.Refused.Count} (p50 {Tally.Refused.At(0.5):F1}, p99 {Tally.Refused.At(0.99):F1}, max {Tally.Refused.Most:F1} ms; without Retry-After {Tally.Silent})");
        if (Tally.Others.Length > 0) text += "  not 2xx " + Tally.Others;
        return text + FormattableString.Invariant($"  slip p99 {Tally.Slip.At(0.99):F1} ms{(IsValid ? "" : "  INVALID: the generator was late")}");
    }
}
