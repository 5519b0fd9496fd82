using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>A supplier sends against a call-off, the debtor counts, and both agree on what is missing.</summary>
internal static class DeliveryRules
{
    public static IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => command.Name switch
    {
        "ship" => [FinanceTold.Read(FinanceCollections.CallOffs, command.Read(FinanceJson.Default.ShipInput).Calloff)],
        "withdraw" or "agree" => [FinanceTold.Read(FinanceCollections.CallOffs, facts.Of(command)!.As<Delivery>().CallOff)],
        _ => [],
    };

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now) => command.Name switch
    {
        "ship" => Ship(command, facts, now),
        "withdraw" => Withdraw(command, facts),
        "receive" => Receive(command, facts, now),
        "agree" => Agree(command, facts, now),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The mark of received deliveries that no statement has.</summary>
    public static string Unstated(string debtor, string seller) => $"unstated:{debtor}/{seller}";

    private static Answer<ResourceDecision> Ship(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var input = command.Read(FinanceJson.Default.ShipInput);
        var named = facts.Named(command, FinanceCollections.CallOffs, input.Calloff, "ACCEPTED");
        if (!named.Ok) return named.Refusal!;
        var calloff = named.Must().As<CallOff>();
        if (calloff.Seller != command.Tenant) return Refusal.Of(Codes.RoleMissing, ("role", FinanceParty.Seller));
        List<DeliveryLine> lines = [];
        foreach (var one in input.Lines)
        {
            if (calloff.Lines.FirstOrDefault(line => line.Line == one.Line) is not { } line) return FinanceTold.Wrong($"/lines/{lines.Count}/line", "a line of the call-off");
            if (lines.Any(before => before.Line == one.Line)) return FinanceTold.Wrong($"/lines/{lines.Count}/line", "each line once");
            if (one.Quantity > line.Quantity - line.Shipped)
                return Refusal.Of(Codes.FinanceOverDelivery, ("line", line.Line), ("open", line.Quantity - line.Shipped), ("quantity", one.Quantity));
            lines.Add(new DeliveryLine(line.Line, line.Part, line.PriceFen, one.Lot ?? "", one.Quantity, 0, ""));
        }
        var body = new Delivery
        {
            CallOff = input.Calloff, Order = calloff.Order, Debtor = calloff.Debtor, Seller = calloff.Seller, Note = input.Note, Asn = input.Asn, ShippedOn = TradeDay.Of(now), Lines = lines,
        };
        var made = new Resource
        {
            Name = command.On, State = "SHIPPED", Body = body, Parties = [new Party(FinanceParty.Debtor, body.Debtor), new Party(FinanceParty.Seller, body.Seller)], Marks = [$"seller:{body.Seller}"],
        };
        return new ResourceDecision
        {
            Puts = [new ResourcePut(made, command.Name), CallOffRules.Ship(named.Must(), lines.Select(static one => (one.Line, one.Shipped)))],
            Claims = [new ResourceClaim($"asn:{body.Seller}/{body.Asn}", made.Name, Codes.ConflictUnique)],
            Events = [made.Told("delivery", "shipped", ("order", body.Order), ("asn", body.Asn))],
        };
    }

    private static Answer<ResourceDecision> Withdraw(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<Delivery>();
        var after = thing.Into("WITHDRAWN", body) with { Marks = [] };
        return new ResourceDecision
        {
            Puts = [new ResourcePut(after, command.Name), CallOffRules.Ship(facts.Row(FinanceCollections.CallOffs, body.CallOff)!, body.Lines.Select(static one => (one.Line, -one.Shipped)))],
            Events = [after.Told("delivery", "withdrawn", ("asn", body.Asn))],
        };
    }

    private static Answer<ResourceDecision> Receive(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<Delivery>();
        var counted = command.Read(FinanceJson.Default.ReceiveInput).Lines;
        if (counted.Count != body.Lines.Count || counted.DistinctBy(static one => one.Line).Count() != counted.Count) return FinanceTold.Wrong("/lines", "each line of the delivery once");
        List<DeliveryLine> lines = [];
        foreach (var line in body.Lines)
        {
            if (counted.FirstOrDefault(one => one.Line == line.Line) is not { } count) return FinanceTold.Wrong("/lines", $"line {line.Line} as well");
            if (count.Accepted > line.Shipped) return Refusal.Of(Codes.FinanceOverDelivery, ("line", line.Line), ("open", line.Shipped), ("quantity", count.Accepted));
            lines.Add(line with { Accepted = count.Accepted, Reason = count.Reason ?? "" });
        }
        var received = body with { Lines = lines, ReceivedOn = TradeDay.Of(now) };
        var after = Marked(thing.Into(received.IsShort ? "DIFFERENCE" : "RECEIVED", received));
        return ResourceDecision.Of(after, command.Name, after.Told("delivery", received.IsShort ? "differs" : "received", ("asn", body.Asn), ("fen", received.AcceptedFen)));
    }

    private static Answer<ResourceDecision> Agree(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<Delivery>();
        var after = Marked(thing.Into("RECEIVED", body with { ReceivedOn = TradeDay.Of(now) }));
        var missing = body.Lines.Where(static one => one.Accepted < one.Shipped).Select(static one => (one.Line, one.Accepted - one.Shipped));
        return new ResourceDecision
        {
            Puts = [new ResourcePut(after, command.Name), CallOffRules.Ship(facts.Row(FinanceCollections.CallOffs, body.CallOff)!, missing)],
            Events = [after.Told("delivery", "received", ("asn", body.Asn), ("fen", body.AcceptedFen))],
        };
    }

    private static Resource Marked(Resource thing)
    {
        var body = thing.As<Delivery>();
        return thing with { Marks = thing.State == "RECEIVED" ? [$"seller:{body.Seller}", Unstated(body.Debtor, body.Seller)] : [$"seller:{body.Seller}"] };
    }
}
