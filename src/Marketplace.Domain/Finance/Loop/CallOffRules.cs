using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>A 链主 publishes what it wants from a supplier, which takes it or not.</summary>
internal static class CallOffRules
{
    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now) => command.Name switch
    {
        "publish" => Publish(command, now),
        "accept" => Turn(command, facts, "ACCEPTED", "accepted"),
        "decline" => Turn(command, facts, "DECLINED", "declined"),
        "cancel" => Cancel(command, facts),
        "lapse" => Turn(command, facts, "LAPSED", "lapsed"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The call-off with pieces of some lines sent, or found missing and to be sent again when negative.</summary>
    public static ResourcePut Ship(Resource thing, IEnumerable<(int Line, long Pieces)> moved)
    {
        var before = thing.As<CallOff>();
        var by = moved.ToDictionary(static one => one.Line, static one => one.Pieces);
        var after = before with { Lines = [.. before.Lines.Select(one => one with { Shipped = one.Shipped + by.GetValueOrDefault(one.Line) })] };
        var isBack = by.Values.Any(static one => one < 0);
        return new ResourcePut(thing.Into(!isBack && after.OpenFen == 0 ? "SHIPPED" : "ACCEPTED", after), isBack ? "reopen" : "ship");
    }

    private static Answer<ResourceDecision> Publish(ResourceCommand command, DateTimeOffset now)
    {
        var input = command.Read(FinanceJson.Default.PublishInput);
        if (input.Seller == command.Tenant) return FinanceTold.Wrong("/seller", "another firm");
        List<CallOffLine> lines = [];
        foreach (var one in input.Lines)
        {
            var due = TradeDay.Read(one.Due, $"/lines/{lines.Count}/due");
            if (!due.Ok) return due.Refusal!;
            if (due.Must() < TradeDay.Of(now)) return FinanceTold.Wrong($"/lines/{lines.Count}/due", "today or later");
            lines.Add(new CallOffLine(lines.Count + 1, one.Part, one.Quantity, one.PriceFen, due.Must(), 0));
        }
        var body = new CallOff { Order = input.Order, Debtor = command.Tenant, Seller = input.Seller, Lines = lines };
        if (body.OpenFen > FinanceSchemas.MostFen) return FinanceTold.Wrong("/lines", $"at most {FinanceSchemas.MostFen} fen");
        var made = new Resource
        {
            Name = command.On, State = "OPEN", Body = body, Parties = [new Party(FinanceParty.Debtor, body.Debtor), new Party(FinanceParty.Seller, body.Seller)],
            Marks = [$"seller:{body.Seller}", $"pair:{body.Debtor}/{body.Seller}"],
            Deadline = new Deadline(TradeDay.Begins(lines.Min(static one => one.Due).AddDays(1)), "lapse"),
        };
        return ResourceDecision.Of(made, command.Name, made.Told("calloff", "published", ("order", body.Order))) with
        {
            Claims = [new ResourceClaim($"order:{body.Debtor}/{body.Order}", made.Name, Codes.ConflictUnique)],
        };
    }

    private static Answer<ResourceDecision> Cancel(ResourceCommand command, ResourceFacts facts) =>
        facts.Of(command)!.As<CallOff>().Lines.Any(static one => one.Shipped > 0)
            ? Refusal.Of(Codes.ConflictState, ("state", "shipped in part"), ("command", command.Name)) : Turn(command, facts, "CANCELLED", "cancelled");

    private static ResourceDecision Turn(ResourceCommand command, ResourceFacts facts, string state, string past)
    {
        var thing = facts.Of(command)!;
        var after = thing.Into(state, thing.Body);
        return ResourceDecision.Of(after, command.Name, after.Told("calloff", past, ("order", thing.As<CallOff>().Order)));
    }
}
