using System.Diagnostics.Metrics;

namespace Marketplace.Grains;

/// <summary>Writes that lost their compare-and-swap. Between the silos of one cluster they are rare; many of them mean that two silos do
/// not see each other.</summary>
internal static class Races
{
    /// <summary>What was raced for: an install's head, its terms, a document, a ledger's head, a shared thing.</summary>
    public const string Head = "head", Terms = "terms", Document = "document", Ledger = "ledger", Resource = "resource";

    private static readonly Meter Meter = new("Marketplace.Grains");
    private static readonly Counter<long> Counted = Meter.CreateCounter<long>("marketplace.races.lost", description: "Writes that lost their compare-and-swap.");

    /// <summary>Counts one.</summary>
    public static void Lost(string what) => Counted.Add(1, new KeyValuePair<string, object?>("what", what));
}
