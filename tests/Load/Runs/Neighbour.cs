using Marketplace.Load.Stage;
using Marketplace.Load.Wire;

namespace Marketplace.Load.Runs;

/// <summary>One firm sends ten times its share while two others go on as before: what the others feel.</summary>
internal static class Neighbour
{
    private static readonly string[] others = ["mkt_dev_sme2", "mkt_dev_hardware"];
    private static readonly TimeSpan length = TimeSpan.FromSeconds(20), before = TimeSpan.FromSeconds(3);

    /// <summary>The share of each of three firms is a fifth of the knee: together they keep the server busy and not full.</summary>
    public static async Task Run(Theatre theatre, double knee)
    {
        var share = knee / 5;
        await Both(theatre, share, share); // warm
        var (calm, calmHog) = await Both(theatre, share, share);
        Console.WriteLine($"  others, hog at its share:     {calm}");
        Console.WriteLine($"  hog at its share:             {calmHog}");
        var (loud, loudHog) = await Both(theatre, share, share * 10);
        Console.WriteLine($"  others, hog at ten times:     {loud}");
        Console.WriteLine($"  hog at ten times its share:   {loudHog}");
        Console.WriteLine(FormattableString.Invariant(
            $"NEIGHBOUR echo: the others' p99 {calm.Tally.Good.At(0.99):F1} ms, with a hog at ten times its share {loud.Tally.Good.At(0.99):F1} ms (x{loud.Tally.Good.At(0.99) / calm.Tally.Good.At(0.99):F2}), their errors {100 * loud.Tally.Errors:F2} %"));
    }

    private static async Task<(Trial Others, Trial Hog)> Both(Theatre theatre, double share, double hog)
    {
        using OpenModel quiet = new(theatre.Port, 1), loud = new(theatre.Port, 2);
        var theirs = Trial.Run(quiet, Theatre.Of(others), share * others.Length, length, before);
        var its = Trial.Run(loud, Theatre.Of("mkt_dev_sme"), hog, length, before);
        return (await theirs, await its);
    }
}
