using Marketplace.Domain.Resources;
using static Marketplace.Domain.Finance.FinanceParty;

namespace Marketplace.Domain.Finance;

/// <summary>Which command leads from where to where. A cell for <see cref="By.System"/> alone is a deadline, or what a command on another thing
/// brings about.</summary>
internal static class FinanceTables
{
    private static readonly string[] host = [By.System];

    public static readonly StateTable CallOffs = new(FinanceCollections.CallOffs,
        new Transition(StateTable.None, "publish", ["OPEN"], [By.Anyone]),
        new Transition("OPEN", "accept", ["ACCEPTED"], [Seller]),
        new Transition("OPEN", "decline", ["DECLINED"], [Seller]),
        new Transition("OPEN", "cancel", ["CANCELLED"], [Debtor]),
        new Transition("OPEN", "lapse", ["LAPSED"], host),
        new Transition("ACCEPTED", "cancel", ["CANCELLED"], [Debtor]),
        new Transition("ACCEPTED", "ship", ["ACCEPTED", "SHIPPED"], host),
        new Transition("ACCEPTED", "reopen", ["ACCEPTED"], host),
        new Transition("SHIPPED", "reopen", ["ACCEPTED"], host));

    public static readonly StateTable Deliveries = new(FinanceCollections.Deliveries,
        new Transition(StateTable.None, "ship", ["SHIPPED"], [By.Anyone]),
        new Transition("SHIPPED", "withdraw", ["WITHDRAWN"], [Seller]),
        new Transition("SHIPPED", "receive", ["RECEIVED", "DIFFERENCE"], [Debtor]),
        new Transition("DIFFERENCE", "receive", ["RECEIVED", "DIFFERENCE"], [Debtor]),
        new Transition("DIFFERENCE", "agree", ["RECEIVED"], [Seller]),
        new Transition("RECEIVED", "state", ["STATED"], host),
        new Transition("STATED", "unstate", ["RECEIVED"], host));

    public static readonly StateTable Statements = new(FinanceCollections.Statements,
        new Transition(StateTable.None, "draw", ["PROPOSED"], [By.Anyone]),
        new Transition("PROPOSED", "withdraw", ["WITHDRAWN"], [Seller]),
        new Transition("PROPOSED", "return", ["RETURNED"], [Debtor]),
        new Transition("PROPOSED", "agree", ["AGREED"], [Debtor]),
        new Transition("PROPOSED", "lapse", ["LAPSED"], host),
        new Transition("AGREED", "bill", ["BILLED"], host));

    public static readonly StateTable Receivables = new(FinanceCollections.Receivables,
        new Transition(StateTable.None, "draft", ["DRAFT"], [By.Anyone]),
        new Transition("DRAFT", "evidence", ["EVIDENCED"], [Seller]),
        new Transition("EVIDENCED", "confirm", ["CONFIRMED", "EVIDENCED"], [Debtor]),
        new Transition("EVIDENCED", "approve", ["CONFIRMED"], [Debtor]),
        new Transition("EVIDENCED", "dispute", ["DISPUTED"], [Debtor]),
        new Transition("DISPUTED", "resolve", ["EVIDENCED", "DILUTED"], [Debtor]),
        new Transition("DILUTED", "confirm", ["CONFIRMED", "DILUTED"], [Debtor]),
        new Transition("DILUTED", "approve", ["CONFIRMED"], [Debtor]),
        new Transition("CONFIRMED", "dilute", ["DILUTED"], [Seller]),
        new Transition("CONFIRMED", "settle", ["SETTLED"], [Seller]),
        new Transition("CONFIRMED", "pledge", ["CONFIRMED"], host),
        new Transition("CONFIRMED", "release", ["CONFIRMED"], host),
        new Transition("CONFIRMED", "voucher", ["VOUCHERED"], host),
        new Transition("CONFIRMED", "assign", ["ASSIGNED"], host),
        new Transition("VOUCHERED", "release", ["CONFIRMED"], host),
        new Transition("VOUCHERED", "settle", ["SETTLED"], host),
        new Transition("ASSIGNED", "settle", ["SETTLED"], host));

    public static readonly StateTable Vouchers = new(FinanceCollections.Vouchers,
        new Transition(StateTable.None, "issue", ["OFFERED"], [By.Anyone]),
        new Transition("OFFERED", "activate", ["ACTIVE"], host),
        new Transition("OFFERED", "cancel", ["CANCELLED"], [Debtor]),
        new Transition("OFFERED", "void", ["CANCELLED"], host),
        new Transition("ACTIVE", "pay", ["ACTIVE", "REDEEMED"], [Debtor]));

