using System.Globalization;
using Xunit;

namespace Marketplace.Tests.Crash;

/// <summary>The run's seed, printed so that a run can be done again: MARKETPLACE_SEED sets it.</summary>
internal static class Seeds
{
    /// <summary>True in the long run of the night.</summary>
    public static bool Nightly => Environment.GetEnvironmentVariable("NIGHTLY") == "1";

    /// <summary>How often something is killed: MARKETPLACE_KILLS sets it for a run of its own.</summary>
    public static int Kills(int nightly, int change) =>
        int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_KILLS"), CultureInfo.InvariantCulture, out var given) ? given : Nightly ? nightly : change;

    /// <summary>A dice for one test; prints its seed.</summary>
    public static Random Dice(string test)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        Say($"{test}: seed {seed}");
        return new Random(seed);
    }

    /// <summary>A line of the test's output.</summary>
    public static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
