using Marketplace.Domain.Billing;

namespace Marketplace.Storage.Billing;

/// <summary>Invoices and credit notes: written once, beside their posting.</summary>
public static class InvoiceFacts
{
    private const string Columns = "id, kind, brain, tenant, month, gross, subsidy, carried, fen, remainder, corrects, reason, at";

    /// <summary>Writes it; one of that number or of that operation there already is <see cref="Conflicts.Exists"/>.</summary>
    public static void Insert(Unit unit, Invoice invoice, string op)
    {
        unit.Must($"INSERT INTO invoice ({Columns}, op) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING",
            Conflicts.Exists, invoice.Id, invoice.Id, invoice.Kind, invoice.Brain, invoice.Tenant, invoice.Month, invoice.Gross, invoice.Subsidy, invoice.Carried,
            invoice.Fen, invoice.Remainder, invoice.Corrects, invoice.Reason, invoice.At, op);
        foreach (var line in invoice.Lines)
            unit.Must("INSERT INTO invoice_line (invoice, line, app, function, unit, quantity, amount, subsidy, program, fen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                Conflicts.Exists, invoice.Id, invoice.Id, line.Line, line.App, line.Function, line.Unit, line.Quantity, line.Amount, line.Subsidy, line.Program, line.Fen);
    }

    /// <summary>Gives lines their invoice. If there are others than were read, the unit ends as <see cref="Conflicts.Exists"/>.</summary>
    public static void Claim(Unit unit, Invoice invoice, string to, int lines) => unit.Exactly(lines,
        "UPDATE bill_line SET invoice = $1 WHERE brain = $2 AND tenant = $3 AND invoice = '' AND day <= $4", Conflicts.Exists, invoice.Id, invoice.Id, invoice.Brain, invoice.Tenant, to);

    /// <summary>One with its lines, or null.</summary>
    public static async Task<Invoice?> Get(Database database, string id, CancellationToken cancel = default) =>
        await database.First<Invoice>($"SELECT {Columns} FROM invoice WHERE id = $1", Read, cancel, id) is not { } found ? null : found with
        {
            Lines = await database.Read("SELECT line, app, function, unit, quantity, amount, subsidy, program, fen FROM invoice_line WHERE invoice = $1 ORDER BY line", ReadLine, cancel, id),
        };

    /// <summary>The id of what an operation made, or null.</summary>
    public static Task<string?> OfOperation(Database database, string brain, string op, CancellationToken cancel = default) =>
        database.First("SELECT id FROM invoice WHERE brain = $1 AND op = $2", static row => row.Text(0), cancel, brain, op);

    /// <summary>Those of a firm, or of all firms when none is named, newest month first; without their lines. At most 200.</summary>
    public static Task<IReadOnlyList<Invoice>> List(Database database, string brain, string tenant, CancellationToken cancel = default) => database.Read(
        $"SELECT {Columns} FROM invoice WHERE brain = $1 AND ($2 = '' OR tenant = $2) ORDER BY month DESC, id LIMIT 200", Read, cancel, brain, tenant);

    /// <summary>The credit notes of an invoice with their lines, oldest first.</summary>
    public static async Task<IReadOnlyList<Invoice>> Notes(Database database, Invoice invoice, CancellationToken cancel = default)
    {
        List<Invoice> notes = [];
        foreach (var id in await database.Read("SELECT id FROM invoice WHERE brain = $1 AND tenant = $2 AND month = $3 AND corrects = $4 ORDER BY at, id",
            static row => row.Text(0), cancel, invoice.Brain, invoice.Tenant, invoice.Month, invoice.Id))
            notes.Add((await Get(database, id, cancel))!);
        return notes;
    }

    /// <summary>What the newest invoice before a month left below a fen.</summary>
    public static async Task<long> Carried(Database database, string brain, string tenant, string month, CancellationToken cancel = default) => await database.First(
        "SELECT remainder FROM invoice WHERE brain = $1 AND tenant = $2 AND month < $3 AND kind = 'invoice' ORDER BY month DESC LIMIT 1", static row => row.Number(0), cancel, brain, tenant, month);

    private static Invoice Read(Row row) => new()
    {
        Id = row.Text(0), Kind = row.Text(1), Brain = row.Text(2), Tenant = row.Text(3), Month = row.Text(4), Gross = row.Number(5), Subsidy = row.Number(6),
        Carried = row.Number(7), Fen = row.Number(8), Remainder = row.Number(9), Corrects = row.Text(10), Reason = row.Text(11), At = row.Time(12),
    };

    private static InvoiceLine ReadLine(Row row) => new()
    {
        Line = (int)row.Number(0), App = row.Text(1), Function = row.Text(2), Unit = row.Text(3), Quantity = row.Number(4), Amount = row.Number(5), Subsidy = row.Number(6),
        Program = row.Text(7), Fen = row.Number(8),
    };
}
