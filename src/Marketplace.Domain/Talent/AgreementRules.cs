using System.Globalization;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>Agreements: the person's own yes, two signatures, insurance looked at, work, and the costs of it without a margin.</summary>
internal static class AgreementRules
{
    /// <summary>True while the person is on loan or about to be.</summary>
    public static bool IsLive(Resource agreement) => agreement.State is "DRAFT" or "WORKER_CONSENT" or "SIGNED" or "COVER_CHECKED" or "ACTIVE" or "SUSPENDED";

    /// <summary>How long a step before the work waits. Policy parameter <c>draftDays</c> (7).</summary>
    public static Deadline Lapse(Ask ask, DateTimeOffset until)
    {
        var at = ask.Now.AddDays(ask.Policy.Number("draftDays", 7));
        return new Deadline(at < until ? at : until, "terminate");
    }

    /// <summary>What a command on an agreement comes to.</summary>
    public static Answer<ResourceDecision> Decide(Ask ask)
    {
        var loan = ask.Thing.As<LoanAgreement>();
        return ask.Command.Name switch
        {
            "consent" => Self(ask, loan) ?? (Answer<ResourceDecision>)ask.Turn("WORKER_CONSENT", loan with { Consented = ask.Now }, Lapse(ask, loan.Until)),
            "refuse" => Self(ask, loan) ?? (Answer<ResourceDecision>)ask.Turn("TERMINATED", loan with { Why = Why(ask) }),
            "sign" => Sign(ask, loan),
            "checkCover" => Check(ask, loan),
            "activate" or "resume" => Activate(ask, loan),
            "suspend" => ask.Turn("SUSPENDED", loan with { Why = Why(ask) }, new Deadline(loan.Until, "end")),
            "terminate" => ask.Turn("TERMINATED", loan with { Why = ask.IsHost ? "deadline" : Why(ask) }),
            "end" => Stop(ask, loan, "ENDED"),
            "returnEarly" => ask.Command.Roles.Contains(Roles.Worker) && !ask.Command.Roles.Intersect(Transition.Deciders).Any() && Self(ask, loan) is { } no
                ? no : Stop(ask, loan with { Why = Why(ask) }, "RETURNED_EARLY"),
            "bill" => Bill(ask, loan),
            _ => Settle(ask, loan),
        };
    }

    /// <summary>Refused for anybody but the person, and for an app that speaks for them.</summary>
    private static Refusal? Self(Ask ask, LoanAgreement loan) => ask.Command.Actor == loan.Worker && ask.Command.App.Length == 0 ? null : Refusal.Of(Codes.TalentConsent);

    private static Answer<ResourceDecision> Sign(Ask ask, LoanAgreement loan)
    {
        var isLender = loan.Lender == ask.Command.Tenant;
        if ((isLender ? loan.LenderSigned : loan.BorrowerSigned) is not null) return Refusal.Of(Codes.TalentSigned);
        var signed = isLender ? loan with { LenderSigned = ask.Now } : loan with { BorrowerSigned = ask.Now };
        return ask.Turn(signed is { LenderSigned: not null, BorrowerSigned: not null } ? "SIGNED" : "WORKER_CONSENT", signed, Lapse(ask, loan.Until));
    }

    private static Answer<ResourceDecision> Check(Ask ask, LoanAgreement loan)
    {
        var input = ask.Command.Read(TalentJson.Default.CoverInput);
        if (!DateOnly.TryParseExact(input.On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) || on > ask.Calendar.Day(ask.Now))
            return Ask.Wrong("on", "a day that is not in the future");
        var after = loan with { Cover = new CoverCheck(input.Insurer, input.Policy, on) };
        if (Stale(ask, after) is { } no) return no;
        var state = ask.Thing.State == "SIGNED" ? "COVER_CHECKED" : ask.Thing.State;
        return ask.Turn(state, after, state == "COVER_CHECKED" ? Lapse(ask, loan.Until) : ask.Thing.Deadline);
    }

    /// <summary>Why the insurance check does not do any more, or null. Policy parameter <c>coverDays</c> (30).</summary>
    private static Refusal? Stale(Ask ask, LoanAgreement loan)
    {
        var limit = (int)ask.Policy.Number("coverDays", 30);
        var age = loan.Cover is { } cover ? ask.Calendar.Day(ask.Now).DayNumber - cover.On.DayNumber : int.MaxValue;
        return age <= limit ? null : Refusal.Of(Codes.TalentCover, ("days", loan.Cover is null ? "" : age), ("limit", limit));
    }

