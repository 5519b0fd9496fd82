using System.Globalization;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>The run's seed, printed so that a run can be done again: MARKETPLACE_SEED sets it.</summary>
internal static class Seeds
{
    /// <summary>The count of the night, or a part of it for a change.</summary>
    public static int Count(int nightly, int change) => Stores.IsNightly ? nightly : change;

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
