namespace Marketplace.Domain.Finance;

/// <summary>The collections of the service.</summary>
public static class FinanceCollections
{
    /// <summary>What a 链主 calls off from a supplier.</summary>
    public const string CallOffs = "calloffs";

    /// <summary>Deliveries against call-offs: delivery note, ASN, receipt.</summary>
    public const string Deliveries = "deliveries";

    /// <summary>Monthly statements (对账单) over received deliveries.</summary>
    public const string Statements = "statements";

    /// <summary>What a debtor owes a seller.</summary>
    public const string Receivables = "receivables";

    /// <summary>应收电子凭证, one a receivable.</summary>
    public const string Vouchers = "vouchers";

    /// <summary>The intervals of a voucher and who has each.</summary>
    public const string Lots = "lots";

    /// <summary>Requests for money against a lot or a receivable.</summary>
    public const string Financings = "financings";

    /// <summary>Credit lines.</summary>
    public const string Lines = "lines";
}

/// <summary>Words of the parties.</summary>
public static class FinanceParty
{
    /// <summary>Who owes: the 链主, who is also the issuer of its vouchers.</summary>
    public const string Debtor = "debtor";

    /// <summary>Who delivers and is owed; in a financing who asks for money.</summary>
    public const string Seller = "seller";

    /// <summary>Who controls a lot.</summary>
    public const string Holder = "holder";

    /// <summary>Whom a lot is offered to.</summary>
    public const string Offeree = "offeree";

    /// <summary>资金方.</summary>
    public const string Funder = "funder";

    /// <summary>Who must take back a financed lot that was not paid.</summary>
    public const string Recourse = "recourse";

    /// <summary>Whom a credit line is for.</summary>
    public const string Firm = "firm";
}
