using System.Collections.Concurrent;

namespace Marketplace.Grains.Accounts;

/// <summary>Wrong PINs per badge on this silo: five lock the badge for a minute. A restart forgets them; the stretch of the hash remains.</summary>
internal sealed class PinLocks(TimeProvider time)
{
    private const int Tries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string, string), (int Wrong, DateTimeOffset At)> badges = new();

    /// <summary>True while a badge must wait.</summary>
    public bool IsLocked(string tenant, string badge) =>
        badges.TryGetValue((tenant, badge), out var seen) && seen.Wrong >= Tries && time.GetUtcNow() - seen.At < Pause;

    /// <summary>One more wrong PIN.</summary>
    public void Wrong(string tenant, string badge)
    {
        if (badges.Count > 10_000) badges.Clear();
        badges.AddOrUpdate((tenant, badge), _ => (1, time.GetUtcNow()),
            (_, seen) => (time.GetUtcNow() - seen.At > Pause ? 1 : seen.Wrong + 1, time.GetUtcNow()));
    }

    /// <summary>The right PIN: forget the wrong ones.</summary>
    public void Right(string tenant, string badge) => badges.TryRemove((tenant, badge), out _);
}
