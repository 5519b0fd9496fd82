using System.Globalization;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>A seller draws a month's received deliveries together and the debtor agrees. While it waits they are held by it; it gives them back
/// when it is sent back, withdrawn or not answered in time.</summary>
internal static class StatementRules
{
    /// <summary>The most deliveries of one statement; what is beyond goes into the next.</summary>
    public const int MostLines = 200;

    public static IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => command.Name switch
    {
        "draw" => [new ResourceRead.Set(FinanceCollections.Deliveries, DeliveryRules.Unstated(command.Read(FinanceJson.Default.DrawInput).Debtor, command.Tenant))],
        "withdraw" or "return" or "lapse" => [.. facts.Of(command)!.As<Statement>().Lines.Select(static one => FinanceTold.Read(FinanceCollections.Deliveries, one.Delivery))],
        _ => [],
    };

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now) => command.Name switch
    {
        "draw" => Draw(command, facts, now),
        "agree" => Agree(command, facts),
        "withdraw" => Undo(command, facts, "WITHDRAWN", "withdrawn", ""),
        "return" => Undo(command, facts, "RETURNED", "returned", command.Read(FinanceJson.Default.ReasonInput).Reason),
        "lapse" => Undo(command, facts, "LAPSED", "lapsed", ""),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Answer<ResourceDecision> Draw(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var input = command.Read(FinanceJson.Default.DrawInput);
        var received = facts.Set(FinanceCollections.Deliveries, DeliveryRules.Unstated(input.Debtor, command.Tenant))
            .Where(one => one.As<Delivery>().ReceivedOn!.Value.ToString("yyyy-MM", CultureInfo.InvariantCulture) == input.Month)
            .OrderBy(static one => one.As<Delivery>().ReceivedOn).ThenBy(static one => one.Name.Id, StringComparer.Ordinal).Take(MostLines).ToList();
        if (received.Count == 0) return Refusal.Of(Codes.FinanceNothing, ("what", $"{input.Debtor} {input.Month}"));
        var body = new Statement
        {
            Debtor = input.Debtor, Seller = command.Tenant, Month = input.Month,
            Lines = [.. received.Select(static one => (one.Name.Id, Body: one.As<Delivery>())).Select(static one =>
                new StatementLine(one.Id, one.Body.CallOff, one.Body.Order, one.Body.Asn, one.Body.ReceivedOn!.Value, one.Body.AcceptedFen))],
        };
        var made = new Resource
        {
            Name = command.On, State = "PROPOSED", Body = body, Parties = [new Party(FinanceParty.Debtor, body.Debtor), new Party(FinanceParty.Seller, body.Seller)],
            Deadline = FinanceTold.Hold(facts, now, "statementDays", 15, "lapse"),
        };
        return new ResourceDecision
        {
            Puts = [new ResourcePut(made, command.Name), .. received.Select(static one => new ResourcePut(one.Into("STATED", one.Body) with { Marks = [$"seller:{one.As<Delivery>().Seller}"] }, "state"))],
            Events = [made.Told("statement", "proposed", ("month", body.Month), ("fen", body.TotalFen))],
        };
    }

    private static Answer<ResourceDecision> Agree(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var after = thing.Into("AGREED", thing.Body);
        return ResourceDecision.Of(after, command.Name, after.Told("statement", "agreed", ("fen", thing.As<Statement>().TotalFen)));
    }

    private static ResourceDecision Undo(ResourceCommand command, ResourceFacts facts, string state, string past, string reason)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<Statement>();
        var after = thing.Into(state, body with { Reason = reason });
        return new ResourceDecision
        {
            Puts = [new ResourcePut(after, command.Name), .. body.Lines.Select(one => facts.Row(FinanceCollections.Deliveries, one.Delivery)!).Select(static one =>
                new ResourcePut(one.Into("RECEIVED", one.Body) with { Marks = [$"seller:{one.As<Delivery>().Seller}", DeliveryRules.Unstated(one.As<Delivery>().Debtor, one.As<Delivery>().Seller)] }, "unstate"))],
            Events = [after.Told("statement", past)],
        };
    }
}
