namespace Marketplace.Domain.Finance;

/// <summary>An entry of a bank's statement, as in camt.053: what was booked on an account of a firm.</summary>
/// <param name="Reference">The bank's reference.</param>
/// <param name="On">The value day.</param>
/// <param name="Fen">A credit when positive: money came in.</param>
public sealed record BankEntry(string Reference, DateOnly On, long Fen);

/// <summary>A movement that the ledger mirrors: the firm's <c>cash</c> account, a debit when positive.</summary>
/// <param name="Reference">The bank's reference that the command gave.</param>
/// <param name="On">The value day.</param>
/// <param name="Fen">Money that came in when positive.</param>
/// <param name="For">The thing it was for.</param>
public sealed record CashMovement(string Reference, DateOnly On, long Fen, string For);

/// <summary>What a day's bank statement and the ledger say of each other.</summary>
/// <param name="Matched">By reference; one bank entry may be several movements of the ledger that sum to it.</param>
/// <param name="BankOnly">What the bank booked and nobody recorded.</param>
/// <param name="LedgerOnly">What was recorded and the bank does not know.</param>
/// <param name="ClosingFen">What the bank's statement says is left.</param>
/// <param name="ExplainedFen">The opening balance and what matched.</param>
public sealed record Reconciliation(IReadOnlyList<string> Matched, IReadOnlyList<BankEntry> BankOnly, IReadOnlyList<CashMovement> LedgerOnly, long ClosingFen, long ExplainedFen)
{
    /// <summary>True when nothing is left to explain.</summary>
    public bool IsClean => BankOnly.Count == 0 && LedgerOnly.Count == 0 && UnexplainedFen == 0;

    /// <summary>What nobody explains, in fen.</summary>
    public long UnexplainedFen => ClosingFen - ExplainedFen;
}

/// <summary>F9: the bank's statement reconciles to the ledger with nothing unexplained. The service holds no money: it compares two records of what
/// banks moved.</summary>
public static class ReconcileRules
{
    /// <summary>Compares a firm's statement of a day with the ledger's movements of the same day. Sums by reference must be equal; a reference
    /// whose sums differ is on both lists, so that both sides are looked at.</summary>
    public static Reconciliation Decide(long openingFen, IReadOnlyList<BankEntry> bank, long closingFen, IReadOnlyList<CashMovement> ledger)
    {
        var booked = bank.GroupBy(static one => one.Reference, StringComparer.Ordinal).ToDictionary(static one => one.Key, static one => one.ToList(), StringComparer.Ordinal);
        var recorded = ledger.GroupBy(static one => one.Reference, StringComparer.Ordinal).ToDictionary(static one => one.Key, static one => one.ToList(), StringComparer.Ordinal);
        List<string> matched = [];
        foreach (var (reference, entries) in booked)
            if (recorded.TryGetValue(reference, out var movements) && entries.Sum(static one => one.Fen) == movements.Sum(static one => one.Fen)) matched.Add(reference);
        matched.Sort(StringComparer.Ordinal);
        HashSet<string> known = [.. matched];
        return new Reconciliation(matched, [.. bank.Where(one => !known.Contains(one.Reference))], [.. ledger.Where(one => !known.Contains(one.Reference))],
            closingFen, openingFen + bank.Where(one => known.Contains(one.Reference)).Sum(static one => one.Fen));
    }
}
