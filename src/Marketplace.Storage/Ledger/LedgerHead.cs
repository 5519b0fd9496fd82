using Marketplace.Domain.Ledger;

namespace Marketplace.Storage.Ledger;

/// <summary>The head of a ledger: the row that every posting moves first. <see cref="Epoch"/> rises when the ledger is frozen, so that a
/// posting decided before cannot be written after.</summary>
/// <param name="Ledger"><c>brain/book</c>.</param>
/// <param name="Seq">The last posting's number, 0 for none.</param>
/// <param name="Hash">The last line's hash.</param>
/// <param name="Epoch">0 while nothing is stored.</param>
/// <param name="Frozen">Why nothing is posted any more, or empty.</param>
public sealed record LedgerHead(string Ledger, long Seq, byte[] Hash, long Epoch, string Frozen)
{
    /// <summary>A ledger that nobody has written to.</summary>
    public static LedgerHead Unwritten(string ledger) => new(ledger, 0, LedgerChain.Genesis(ledger), 0, "");
}

/// <summary>What was read of a ledger to decide one command. The parts may be of different moments: <see cref="LedgerFacts.Append"/> lets
/// them count only if the head is still where it was.</summary>
/// <param name="Head">Read first.</param>
/// <param name="Outcome">What came of the operation before, or null: then the rest was read.</param>
/// <param name="View">Accounts and hold.</param>
/// <param name="Breach">What cannot be, in a sentence, or empty: then the ledger is to be frozen.</param>
public sealed record LedgerBook(LedgerHead Head, LedgerOutcome? Outcome, LedgerView View, string Breach);
