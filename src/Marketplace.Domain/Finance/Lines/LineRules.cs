using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>A funder's credit line: proposed from what the loop shows, raised by the funder alone, lowered by anyone's asking when the evidence is
/// less. What is used of it is counted in its own row, so that two that race for the last of it have one winner.</summary>
internal static class LineRules
{
    public static IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts)
    {
        var (firm, kind) = command.Name switch
        {
            "propose" => (command.Read(FinanceJson.Default.ProposeInput).Firm, command.Read(FinanceJson.Default.ProposeInput).Kind),
            "recompute" => (facts.Of(command)!.As<CreditLine>().Firm, facts.Of(command)!.As<CreditLine>().Kind),
            _ => ("", ""),
        };
        return kind == LineKind.Financing ? LimitRules.Reads(firm) : [];
    }

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now) => command.Name switch
    {
        "propose" => Propose(command, facts, now),
        "approve" => Approve(command, facts),
        "recompute" => Recompute(command, facts),
        "reduce" => Reduce(command, facts, command.Read(FinanceJson.Default.LimitInput).LimitFen),
        "suspend" => Turn(command, facts, "SUSPENDED"),
        "resume" => Turn(command, facts, "ACTIVE"),
        "close" or "lapse" => Close(command, facts),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The line, when it is of the kind and for the firm, in force, and has room for the amount. The asker need not be its party: a seller may
    /// not see its funder's line, the funder names it.</summary>
    public static Answer<Resource> Room(ResourceFacts facts, ResourceCommand command, string line, string kind, string firm, long fen)
    {
        var named = facts.Named(command, FinanceCollections.Lines, line, "ACTIVE", "REDUCED");
        if (!named.Ok) return named;
        var body = named.Must().As<CreditLine>();
        if (body.Kind != kind || body.Firm != firm || (kind == LineKind.Financing && body.Funder != command.Tenant)) return FinanceTold.Wrong("/line", $"a line of kind {kind} for {firm}");
        return fen > body.LeftFen ? Refusal.Of(Codes.FinanceLineLimit, ("fen", fen), ("left", body.LeftFen)) : named;
    }

    /// <summary>The use of a line that has room.</summary>
    public static Answer<ResourcePut> Use(ResourceFacts facts, ResourceCommand command, string line, string kind, string firm, long fen)
    {
        var room = Room(facts, command, line, kind, firm, fen);
        return room.Ok ? Used(room.Must(), fen) : room.Refusal!;
    }

    /// <summary>More of a line is used.</summary>
    public static ResourcePut Used(Resource line, long fen) => new(line.Into(line.State, line.As<CreditLine>() with { UsedFen = line.As<CreditLine>().UsedFen + fen }, line.Deadline), "use");

    /// <summary>Less of a line is used.</summary>
    public static ResourcePut Free(Resource line, long fen) => new(line.Into(line.State, line.As<CreditLine>() with { UsedFen = line.As<CreditLine>().UsedFen - fen }, line.Deadline), "free");

    private static Answer<ResourceDecision> Propose(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var input = command.Read(FinanceJson.Default.ProposeInput);
        if (input.Firm == command.Tenant) return FinanceTold.Wrong("/firm", "another firm");
        var terms = new LineTerms(input.CapFen, input.AlphaPpm ?? 300_000, input.BetaPpm ?? 800_000);
        var body = new CreditLine { Funder = command.Tenant, Firm = input.Firm, Kind = input.Kind, Terms = terms, Explained = Explain(input.Firm, input.Kind, terms, facts) };
        var made = new Resource
        {
            Name = command.On, State = "PROPOSED", Body = body, Parties = [new Party(FinanceParty.Funder, body.Funder), new Party(FinanceParty.Firm, body.Firm)],
            Marks = [$"firm:{body.Firm}"], Deadline = FinanceTold.Hold(facts, now, "proposedDays", 30, "lapse"),
        };
        return ResourceDecision.Of(made, command.Name, made.Told("line", "proposed", ("limitFen", body.Explained.LimitFen)));
    }

    private static Answer<ResourceDecision> Approve(ResourceCommand command, ResourceFacts facts)
    {
        var (thing, limit) = (facts.Of(command)!, command.Read(FinanceJson.Default.LimitInput).LimitFen);
        var body = thing.As<CreditLine>();
        if (limit > body.Explained.LimitFen) return Refusal.Of(Codes.FinanceLineLimit, ("fen", limit), ("left", body.Explained.LimitFen));
        if (limit < body.UsedFen) return Refusal.Of(Codes.FinanceLineUsed, ("used", body.UsedFen));
        var after = thing.Into("ACTIVE", body with { LimitFen = limit });
        return ResourceDecision.Of(after, command.Name, after.Told("line", "approved", ("limitFen", limit)));
    }

    private static Answer<ResourceDecision> Recompute(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<CreditLine>();
        var explained = Explain(body.Firm, body.Kind, body.Terms, facts);
        var limit = Math.Min(body.LimitFen, Math.Max(explained.LimitFen, body.UsedFen));
        var after = thing.Into(limit < body.LimitFen ? "REDUCED" : thing.State, body with { Explained = explained, LimitFen = limit });
        return ResourceDecision.Of(after, command.Name, after.Told("line", "recomputed", ("limitFen", limit), ("evidenceFen", explained.LimitFen)));
    }

    private static Answer<ResourceDecision> Reduce(ResourceCommand command, ResourceFacts facts, long limit)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<CreditLine>();
        if (limit >= body.LimitFen) return FinanceTold.Wrong("/limitFen", $"less than {body.LimitFen}");
        if (limit < body.UsedFen) return Refusal.Of(Codes.FinanceLineUsed, ("used", body.UsedFen));
        var after = thing.Into("REDUCED", body with { LimitFen = limit });
        return ResourceDecision.Of(after, command.Name, after.Told("line", "reduced", ("limitFen", limit)));
    }

    private static ResourceDecision Turn(ResourceCommand command, ResourceFacts facts, string state)
    {
        var thing = facts.Of(command)!;
        var after = thing.Into(state, thing.Body);
        return ResourceDecision.Of(after, command.Name, after.Told("line", state == "ACTIVE" ? "resumed" : "suspended"));
    }

    private static Answer<ResourceDecision> Close(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        if (thing.As<CreditLine>().UsedFen is > 0 and var used) return Refusal.Of(Codes.FinanceLineUsed, ("used", used));
        var after = thing.Into("CLOSED", thing.Body);
        return ResourceDecision.Of(after, command.Name, after.Told("line", "closed"));
    }

    private static LimitExplained Explain(string firm, string kind, LineTerms terms, ResourceFacts facts) =>
        kind == LineKind.Issuer ? LimitRules.OfIssuer(terms) : LimitRules.Of(firm, terms, facts);
}
