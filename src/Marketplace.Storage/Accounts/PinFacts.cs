namespace Marketplace.Storage.Accounts;

/// <summary>Tries of a badge's PIN, counted before the PIN is looked at: whoever tries many at once, at however many silos, gets no more
/// of them than one who tries one after the other.</summary>
public static class PinFacts
{
    /// <summary>Tries in a row that may be wrong; then the badge waits for <see cref="Pause"/>.</summary>
    public const int Tries = 5;

    /// <summary>How long a badge waits, and how long wrong tries are remembered.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Counts one try; false when the badge must wait, whatever the PIN.</summary>
    public static async Task<bool> Try(Database database, string tenant, string badge, CancellationToken cancel = default)
    {
        var now = database.Time.GetUtcNow();
        var counted = await database.Change(
            """
            INSERT INTO pin_try (tenant, badge, wrong, at) VALUES ($1, $2, 1, $3)
            ON CONFLICT (tenant, badge) DO UPDATE SET wrong = CASE WHEN pin_try.at < $4 THEN 1 ELSE pin_try.wrong + 1 END, at = excluded.at
            WHERE pin_try.wrong < $5 OR pin_try.at < $4
            RETURNING wrong
            """, static row => row.Number(0), cancel, tenant, badge, now, now - Pause, Tries);
        return counted.Count == 1;
    }

    /// <summary>The PIN was right: forgets the badge's tries, and those that no longer count for anybody.</summary>
    public static void Right(Unit unit, string tenant, string badge, DateTimeOffset now)
    {
        unit.Do("DELETE FROM pin_try WHERE tenant = $1 AND badge = $2", tenant, badge);
        unit.Do("DELETE FROM pin_try WHERE at < $1", now - Pause);
    }
}