    public static readonly StateTable Lots = new(FinanceCollections.Lots,
        new Transition(StateTable.None, "issue", ["OFFERED"], host),
        new Transition(StateTable.None, "carve", ["HELD"], host),
        new Transition("OFFERED", "accept", ["HELD"], [Holder]),
        new Transition("OFFERED", "refuse", ["CANCELLED"], [Holder]),
        new Transition("OFFERED", "cancel", ["CANCELLED"], host),
        new Transition("OFFERED", "lapse", ["CANCELLED"], host),
        new Transition("HELD", "split", ["SPLIT"], [Holder]),
        new Transition("HELD", "offer", ["TRANSFER_PENDING"], [Holder]),
        new Transition("TRANSFER_PENDING", "accept", ["HELD"], [Offeree]),
        new Transition("TRANSFER_PENDING", "refuse", ["HELD"], [Offeree]),
        new Transition("TRANSFER_PENDING", "recall", ["HELD"], [Holder]),
        new Transition("TRANSFER_PENDING", "lapse", ["HELD"], host),
        new Transition("HELD", "pend", ["FINANCE_PENDING"], host),
        new Transition("FINANCE_PENDING", "finance", ["FINANCED"], host),
        new Transition("FINANCE_PENDING", "release", ["HELD"], host),
        new Transition("HELD", "present", ["PRESENTED"], [Holder, By.System]),
        new Transition("FINANCED", "present", ["PRESENTED"], [Holder, By.System]),
        new Transition("PRESENTED", "dishonour", ["DISHONOURED"], host),
        new Transition("DISHONOURED", "demand", ["RECOURSE"], [Holder]),
        new Transition("RECOURSE", "repurchase", ["REPURCHASED"], [Recourse]),
        new Transition("HELD", "redeem", ["REDEEMED"], host),
        new Transition("FINANCED", "redeem", ["REDEEMED"], host),
        new Transition("PRESENTED", "redeem", ["REDEEMED"], host),
        new Transition("DISHONOURED", "redeem", ["REDEEMED"], host),
        new Transition("RECOURSE", "redeem", ["REDEEMED"], host),
        new Transition("REPURCHASED", "redeem", ["REDEEMED"], host),
        Court("HELD", "freeze", ["FROZEN"]),
        Court("FINANCED", "freeze", ["FROZEN"]),
        Court("PRESENTED", "freeze", ["FROZEN"]),
        Court("FROZEN", "thaw", ["HELD", "FINANCED", "PRESENTED"]));

    public static readonly StateTable Financings = new(FinanceCollections.Financings,
        new Transition(StateTable.None, "apply", ["APPLIED"], [By.Anyone]),
        new Transition("APPLIED", "check", ["CHECKED"], [Funder]),
        new Transition("APPLIED", "decline", ["APPLIED", "DECLINED"], [Funder]),
        new Transition("APPLIED", "withdraw", ["LAPSED"], [Seller]),
        new Transition("APPLIED", "lapse", ["LAPSED"], host),
        new Transition("CHECKED", "quote", ["QUOTED"], [Funder]),
        new Transition("CHECKED", "decline", ["CHECKED", "DECLINED"], [Funder]),
        new Transition("CHECKED", "withdraw", ["LAPSED"], [Seller]),
        new Transition("CHECKED", "lapse", ["LAPSED"], host),
        new Transition("QUOTED", "quote", ["QUOTED"], [Funder]),
        new Transition("QUOTED", "accept", ["ACCEPTED"], [Seller]),
        new Transition("QUOTED", "withdraw", ["LAPSED"], [Seller]),
        new Transition("QUOTED", "lapse", ["LAPSED"], host),
        new Transition("ACCEPTED", "register", ["REGISTERED"], [Funder]),
        new Transition("ACCEPTED", "lapse", ["LAPSED"], host),
        new Transition("REGISTERED", "disburse", ["DISBURSED"], [Funder]),
        new Transition("REGISTERED", "lapse", ["LAPSED"], host),
        new Transition("DISBURSED", "repay", ["REPAID"], [Funder]),
        new Transition("DISBURSED", "default", ["DEFAULTED"], host),
        new Transition("DEFAULTED", "repay", ["REPAID"], [Funder]));

    public static readonly StateTable Lines = new(FinanceCollections.Lines,
        new Transition(StateTable.None, "propose", ["PROPOSED"], [By.Anyone]) { Hands = [Roles.Funder] },
        new Transition("PROPOSED", "approve", ["ACTIVE"], [Funder]),
        new Transition("PROPOSED", "close", ["CLOSED"], [Funder]),
        new Transition("PROPOSED", "lapse", ["CLOSED"], host),
        new Transition("ACTIVE", "approve", ["ACTIVE"], [Funder]),
        new Transition("ACTIVE", "recompute", ["ACTIVE", "REDUCED"], [Funder, Firm]),
        new Transition("ACTIVE", "reduce", ["REDUCED"], [Funder]),
        new Transition("ACTIVE", "suspend", ["SUSPENDED"], [Funder]),
        new Transition("ACTIVE", "close", ["CLOSED"], [Funder]),
        new Transition("ACTIVE", "use", ["ACTIVE"], host),
        new Transition("ACTIVE", "free", ["ACTIVE"], host),
        new Transition("REDUCED", "approve", ["ACTIVE"], [Funder]),
        new Transition("REDUCED", "recompute", ["REDUCED"], [Funder, Firm]),
        new Transition("REDUCED", "reduce", ["REDUCED"], [Funder]),
        new Transition("REDUCED", "suspend", ["SUSPENDED"], [Funder]),
        new Transition("REDUCED", "close", ["CLOSED"], [Funder]),
        new Transition("REDUCED", "use", ["REDUCED"], host),
        new Transition("REDUCED", "free", ["REDUCED"], host),
        new Transition("SUSPENDED", "resume", ["ACTIVE"], [Funder]),
        new Transition("SUSPENDED", "close", ["CLOSED"], [Funder]),
        new Transition("SUSPENDED", "free", ["SUSPENDED"], host));

    public static readonly IReadOnlyList<StateTable> All = [CallOffs, Deliveries, Statements, Receivables, Vouchers, Lots, Financings, Lines];

    private static Transition Court(string from, string command, IReadOnlyList<string> to) => new(from, command, to, [By.Operator]) { Hands = [Roles.Operator] };
}
