using Marketplace.Api.Http;
using Marketplace.Domain;

namespace Marketplace.Api.Billing;

/// <summary>The routes of bills, statements and books.</summary>
internal static class BillingRoutes
{
    private const string Publisher = "/publishers/{publisher}";

    public static void Map(RouteBook routes)
    {
        routes.Map("GET", "/invoices", InvoiceRoutes.List)
            .Says("Billing", "Invoices and credit notes", "The firm's own, for its owner; an operator sees those of the brain. Newest month first, without their lines.")
            .Asks("firm", "For an operator: only this firm.").Refuses(Codes.RoleMissing);
        routes.Map("GET", "/invoices/{id}", InvoiceRoutes.Get)
            .Says("Billing", "One invoice with its lines", "Amounts in micro-yuan, what is paid in fen. `carried` is what the invoice before left below a fen, `remainder` what this one leaves: Σ(amount − subsidy) = fen × 10000 + remainder. As a table with `?format=csv`.")
            .Asks("format", "`csv` for a table (UTF-8 with a byte order mark).").Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound);
        routes.Map("POST", "/invoices/{id}/credits", InvoiceRoutes.Credit).With(201).Takes<CreditBody>()
            .Says("Billing", "Take some of an invoice back", "For the operator. Writes a credit note over a part of one line, in fen; an invoice is never changed.")
            .Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound, Codes.ConflictState, Codes.LedgerBound, Codes.LedgerFrozen, Codes.OperationMismatch);
        routes.Map("GET", "/billing", BookRoutes.Get).Says("Billing", "The brain's billing book, reconciled", "For the operator: accounts, their sum, meters against the ledger, programmes, months.").Refuses(Codes.RoleMissing);
        routes.Map("POST", "/billing/closes", BookRoutes.Close).With(202).Takes<CloseBody>()
            .Says("Billing", "Draw the invoices of a month", "For the operator; by itself on the third of the next month. The month must be over everywhere. Asked again, it goes on where it was.")
            .Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.ConflictState);
        routes.Map("POST", "/billing/programs", BookRoutes.Grant).Takes<SubsidyBody>()
            .Says("Billing", "Begin a subsidy programme", "For the operator. The terms never change, and the ledger refuses to spend beyond the budget.")
            .Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.ConflictUnique, Codes.LedgerFrozen);
        routes.Map("POST", "/billing/thaw", BookRoutes.Thaw).Takes<Publishing.ReasonBody>()
            .Says("Billing", "Let a frozen book go on", "For the operator. The whole journal is folded first; while it does not add up, the book stays frozen and the answer says what is wrong. Who did it and why is kept.")
            .Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.ConflictState, Codes.ConflictHead, Codes.LedgerFrozen);
        routes.Map("GET", Publisher + "/statements", PayoutRoutes.Statements)
            .Says("Billing", "What a publisher earned", "By app, version and month, with the balance and the payouts; of all brains, or of the one of `?brain=`.").Asks("month", "`YYYY-MM`; all unless told.").Refuses(Codes.InputInvalid, Codes.NotFound);
        routes.Map("POST", Publisher + "/payouts", PayoutRoutes.Open).With(201).Takes<PayoutBody>()
            .Says("Billing", "Promise a payout", "For the operator. The amount is held until it is confirmed or cancelled, and given up at its deadline.")
            .Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound, Codes.LedgerBound, Codes.LedgerFrozen, Codes.OperationMismatch);
        routes.Map("POST", Publisher + "/payouts/{id}/confirm", PayoutRoutes.Confirm)
            .Says("Billing", "The bank has paid").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState, Codes.LedgerFrozen);
        routes.Map("POST", Publisher + "/payouts/{id}/cancel", PayoutRoutes.Cancel)
            .Says("Billing", "It will not be paid").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.ConflictState, Codes.LedgerFrozen);
    }
}
