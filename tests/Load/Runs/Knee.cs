using Marketplace.Load.Stage;
using Marketplace.Load.Wire;

namespace Marketplace.Load.Runs;

/// <summary>Looks for the knee: the highest rate that is carried. Steps up by half until one is not, then halves the gap twice.</summary>
internal static class Knee
{
    private const double Step = 1.5;
    private const int Halvings = 2;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8), Before = TimeSpan.FromSeconds(1);

    /// <summary>Code is compiled again, better, while it runs; on one core that takes its time from the calls.</summary>
    public static readonly TimeSpan Warm = TimeSpan.FromSeconds(40);

    /// <summary>Prints each trial and returns the knee in requests a second; 0 when not even the lowest rate was carried.</summary>
    public static async Task<double> Find(Theatre theatre, string play)
    {
        using var model = new OpenModel(theatre.Port, 20_261_127);
        await using var watch = new Watch(theatre.ProcessId);
        var rate = play switch { "read" => 1_200.0, "write" or "write-hot" => 400, "echo" or "echo-hot" => 400, "mix" => 250, _ => 60 };
        await Trial.Run(model, theatre.Play(play), rate, Warm, TimeSpan.Zero);
        async Task<bool> Carries(double tried)
        {
            // A rate that is not carried is tried once more: on a shared machine a neighbour's second must not decide.
            for (var again = 0; again < 2; again++)
            {
                var trial = await Trial.Run(model, theatre.Play(play), tried, Length, Before);
                Console.WriteLine($"  {play}: {trial}");
                if (trial.IsCarried && trial.IsValid) return true;
                await Task.Delay(1_000);
                if (trial.Tally.Errors > 0.2) return false;
            }
            return false;
        }

        double carried = 0, failed;
        for (failed = rate; await Carries(failed); failed *= Step) carried = failed;
        if (carried == 0)
        {
            for (carried = rate / 2; !await Carries(carried) && carried > 1; carried /= 2) failed = carried;
            if (carried <= 1) return 0;
        }
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = Math.Sqrt(carried * failed);
            if (await Carries(middle)) carried = middle;
            else failed = middle;
        }
        Console.WriteLine($"  {play}: {watch.Seen()}");
        Console.WriteLine(FormattableString.Invariant($"KNEE {play}: {carried:F0}/s"));
        return carried;
    }
}
