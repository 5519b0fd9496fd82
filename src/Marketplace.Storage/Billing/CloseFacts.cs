using System.Text.Json;
using Marketplace.Domain.Billing;

namespace Marketplace.Storage.Billing;

/// <summary>A month of a brain whose invoices were asked for.</summary>
/// <param name="ClosedAt">The epoch while it goes on.</param>
public sealed record MonthClose(string Brain, string Month, long Invoices, long Fen, DateTimeOffset At, DateTimeOffset ClosedAt);

/// <summary>Months and subsidy programmes of brains.</summary>
public static class CloseFacts
{
    /// <summary>Notes that a month is to be closed; false rows mean it was before.</summary>
    public static void Begin(Unit unit, string brain, string month, DateTimeOffset now) => unit.Do(
        "INSERT INTO bill_close (brain, month, invoices, fen, at, closed_at) VALUES ($1, $2, 0, 0, $3, 0) ON CONFLICT DO NOTHING", brain, month, now);

    /// <summary>Closes it with the sums of its invoices. Closed again it keeps its day and counts what was drawn since.</summary>
    public static void End(Unit unit, string brain, string month, DateTimeOffset now) => unit.Do(
        """
        UPDATE bill_close SET closed_at = CASE WHEN closed_at = 0 THEN $1 ELSE closed_at END,
            invoices = (SELECT count(*) FROM invoice WHERE brain = $2 AND month = $3 AND kind = 'invoice'),
            fen = (SELECT CAST(COALESCE(sum(fen), 0) AS bigint) FROM invoice WHERE brain = $2 AND month = $3 AND kind = 'invoice')
        WHERE brain = $2 AND month = $3
        """, now, brain, month);

    /// <summary>The months of a brain, newest first.</summary>
    public static Task<IReadOnlyList<MonthClose>> List(Database database, string brain, CancellationToken cancel = default) => database.Read(
        "SELECT brain, month, invoices, fen, at, closed_at FROM bill_close WHERE brain = $1 ORDER BY month DESC LIMIT 60",
        static row => new MonthClose(row.Text(0), row.Text(1), row.Number(2), row.Number(3), row.Time(4), row.Time(5)), cancel, brain);

    /// <summary>Brains that have a posted line up to a day and no close of its month.</summary>
    public static Task<IReadOnlyList<string>> Owed(Database database, string month, CancellationToken cancel = default) => database.Read(
        """
        SELECT DISTINCT brain FROM bill_line l WHERE invoice = '' AND day <= $1
            AND NOT EXISTS (SELECT 1 FROM bill_close c WHERE c.brain = l.brain AND c.month = $2) ORDER BY brain
        """, static row => row.Text(0), cancel, $"{month}-31", month);

    /// <summary>Writes a programme beside its grant; its name is taken once.</summary>
    public static void Grant(Unit unit, string brain, SubsidyProgram program, DateTimeOffset now) => unit.Must(
        "INSERT INTO bill_program (brain, program, terms, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        Conflicts.Exists, program.Program, brain, program.Program, JsonSerializer.SerializeToUtf8Bytes(program, FactJson.Default.SubsidyProgram), now);

    /// <summary>The programmes of a brain.</summary>
    public static Task<IReadOnlyList<SubsidyProgram>> Programs(Database database, string brain, CancellationToken cancel = default) => database.Read(
        "SELECT terms FROM bill_program WHERE brain = $1 ORDER BY program", static row => JsonSerializer.Deserialize(row.Bytes(0), FactJson.Default.SubsidyProgram)!, cancel, brain);
}
