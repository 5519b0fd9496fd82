using System.Globalization;
using Marketplace.Contracts.Billing;
using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Ledger;
using Marketplace.Storage;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Billing;
using Marketplace.Storage.Ledger;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Billing;

/// <summary>One brain's bills: who may see or do what, and nothing held. Reentrant: what it decides is fenced by numbers and operation ids in
/// the store.</summary>
[Reentrant]
internal sealed class BillingGrain(Database database, BillingRound round, InvoiceDrawing drawing, BrainBooks books) : Grain, IBillingGrain
{
    private static readonly string[] none = [];

    private string Brain => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    private string Ledger => BillAccounts.LedgerOf(Brain);

    private DateTimeOffset Now => database.Time.GetUtcNow();

    public async Task<Answer<IReadOnlyList<Invoice>>> Invoices(Caller caller, string tenant)
    {
        if (Keeps(caller)) return Given(await InvoiceFacts.List(database, Brain, tenant));
        return Unowned(caller) is { } no ? no : Given(await InvoiceFacts.List(database, Brain, caller.Tenant));
    }

    public async Task<Answer<Invoice>> Invoice(Caller caller, string invoice)
    {
        if (!Keeps(caller) && Unowned(caller) is { } no) return no;
        return await InvoiceFacts.Get(database, invoice) is { } found && found.Brain == Brain && (Keeps(caller) || found.Tenant == caller.Tenant) ? found : Missing("invoice");
    }

    public async Task<Answer<Invoice>> Credit(Caller caller, string invoice, CreditOrder credit)
    {
        if (!Keeps(caller)) return Closed();
        if (caller.Operation.Length == 0) return Refusal.Of(Codes.InputInvalid, ("pointer", "/operation"), ("rule", "required"));
        if (credit.Bearer is not ("platform" or "publisher")) return Refusal.Of(Codes.InputInvalid, ("pointer", "/bearer"), ("rule", "platform or publisher"));
        return await InvoiceFacts.Get(database, invoice) is { } found && found.Brain == Brain
            ? await drawing.Correct(caller, found, new CreditTerms(credit.Line, credit.Fen, credit.Bearer == "publisher", credit.Reason))
            : Missing("invoice");
    }

    public async Task<Answer<SubsidyProgram>> Grant(Caller caller, SubsidyProgram program)
    {
        if (!Keeps(caller)) return Closed();
        var fit = SubsidyRules.Check(program);
        if (!fit.Ok) return fit;
        // Asked again with the same terms: the same programme. With others: the name is taken.
        if ((await CloseFacts.Programs(database, Brain)).FirstOrDefault(one => one.Program == program.Program) is { } known)
            return Same(known, program) ? known : Refusal.Of(Codes.ConflictUnique, ("field", "program"));
        var lines = new LedgerLine[]
        {
            new() { Account = BillAccounts.Granted(program.Program), Minor = program.Budget }, new() { Account = BillAccounts.Purse(program.Program), Minor = -program.Budget },
        };
        var done = await books.Do(Brain, $"program:{program.Program}", new LedgerCommand.Post(lines, program.Program), unit =>
        {
            CloseFacts.Grant(unit, Brain, program, Now);
            AuditFacts.Append(unit, Entry(caller, "subsidy.grant", program.Program, ("budget", program.Budget.ToString(CultureInfo.InvariantCulture))));
        });
        return done.Ok ? program : done.Refusal!;
    }

    public async Task<Answer<Done>> Close(Caller caller, string month)
    {
        if (!Keeps(caller)) return Closed();
        if (!DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/month"), ("rule", "YYYY-MM"));
        if (!round.IsOver(month)) return Refusal.Of(Codes.ConflictState, ("state", "open"), ("command", "close"));
        await round.Close(Brain, month, caller.TraceParent);
        return Done.It;
    }

    public async Task<Answer<BrainBook>> Books(Caller caller)
    {
        if (!Keeps(caller)) return Closed();
        var (head, accounts) = (await LedgerReads.Head(database, Ledger), await BookFacts.Accounts(database, Ledger));
        var (metered, unposted) = await BookFacts.Meters(database, Brain);
        return new BrainBook
        {
            Ledger = Ledger, Frozen = head?.Frozen ?? "", Postings = head?.Seq ?? 0, Sum = await BookFacts.Sum(database, Ledger), Metered = metered, Unposted = unposted,
            Booked = accounts.Where(static one => one.Terms.Account.StartsWith("firm/", StringComparison.Ordinal) && one.Terms.Account.EndsWith("/payable", StringComparison.Ordinal)
                || one.Terms.Account.StartsWith("purse/", StringComparison.Ordinal) && one.Terms.Account.EndsWith("/budget", StringComparison.Ordinal)).Sum(static one => one.Totals.Debit),
            Accounts =
            [
                .. accounts.Select(static one => new BookAccount
                {
                    Account = one.Terms.Account, Side = one.Terms.Side, Balance = one.Totals.Balance(one.Terms.Side), Held = one.Totals.DebitPending + one.Totals.CreditPending,
                }),
            ],
            Programs = await CloseFacts.Programs(database, Brain),
            Months =
            [
                .. (await CloseFacts.List(database, Brain)).Select(static one => new ClosedMonth
                {
                    Month = one.Month, State = one.ClosedAt == DateTimeOffset.UnixEpoch ? "closing" : "closed", Invoices = one.Invoices, Fen = one.Fen, At = one.At,
                }),
            ],
        };
    }

    public async Task<Answer<Done>> Thaw(Caller caller, string reason)
    {
        if (!Keeps(caller)) return Closed();
        return reason.Trim().Length is 0 or > 200
            ? Refusal.Of(Codes.InputInvalid, ("pointer", "/reason"), ("rule", "1 to 200 characters"))
            : await LedgerThaw.Do(database, Ledger, Entry(caller, "ledger.thaw", Ledger, ("reason", reason.Trim())));
    }

    public async Task<Answer<Done>> Turn(Caller caller, BillingTurn turn)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        await round.Turn(Brain, turn);
        return Done.It;
    }

    private AuditEntry Entry(Caller caller, string act, string subject, (string Name, string Value) fact) =>
        new(Brain, Now, caller.Actor, act, subject, new Dictionary<string, string> { [fact.Name] = fact.Value });

    private bool Keeps(Caller caller) => caller.Is(Roles.System) || (caller.Is(Roles.Operator) && caller.Brain == Brain);

    private Refusal Closed() => Refusal.Of(Codes.RoleMissing, ("role", $"{Roles.Operator} of {Brain}"));

    private static Refusal? Unowned(Caller caller) => caller.Tenant.Length > 0 && caller.Is(Roles.Owner) ? null : Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));

    private static Answer<IReadOnlyList<Invoice>> Given(IReadOnlyList<Invoice> invoices) => new() { Value = invoices };

    private static bool Same(SubsidyProgram one, SubsidyProgram other) => one with { Apps = none } == other with { Apps = none } && one.Apps.SequenceEqual(other.Apps, StringComparer.Ordinal);

    private static Refusal Missing(string what) => Refusal.Of(Codes.NotFound, ("what", what));
}
