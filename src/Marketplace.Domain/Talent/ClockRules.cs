using System.Globalization;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>From the gate to the approved sheet. Work beyond the plan is no part of a shift: it needs a shift of its own, for which the hours
/// are looked at before and not after.</summary>
internal static class ClockRules
{
    /// <summary>What a command on a shift that is worked comes to.</summary>
    public static Answer<ResourceDecision> Decide(Ask ask, Shift shift) => ask.Command.Name switch
    {
        "checkIn" => CheckIn(ask, shift),
        "checkOut" => CheckOut(ask, shift),
        "approve" => Approve(ask, shift, Clocked(shift)),
        "dispute" => Dispute(ask, shift),
        _ => Resolve(ask, shift),
    };

    /// <summary>Minutes at work within the plan, the break taken off.</summary>
    public static int Clocked(Shift shift)
    {
        var (from, until) = (shift.In > shift.Start ? shift.In.Value : shift.Start, shift.Out < shift.End ? shift.Out.Value : shift.End);
        return Math.Max(0, (int)Math.Floor((until - from).TotalMinutes) - shift.BreakMinutes);
    }

    /// <summary>A person clocks themself; the firms' people may clock for them.</summary>
    private static Refusal? May(Ask ask, Shift shift) =>
        ask.IsHost || !ask.Command.Roles.Contains(Roles.Worker) || ask.Command.Roles.Intersect([.. Transition.Deciders, Roles.Leader]).Any() ? null : ShiftRules.Self(ask, shift);

    private static Answer<ResourceDecision> CheckIn(Ask ask, Shift shift)
    {
        if (May(ask, shift) is { } no) return no;
        var from = shift.Start.AddMinutes(-ask.Policy.Number("earlyMinutes", 60));
        if (ask.Now < from || ask.Now >= shift.End) return Refusal.Of(Codes.TalentClock, ("from", Text(from)), ("until", Text(shift.End)));
        var agreement = ShiftRules.Agreement(ask, shift)!;
        if (agreement.State != "ACTIVE") return Refusal.Of(Codes.TalentAgreement, ("state", agreement.State));
        var certs = ask.Facts.Set(TalentCollections.Certificates, TalentMarks.Worker(shift.Worker));
        if (CertRules.Lacks(shift.Needs, certs, shift.Start, shift.End) is { } lacks) return lacks; // revoked since it was accepted
        return ask.Turn("CHECKED_IN", shift with { In = ask.Now }, new Deadline(shift.End.AddMinutes(ask.Policy.Number("forgottenMinutes", 240)), "checkOut"));
    }

    private static Answer<ResourceDecision> CheckOut(Ask ask, Shift shift)
    {
        if (May(ask, shift) is { } no) return no;
        return ask.Turn("CHECKED_OUT", shift with { Out = ask.IsHost ? shift.End : ask.Now }, new Deadline(ask.Now.AddHours(ask.Policy.Number("approveHours", 72)), "approve"));
    }

    private static ResourceDecision Approve(Ask ask, Shift shift, int minutes) =>
        ask.Turn("APPROVED", shift with { Approved = WageRules.Sheet(shift, minutes, ShiftRules.Others(ask, shift.Worker, shift.Start, shift.End), ask.Policy) });

    private static Answer<ResourceDecision> Dispute(Ask ask, Shift shift)
    {
        if (ask.Command.Tenant != shift.Borrower && May(ask, shift) is { } no) return no;
        var input = ask.Command.Read(TalentJson.Default.MinutesInput);
        if (input.Minutes > shift.Planned) return Most(shift);
        return ask.Turn("DISPUTED", shift with { Claimed = input.Minutes, Why = input.Why ?? "" });
    }

    private static Answer<ResourceDecision> Resolve(Ask ask, Shift shift)
    {
        var minutes = ask.Command.Read(TalentJson.Default.MinutesInput).Minutes;
        return minutes > shift.Planned ? Most(shift) : Approve(ask, shift, minutes);
    }

    private static Refusal Most(Shift shift) => Refusal.Of(Codes.TalentMinutes, ("most", shift.Planned));

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture);
}
