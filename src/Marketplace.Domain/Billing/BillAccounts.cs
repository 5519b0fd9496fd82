using Marketplace.Domain.Ledger;

namespace Marketplace.Domain.Billing;

/// <summary>The accounts of a brain's book <c>billing</c>, all in micro-yuan, and what each says.</summary>
public static class BillAccounts
{
    /// <summary>The book's name in its brain.</summary>
    public const string Book = "billing";

    /// <summary>What the platform earned.</summary>
    public const string Platform = "platform/revenue";

    /// <summary>What is owed to those whose shared resources were used.</summary>
    public const string Resources = "resources/payable";

    /// <summary>What was paid out to publishers.</summary>
    public const string PaidOut = "bank/payouts";

    /// <summary>What a firm used and was not invoiced for yet.</summary>
    public static string Firm(string tenant) => $"firm/{tenant}/payable";

    /// <summary>What a firm was invoiced for.</summary>
    public static string Invoiced(string tenant) => $"firm/{tenant}/invoiced";

    /// <summary>What a publisher earned and was not paid yet. It never pays out more than was earned.</summary>
    public static string Publisher(string publisher) => $"publisher/{publisher}/payable";

    /// <summary>What is left of a subsidy programme. It never spends more than was granted: the ledger refuses.</summary>
    public static string Purse(string program) => $"purse/{program}/budget";

    /// <summary>What the public purse promised to a programme.</summary>
    public static string Granted(string program) => $"purse/{program}/granted";

    /// <summary>The ledger's name.</summary>
    public static string LedgerOf(string brain) => $"{brain}/{Book}";

    /// <summary>An account's terms by its name.</summary>
    public static LedgerAccount Terms(string brain, string account)
    {
        var parts = account.Split('/');
        var owner = parts[0] switch { "firm" => Keys.Tenant(parts[1]), "publisher" => Keys.Publisher(parts[1]), _ => Keys.Brain(brain) };
        var isDebit = parts[0] == "firm" || parts is ["purse", _, "granted"];
        return new LedgerAccount
        {
            Account = account, Owner = owner, Currency = LedgerUnits.MicroYuan, Side = isDebit ? AccountSide.Debit : AccountSide.Credit,
            Bound = parts[0] == "publisher" || parts is ["purse", _, "budget"] ? AccountBound.DebitsWithinCredits : AccountBound.None,
        };
    }
}
