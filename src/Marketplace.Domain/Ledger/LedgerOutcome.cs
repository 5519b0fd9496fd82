namespace Marketplace.Domain.Ledger;

/// <summary>What came of an operation: a receipt or a refusal, and the hash of what was asked.</summary>
public sealed record LedgerOutcome(string Request, LedgerReceipt? Receipt, Refusal? Refusal)
{
    /// <summary>The answer to whoever asks under this id again.</summary>
    public Answer<LedgerReceipt> For(string op, string request) =>
        request != Request ? Domain.Refusal.Of(Codes.OperationMismatch, ("operation", op)) : Refusal is { } no ? no : Receipt!;
}
