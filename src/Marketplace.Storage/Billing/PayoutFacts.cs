namespace Marketplace.Storage.Billing;

/// <summary>A payout. Its state is its hold's: <c>open posted voided</c>.</summary>
public sealed record PayoutRow(string Id, string Brain, string Publisher, long Fen, string Op, DateTimeOffset Due, string Actor, DateTimeOffset At, string State);

/// <summary>What a publisher earned in a brain by one version of an app in one month, micro-yuan.</summary>
public sealed record EarnedRow(string Brain, string App, string Version, string Month, string Kind, long Quantity, long Publisher, long Firms);

/// <summary>What publishers earned and were paid.</summary>
public static class PayoutFacts
{
    private const string Select =
        "SELECT p.id, p.brain, p.publisher, p.fen, p.op, p.due, p.actor, p.at, h.state FROM payout p JOIN ledger_hold h ON h.ledger = p.brain || '/billing' AND h.op = p.op";

    /// <summary>Writes it beside its hold.</summary>
    public static void Insert(Unit unit, PayoutRow payout) => unit.Must(
        "INSERT INTO payout (id, brain, publisher, fen, op, due, actor, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        Conflicts.Exists, payout.Id, payout.Id, payout.Brain, payout.Publisher, payout.Fen, payout.Op, payout.Due, payout.Actor, payout.At);

    /// <summary>One, or null.</summary>
    public static Task<PayoutRow?> Get(Database database, string id, CancellationToken cancel = default) =>
        database.First<PayoutRow>($"{Select} WHERE p.id = $1", Read, cancel, id);

    /// <summary>Those of a publisher, newest first; an empty brain means all. At most 200.</summary>
    public static Task<IReadOnlyList<PayoutRow>> List(Database database, string publisher, string brain, CancellationToken cancel = default) =>
        database.Read($"{Select} WHERE p.publisher = $1 AND ($2 = '' OR p.brain = $2) ORDER BY p.at DESC, p.id LIMIT 200", Read, cancel, publisher, brain);

    /// <summary>What was posted for a publisher's apps, newest month first; empty brain or month mean all. At most 1,000 rows.</summary>
    public static Task<IReadOnlyList<EarnedRow>> Earned(Database database, string publisher, string brain, string month, CancellationToken cancel = default) => database.Read(
        """
        SELECT brain, app, version, substr(day, 1, 7), kind, CAST(sum(quantity) AS bigint), CAST(sum(publisher) AS bigint), count(DISTINCT tenant) FROM bill_line
        WHERE app >= $1 AND app < $2 AND ($3 = '' OR brain = $3) AND ($4 = '' OR substr(day, 1, 7) = $4)
        GROUP BY brain, app, version, substr(day, 1, 7), kind ORDER BY substr(day, 1, 7) DESC, brain, app, version, kind LIMIT 1000
        """,
        static row => new EarnedRow(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Number(5), row.Number(6), row.Number(7)),
        cancel, $"{publisher}/", $"{publisher}0", brain, month); // '0' follows '/'

    private static PayoutRow Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Number(3), row.Text(4), row.Time(5), row.Text(6), row.Time(7), row.Text(8));
}
