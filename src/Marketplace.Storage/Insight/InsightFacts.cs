namespace Marketplace.Storage.Insight;

/// <summary>Months of indicators that were published.</summary>
public static class InsightFacts
{
    /// <summary>Publishes a month; one that was published stays as it was.</summary>
    public static void Publish(Unit unit, string brain, string dataset, string month, byte[] body, DateTimeOffset now) => unit.Do(
        "INSERT INTO insight_month (brain, dataset, month, at, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", brain, dataset, month, now, body);

    /// <summary>The published months from one on, in their order.</summary>
    public static Task<IReadOnlyList<(string Month, DateTimeOffset At, byte[] Body)>> From(Database database, string brain, string dataset, string month, CancellationToken cancel = default) =>
        database.Read("SELECT month, at, body FROM insight_month WHERE brain = $1 AND dataset = $2 AND month >= $3 ORDER BY month",
            static row => (row.Text(0), row.Time(1), row.Bytes(2)), cancel, brain, dataset, month);
}
