using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>Shifts: opened by a borrower, offered to a person under an agreement, accepted by the person within the hours of the law, clocked,
/// approved once, paid.</summary>
internal static class ShiftRules
{
    private const int LongestMinutes = 960;

    /// <summary>What a command on a shift comes to.</summary>
    public static Answer<ResourceDecision> Decide(Ask ask)
    {
        if (ask.Command.Name == "open") return Open(ask);
        if (ask.Command.Name == "report") return Report(ask);
        var shift = ask.Thing.As<Shift>();
        return ask.Command.Name switch
        {
            "offer" => Offer(ask, shift),
            "accept" => Accept(ask, shift),
            "decline" => Self(ask, shift) ?? (Answer<ResourceDecision>)ask.Put(Unworked(ask, ask.Thing, "DECLINED", shift with { Why = Why(ask) })),
            "release" => ask.Now < shift.Start ? Bare(ask, shift) : ask.Put(Unworked(ask, ask.Thing, "CANCELLED", shift)),
            "reopen" => ask.Now < shift.Start ? Bare(ask, shift) : Refusal.Of(Codes.TalentClock, ("until", Text(shift.Start))),
            "cancel" => ask.Put(Unworked(ask, ask.Thing, "CANCELLED", shift with { Why = ask.IsHost ? "deadline" : Why(ask) })),
            "miss" => ask.Put(Unworked(ask, ask.Thing, Agreement(ask, shift)?.State == "ACTIVE" ? "NO_SHOW" : "CANCELLED", shift)),
            "pay" => ask.Turn("PAID", shift),
            _ => ClockRules.Decide(ask, shift),
        };
    }

    /// <summary>Refused for anybody but the person.</summary>
    public static Refusal? Self(Ask ask, Shift shift) => ask.Command.Actor == shift.Worker ? null : Refusal.Of(Codes.TalentConsent);

    /// <summary>The person's other working time around the shift.</summary>
    public static IReadOnlyList<WorkSpell> Others(Ask ask, string worker, DateTimeOffset start, DateTimeOffset end) =>
        WorkSpell.Of(HoursRules.Months(start, end, ask.Policy).SelectMany(month => ask.Facts.Set(TalentCollections.Shifts, TalentMarks.Month(worker, month))), ask.Command.On);

    /// <summary>The agreement that it is worked under.</summary>
    public static Resource? Agreement(Ask ask, Shift shift) => ask.Facts.Row(TalentCollections.Agreements, shift.Agreement);

    /// <summary>A shift that nobody worked: the sums over the person's month need not read it again.</summary>
    public static Resource Unworked(Ask ask, Resource row, string state, Shift shift) => row with
    {
        State = state,
        Open = false,
        Deadline = null,
        Marks = [.. row.Marks.Where(one => one != TalentMarks.Month(shift.Worker, ask.Calendar.Day(shift.Start)))],
        Body = shift,
    };

    private static Answer<ResourceDecision> Open(Ask ask)
    {
        var input = ask.Command.Read(TalentJson.Default.OpenInput);
        var period = ask.Period(input.Start, input.End, "start end");
        if (period.Refusal is { } no) return no;
        var (start, end) = period.Must();
        var shift = new Shift
        {
            Post = input.Post, Needs = [.. (input.Needs ?? []).Distinct(StringComparer.Ordinal)], Borrower = ask.Command.Tenant, Start = start, End = end, BreakMinutes = input.BreakMinutes, Site = input.Site,
        };
        if (start <= ask.Now) return Ask.Wrong("start", "after now");
        if (Length(shift) is { } wrong) return wrong;
        return ask.Make("OPEN", shift, [new Party(TalentParties.Borrower, ask.Command.Tenant)], new Deadline(start, "cancel"), open: true);
    }

