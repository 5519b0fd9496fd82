using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Ledger;
using Marketplace.Storage;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Billing;

namespace Marketplace.Grains.Billing;

/// <summary>Draws a firm's invoice of a month: posting, invoice, and the lines it is over are one unit under one number.</summary>
internal sealed class InvoiceDrawing(Database database, BrainBooks books, TimeProvider time)
{
    private const int MostRaces = 8;

    /// <summary>Draws it unless it is drawn, or comes to less than a fen.</summary>
    public async Task Draw(string brain, string tenant, string month)
    {
        var (id, to) = (InvoiceRules.IdOf(brain, month, tenant), $"{month}-31");
        for (var race = 0; race < MostRaces; race++)
        {
            if (await InvoiceFacts.Get(database, id) is not null) return;
            var lines = await BillFacts.Uninvoiced(database, brain, tenant, to);
            var carried = await InvoiceFacts.Carried(database, brain, tenant, month);
            if (lines.Count == 0 || InvoiceRules.Draw(brain, tenant, month, lines, carried, time.GetUtcNow()) is not { } invoice) return;
            var op = $"invoice:{id}";
            var done = await books.Do(brain, op, new LedgerCommand.Post(InvoiceRules.Transfer(invoice), id), unit =>
            {
                InvoiceFacts.Insert(unit, invoice, op);
                InvoiceFacts.Claim(unit, invoice, to, lines.Count);
            });
            if (done.Ok) return;
            if (done.Refusal!.Code != Conflicts.Exists) throw new Jobs.DeliveryException(done.Refusal.Code);
        }
        throw new Jobs.DeliveryException(Codes.ConflictHead);
    }

    /// <summary>Writes a credit note; the same operation gives the same note.</summary>
    public async Task<Answer<Invoice>> Correct(Caller caller, Invoice invoice, CreditTerms terms)
    {
        var op = $"credit:{invoice.Id}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(caller.Operation)))[..32]}";
        for (var race = 0; race < MostRaces; race++)
        {
            if (await InvoiceFacts.OfOperation(database, invoice.Brain, op) is { } made)
            {
                var known = (await InvoiceFacts.Get(database, made))!;
                return known.Fen == terms.Fen && known.Lines[0].Line == terms.Line ? known : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
            }
            var drawn = InvoiceRules.Correct(invoice, await InvoiceFacts.Notes(database, invoice), terms.Line, terms.Fen, terms.Reason, time.GetUtcNow());
            if (drawn.Refusal is { } no) return no;
            var note = drawn.Must();
            var done = await books.Do(invoice.Brain, op, new LedgerCommand.Post(InvoiceRules.Transfer(note, terms.ByPublisher), note.Id), unit =>
            {
                InvoiceFacts.Insert(unit, note, op);
                AuditFacts.Append(unit, new AuditEntry(invoice.Brain, note.At, caller.Actor, "invoice.credit", note.Id,
                    new Dictionary<string, string> { ["fen"] = note.Fen.ToString(CultureInfo.InvariantCulture) }));
            });
            if (done.Ok) return note;
            if (done.Refusal!.Code != Conflicts.Exists) return done.Refusal;
        }
        return Refusal.Of(Codes.ConflictHead, ("what", invoice.Id));
    }
}

/// <summary>What goes back, of which line, and who bears it.</summary>
internal sealed record CreditTerms(int Line, long Fen, bool ByPublisher, string Reason);