    private static Answer<ResourceDecision> Activate(Ask ask, LoanAgreement loan)
    {
        if (loan.Consented is null) return Refusal.Of(Codes.TalentConsent);
        if (Stale(ask, loan) is { } no) return no;
        return ask.Turn("ACTIVE", loan, new Deadline(loan.Until, "end"));
    }

    /// <summary>The loan is over; what was not begun under it is called off with it.</summary>
    private static ResourceDecision Stop(Ask ask, LoanAgreement loan, string state)
    {
        var after = ask.Thing with { State = state, Body = loan, Deadline = null };
        List<ResourcePut> puts = [new(after, ask.Command.Name)];
        foreach (var shift in Shifts(ask))
            if (shift.State is "OFFERED" or "ACCEPTED") puts.Add(new(ShiftRules.Unworked(ask, shift, "CANCELLED", shift.As<Shift>() with { Why = "loanOver" }), "cancel"));
        return new ResourceDecision { Puts = puts, Events = [.. puts.Select(static one => Ask.Tell(one.After, one.Command))] };
    }

    private static Answer<ResourceDecision> Bill(Ask ask, LoanAgreement loan)
    {
        if (Unsettled(ask) is { } no) return no;
        var costs = ask.Command.Read(TalentJson.Default.BillInput).Costs ?? [];
        if (costs.Select(static one => one.Evidence).Distinct(StringComparer.Ordinal).Count() < costs.Count) return Ask.Wrong("costs", "each evidence once");
        return ask.Turn(ask.Thing.State, loan with { Bill = WageRules.Bill(Shifts(ask), costs, ask.Policy) });
    }

    private static Answer<ResourceDecision> Settle(Ask ask, LoanAgreement loan)
    {
        if (Unsettled(ask) is { } no) return no;
        var due = WageRules.Bill(Shifts(ask), loan.Bill?.Costs ?? [], ask.Policy);
        if (loan.Bill is null || loan.Bill.TotalFen != due.TotalFen || loan.Bill.WageFen != due.WageFen)
            return Refusal.Of(Codes.TalentBill, ("billed", loan.Bill?.TotalFen), ("due", due.TotalFen));
        return ask.Turn("COST_SETTLED", loan) with
        {
            Commits = due.TotalFen,
            Transfer = TalentAccounts.Move(loan.Borrower, "sharing-cost", loan.Lender, "sharing-recovery", due.TotalFen, $"agreement {ask.Command.On.Id}"),
        };
    }

    private static Refusal? Unsettled(Ask ask)
    {
        var open = Shifts(ask).Count(static one => one.State is "OFFERED" or "ACCEPTED" or "CHECKED_IN" or "CHECKED_OUT" or "DISPUTED");
        return open == 0 ? null : Refusal.Of(Codes.TalentOpenShifts, ("count", open));
    }

    private static IReadOnlyList<Resource> Shifts(Ask ask) => ask.Facts.Set(TalentCollections.Shifts, TalentMarks.Agreement(ask.Command.On.Id));

    private static string Why(Ask ask) => ask.Command.Read(TalentJson.Default.WhyInput).Why ?? "";
}

/// <summary>Accounts in which firms' claims on each other are written; nobody holds money here.</summary>
internal static class TalentAccounts
{
    /// <summary>What one firm owes another from now on, or null for nothing.</summary>
    public static ResourceTransfer? Move(string debtor, string cost, string creditor, string income, long fen, string memo)
    {
        if (fen == 0) return null;
        var (debit, credit) = ($"firm/{debtor}/{cost}", $"firm/{creditor}/{income}");
        return new ResourceTransfer(
            [new LedgerLine { Account = debit, Minor = fen }, new LedgerLine { Account = credit, Minor = -fen }],
            [
                new LedgerAccount { Account = debit, Side = AccountSide.Debit, Owner = Keys.Tenant(debtor), Currency = LedgerUnits.Fen },
                new LedgerAccount { Account = credit, Side = AccountSide.Credit, Owner = Keys.Tenant(creditor), Currency = LedgerUnits.Fen },
            ], memo);
    }
}
