namespace Marketplace.Storage.Delivery;

/// <summary>How long a lease lasts and when a failed delivery is tried again.</summary>
public static class Patience
{
    /// <summary>Whoever claimed work has this long; then another may.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>After so many failures a message is dead.</summary>
    public const int Tries = 10;

    /// <summary>The wait after the n-th failure (from 1): 1 s, doubled each time, at most 10 minutes.</summary>
    public static TimeSpan After(int failures) =>
        TimeSpan.FromSeconds(Math.Min(600, Math.Pow(2, Math.Max(0, failures - 1))));
}
