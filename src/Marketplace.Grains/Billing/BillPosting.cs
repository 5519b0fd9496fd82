using System.Globalization;
using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Ledger;
using Marketplace.Storage;
using Marketplace.Storage.Billing;

namespace Marketplace.Grains.Billing;

/// <summary>Posts lines of one install and day, with the part that a subsidy programme bears of them. That a thing is posted once is the
/// business of what <c>write</c> adds to the unit; the operation id carries a number, because a budget that was short is an outcome for ever.</summary>
internal sealed class BillPosting(Database database, BrainBooks books)
{
    private const int SubsidyTries = 3;

    /// <summary>Null when it is posted; else why not, as <see cref="Conflicts.Exists"/> for what another has posted.</summary>
    public async Task<Refusal?> Post(string what, IReadOnlyList<BillLine> lines, string memo, Action<Unit, IReadOnlyList<BillLine>, string> write)
    {
        var total = lines.Sum(static line => line.Total);
        for (var attempt = 1; total > 0; attempt++)
        {
            var op = string.Create(CultureInfo.InvariantCulture, $"{what}.{attempt}");
            var (program, subsidy) = attempt <= SubsidyTries ? await Subsidy(lines[0], total) : ("", 0);
            var subsidised = BillRules.Subsidised(lines, program, subsidy);
            var posted = await books.Do(lines[0].Brain, op, new LedgerCommand.Post(BillRules.Transfer(subsidised), memo), unit => write(unit, subsidised, op));
            // The budget went to others meanwhile, or had when this was tried before: that outcome stands, and what is left is looked at again.
            if (posted.Refusal?.Code is not (Codes.LedgerBound or Codes.OperationMismatch) || attempt > SubsidyTries) return posted.Refusal;
        }
        var free = new Unit();
        write(free, lines, "");
        var done = await database.Commit(free);
        return done.Ok ? null : Refusal.Of(done.Conflict);
    }

    private async Task<(string Program, long Amount)> Subsidy(BillLine line, long total)
    {
        if (SubsidyRules.For(await CloseFacts.Programs(database, line.Brain), line.App, line.Day) is not { } program) return ("", 0);
        var had = program.FirmMonth > 0 ? await BillFacts.Had(database, line.Brain, line.Tenant, program.Program, line.Day[..7]) : 0;
        var (left, held) = await books.Balance(line.Brain, BillAccounts.Purse(program.Program));
        return (program.Program, SubsidyRules.Part(program, total, had, left - held));
    }
}
