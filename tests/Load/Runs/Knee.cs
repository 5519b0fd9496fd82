using Marketplace.Load.Stage;
using Marketplace.Load.Wire;

namespace Marketplace.Load.Runs;

/// <summary>Looks for the knee: the highest rate that is carried. Steps up by half until one is not, then halves the gap four times.</summary>
internal static class Knee
{
    private const double Step = 1.5;
    private const int Halvings = 4;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10), Before = TimeSpan.FromSeconds(2);

    /// <summary>Prints each trial and returns the knee in requests a second; 0 when not even the lowest rate was carried.</summary>
    public static async Task<double> Find(Theatre theatre, string play)
    {
        using var model = new OpenModel(theatre.Port, 20_261_127);
        await using var watch = new Watch(theatre.ProcessId);
        var rate = play switch { "read" => 1_000.0, "write" or "write-hot" => 300, "echo" or "echo-hot" or "mix" => 200, _ => 40 };
        await Trial.Run(model, theatre.Play(play), rate, TimeSpan.FromSeconds(8), TimeSpan.Zero); // warm
        async Task<bool> Carries(double tried)
        {
            var trial = await Trial.Run(model, theatre.Play(play), tried, Length, Before);
            Console.WriteLine($"  {play}: {trial}");
            if (!trial.IsCarried) await Task.Delay(2_000);
            return trial.IsCarried && trial.IsValid;
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
