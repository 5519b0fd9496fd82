namespace Marketplace.Domain.Ledger;

/// <summary>What an account counts in: a currency and how small its whole numbers are. It belongs to the account for ever, every line of
/// the journal says it, and one transfer never holds two of them.</summary>
public static class LedgerUnits
{
    /// <summary>Millionths of a yuan: the bills of apps.</summary>
    public const string MicroYuan = "CNY.micro";

    /// <summary>Hundredths of a yuan: the papers of finance.</summary>
    public const string Fen = "CNY.fen";

    /// <summary>True for a unit that an account may have.</summary>
    public static bool Knows(string unit) => unit is MicroYuan or Fen;
}

/// <summary>The side on which an account grows.</summary>
public static class AccountSide
{
    /// <summary>What somebody has or is owed: assets, expenses.</summary>
    public const string Debit = "debit";

    /// <summary>What somebody owes or has earned: liabilities, income.</summary>
    public const string Credit = "credit";
}

/// <summary>What an account may never be, posted and held together.</summary>
public static class AccountBound
{
    /// <summary>Anything.</summary>
    public const string None = "none";

    /// <summary>Credits, held ones counted, stay within the posted debits.</summary>
    public const string CreditsWithinDebits = "creditsWithinDebits";

    /// <summary>Debits, held ones counted, stay within the posted credits.</summary>
    public const string DebitsWithinCredits = "debitsWithinCredits";
}

/// <summary>What a posting is, the same word in journal, statement and receipt.</summary>
public static class PostingKind
{
    /// <summary>An account was opened.</summary>
    public const string Open = "open";

    /// <summary>A transfer.</summary>
    public const string Post = "post";

    /// <summary>A transfer that is promised until its deadline.</summary>
    public const string Hold = "hold";

    /// <summary>A held transfer was posted, in full or in part; what is left of it is released.</summary>
    public const string PostHeld = "postHeld";

    /// <summary>A held transfer was given up; all of it is released.</summary>
    public const string Void = "void";
}

/// <summary>Where a held transfer stands.</summary>
public static class HoldState
{
    /// <summary>Promised.</summary>
    public const string Open = "open";

    /// <summary>Posted, in full or in part.</summary>
    public const string Posted = "posted";

    /// <summary>Given up, by somebody or by its deadline.</summary>
    public const string Voided = "voided";

    /// <summary>Promised no more, its deadline has passed; the sweeper is on its way to give it up.</summary>
    public const string Expired = "expired";
}