    /// <summary>A firm reports hours that its own person worked for it. They are a fact, so no limit refuses them; they count for what comes.</summary>
    private static Answer<ResourceDecision> Report(Ask ask)
    {
        var input = ask.Command.Read(TalentJson.Default.ReportInput);
        if (Ask.At(input.Start) is not { } start) return Ask.Wrong("start", "an instant of the calendar");
        if (Ask.At(input.End) is not { } end || end <= start || end > ask.Now) return Ask.Wrong("end", "after start, not after now");
        var shift = new Shift
        {
            Post = "", Borrower = ask.Command.Tenant, Start = start, End = end, BreakMinutes = input.BreakMinutes, Site = input.Site, Worker = input.Worker, Name = input.Name, Own = true,
        };
        if (Length(shift) is { } wrong) return wrong;
        if (!CertRules.Employs(ask.Facts.Set(TalentCollections.Certificates, TalentMarks.Worker(input.Worker)), input.Worker, ask.Command.Tenant, ask.Now)) return Refusal.Of(Codes.TalentContract);
        var others = Others(ask, input.Worker, start, end);
        if (TravelRules.Check(WorkSpell.Of(shift), others, ask.Policy) is { Code: Codes.TalentOverlap } overlap) return overlap;
        return ask.Make("APPROVED", shift with { Approved = WageRules.Sheet(shift, shift.Planned, others, ask.Policy) }, [new Party(TalentParties.Lender, ask.Command.Tenant)],
            marks: [TalentMarks.Worker(input.Worker), TalentMarks.Month(input.Worker, ask.Calendar.Day(start))]);
    }

    private static Refusal? Length(Shift shift) => shift.Planned is < 1 or > LongestMinutes ? Ask.Wrong("end", $"1 to {LongestMinutes} minutes of work") : null;

    private static Answer<ResourceDecision> Offer(Ask ask, Shift shift)
    {
        var id = ask.Command.Read(TalentJson.Default.OfferInput).Agreement;
        if (ask.Facts.Row(TalentCollections.Agreements, id) is not { } agreement || !ResourceRules.Sees(agreement, ask.Command.Tenant)) return Refusal.Of(Codes.NotFound, ("what", TalentCollections.Agreements));
        var loan = agreement.As<LoanAgreement>();
        if (Covers(agreement, loan, shift) is { } no) return no;
        var until = ask.Now.AddHours(ask.Policy.Number("offerHours", 24));
        return ask.Put(ask.Thing with
        {
            State = "OFFERED",
            Open = false,
            Deadline = new Deadline(until < shift.Start ? until : shift.Start, "release"),
            Body = shift with { Agreement = id, Worker = loan.Worker, Name = loan.Name, HourFen = loan.HourFen, Why = "" },
            Parties = [new Party(TalentParties.Borrower, shift.Borrower), new Party(TalentParties.Lender, loan.Lender)],
            Marks = [TalentMarks.Worker(loan.Worker), TalentMarks.Month(loan.Worker, ask.Calendar.Day(shift.Start)), TalentMarks.Agreement(id)],
        });
    }

    private static Refusal? Covers(Resource agreement, LoanAgreement loan, Shift shift) =>
        agreement.State != "ACTIVE" || loan.Borrower != shift.Borrower || shift.Start < loan.From || shift.End > loan.Until
            ? Refusal.Of(Codes.TalentAgreement, ("state", agreement.State)) : null;

    private static Answer<ResourceDecision> Accept(Ask ask, Shift shift)
    {
        if (Self(ask, shift) is { } other) return other;
        if (ask.Now >= shift.Start) return Refusal.Of(Codes.TalentClock, ("until", Text(shift.Start)));
        var agreement = Agreement(ask, shift)!;
        if (Covers(agreement, agreement.As<LoanAgreement>(), shift) is { } no) return no;
        var certs = ask.Facts.Set(TalentCollections.Certificates, TalentMarks.Worker(shift.Worker));
        if (CertRules.Lacks(shift.Needs, certs, shift.Start, shift.End) is { } lacks) return lacks;
        var (asked, others) = (WorkSpell.Of(shift), Others(ask, shift.Worker, shift.Start, shift.End));
        if ((TravelRules.Check(asked, others, ask.Policy) ?? HoursRules.Check(asked, others, ask.Policy)) is { } hours) return hours;
        return ask.Turn("ACCEPTED", shift, new Deadline(shift.Start.AddMinutes(ask.Policy.Number("noShowMinutes", 120)), "miss"));
    }

    private static ResourceDecision Bare(Ask ask, Shift shift) => ask.Put(ask.Thing with
    {
        State = "OPEN",
        Open = true,
        Deadline = new Deadline(shift.Start, "cancel"),
        Marks = [],
        Parties = [new Party(TalentParties.Borrower, shift.Borrower)],
        Body = shift with { Agreement = "", Worker = "", Name = "", HourFen = 0, Why = "" },
    });

    private static string Why(Ask ask) => ask.Command.Read(TalentJson.Default.WhyInput).Why ?? "";

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mmZ", System.Globalization.CultureInfo.InvariantCulture);
}
