using System.Text;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;
using Xunit;

namespace Marketplace.Tests.House;

/// <summary>docs/finance.md: what the service does and promises, with its tables as they are in the code.</summary>
public sealed class FinancePage
{
    private const string Intro = """
        # Finance 供应链金融

        Printed from the code. An information service: it keeps evidence and says what follows from it. It holds nobody's money and promises no payment; banks pay banks.

        **The loop.** A 链主 publishes a call-off; the supplier accepts and sends with delivery note and ASN; the debtor counts, line by line, and what is missing goes back to the
        call-off once the supplier agrees; the supplier draws a month's receipts as a statement (对账单), the debtor agrees; the supplier makes a receivable of it and gives the
        invoice; order, receipt and invoice must be equal to the fen, read from those rows again; the debtor confirms (确权). Pages: `/chain`, `/deliveries`, `/vouchers`, `/funder`.

        **Vouchers.** A confirmed receivable becomes a voucher: the interval of fen from 1 to N, under the issuer's credit line. Its lots are split, handed on with the receiver's
        acceptance, financed, presented at maturity, redeemed; frozen by a court's order through the operator. See [ADR 36](adr/0036-a-voucher-is-an-interval.md).

        **Financing.** A lot or a receivable is held and its invoice lines are claimed before anyone quotes. The funder records what the public register says; financings that look
        alike (the same firms, ±1 %, ±15 days, or the same order) must be cleared in words. Quotes are sealed; the seller sees them cheapest all in first. Interest is F · r · d / year, the
        first day counted and the last not, a half fen up; the conventions are ACT/360, ACT/365F, 30/360 and 30E/360. All in: interest and fee over what is paid out, times 365 over the actual days.

        **Directory** (名录). Funders that want to be found enter it on `/funder`; a supplier sees them on `/deliveries` and `/vouchers`, where a financing is asked for. Whom to ask stays the
        supplier's choice: nothing is sent to a funder that was not named.

        **Figures that are dated configuration** (`limits` of the policy, here with what holds when none is set): `tenorMonths` 6, `tenorMonthsMost` 12, `feeCapPpm` 10,000 (1 % a year of the
        claim), `duplicatePpm` 10,000, `duplicateDays` 15, `graceDays` 3, `statementDays` 15, `acceptDays` 10, `offerDays` 5, `applyDays` 14, `checkedDays` 10, `quoteDays` 5, `acceptedDays` 5,
        `registeredDays` 10, `proposedDays` 30; `holidays` and `workdays`, lists of days.

        ## Invariants

        Each is looked at after every step of random histories (wrong firms, wrong states, repeats, deadlines) by a judge that asks no rule; a wrong rule is kept for each and is caught.
        `tests/Unit/Finance`; more than 100,000 operations by night, 8,000 and more for a change; each cell of each table and each refusal is reached.

        | | holds | test |
        |---|---|---|
        | F1 | the lots of a voucher that are not split or cancelled partition 1..N | `F1_LeavesPartitionTheVoucher` |
        | F2 | a lot has one holder; it changes with the receiver's own act | `F2_OneHolderControlsALeaf` |
        | F3 | each transfer sums to zero, the product's ledger takes it, balances are what lots and receivables say | `F3_LedgerSumsToZeroAndFolds` |
        | F4 | what is used of a line is what stands under it, within its limit; a limit rises by its funder alone | `F4_IssuerLiabilityIsWithinItsLine` |
        | F5 | an invoice line backs one thing at a time | `F5_AnInvoiceLineBacksOneThing` |
        | F6 | maturity within six calendar months of the confirmation; to a year with a reason and a second person; on a business day | `F6_MaturityIsWithinTheTenor` |
        | F7 | a financed or frozen lot is not moved or split | `F7_FinancedOrFrozenLeavesStay` |
        | F8 | a split changes neither maturity nor issuer | `F8_SplitKeepsTheTerms` |
        | F9 | a bank's statement reconciles with the ledger, nothing unexplained | `F9_the_bank_statement_reconciles_with_nothing_unexplained` |
        | F10 | the fee is within the cap; all-in cost is shown as a yearly rate | `F10_FeesAreCappedAndShownAsARate` |

        ## Not promised

        That a payment happened because it was recorded: the record carries the bank's reference, and F9 compares. That nobody else financed the same claim: other brains are not asked, and the
        public register is asked by the funder, not by the host. That an invoice is real: the tax system is not asked. Silence agrees to nothing: a difference waits for the supplier.
        Lots of one holder are not joined again. A statement has at most 200 deliveries, a payment redeems at most 200 lots.

        ## States

        `host` is a deadline, or what a command on another thing brings about.

        """;

    [Fact]
    public void The_printed_page_is_fresh()
    {
        var page = new StringBuilder(Intro);
        foreach (var table in new FinanceService().Tables)
        {
            page.Append($"\n### {table.Collection}\n\n```mermaid\nstateDiagram-v2\n");
            foreach (var cell in table.Transitions)
                foreach (var to in cell.To) page.Append($"  {(cell.From == StateTable.None ? "[*]" : cell.From)} --> {to}: {cell.Command} ({string.Join(", ", cell.By.Select(static one => one == By.System ? "host" : one))})\n");
            page.Append("```\n");
        }
        Printed.Holds("docs/finance.md", page.ToString());
    }
}
