namespace Marketplace.Domain.Ledger;

/// <summary>What is asked of a ledger under one operation id.</summary>
public abstract record LedgerCommand
{
    private LedgerCommand() { }

    /// <summary>A new account.</summary>
    public sealed record Open(LedgerAccount Account) : LedgerCommand;

    /// <summary>A transfer: lines of one unit that sum to zero. <paramref name="Memo"/> says for what, in ids and codes.</summary>
    public sealed record Post(IReadOnlyList<LedgerLine> Lines, string Memo) : LedgerCommand;

    /// <summary>A transfer that is promised until <paramref name="Due"/>, and given up then unless it was posted.</summary>
    public sealed record Hold(IReadOnlyList<LedgerLine> Lines, string Memo, DateTimeOffset Due) : LedgerCommand;

    /// <summary>Posts what the operation <paramref name="Held"/> holds: all of it when there are no <paramref name="Lines"/>, else that
    /// part. Either way nothing of it is held any more.</summary>
    public sealed record PostHeld(string Held, IReadOnlyList<LedgerLine> Lines) : LedgerCommand;

    /// <summary>Gives up what the operation <paramref name="Held"/> holds.</summary>
    public sealed record Void(string Held) : LedgerCommand;

    /// <summary>The operation whose hold this ends, or empty.</summary>
    public string Ends => this switch
    {
        PostHeld post => post.Held,
        Void none => none.Held,
        _ => "",
    };

    /// <summary>The accounts this names itself; those of a hold come with the hold.</summary>
    public IReadOnlyList<string> Names => this switch
    {
        Open open => [open.Account.Account],
        Post post => [.. post.Lines.Select(static line => line.Account)],
        Hold hold => [.. hold.Lines.Select(static line => line.Account)],
        _ => [],
    };
}
