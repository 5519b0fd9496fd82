using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>A debtor makes a voucher of what it confirmed, and pays it at maturity, or before.</summary>
internal static class VoucherRules
{
    /// <summary>The most lots that one payment redeems; the next payment goes on.</summary>
    public const int MostLots = 200;

    public static IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts)
    {
        if (command.Name == "issue")
        {
            var input = command.Read(FinanceJson.Default.IssueInput);
            return [FinanceTold.Read(FinanceCollections.Receivables, input.Receivable), FinanceTold.Read(FinanceCollections.Lines, input.Line)];
        }
        var voucher = facts.Of(command)!.As<Voucher>();
        IReadOnlyList<ResourceRead> behind = [FinanceTold.Read(FinanceCollections.Receivables, voucher.Receivable), FinanceTold.Read(FinanceCollections.Lines, voucher.Line)];
        return command.Name == "pay" ? [.. behind, .. PayRules.Reads(command, facts)] : [.. behind, FinanceTold.Read(FinanceCollections.Lots, voucher.Root)];
    }

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now) => command.Name switch
    {
        "issue" => Issue(command, facts, now),
        "cancel" => Cancel(command, facts),
        "pay" => PayRules.Decide(command, facts),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What a voucher that nobody accepted gives back: the receivable and the room on the line.</summary>
    public static IReadOnlyList<ResourcePut> Undone(Voucher voucher, ResourceFacts facts)
    {
        var receivable = facts.Row(FinanceCollections.Receivables, voucher.Receivable)!;
        return
        [
            new ResourcePut(receivable.Into("CONFIRMED", receivable.As<Receivable>() with { Voucher = "" }), "release"),
            LineRules.Free(facts.Row(FinanceCollections.Lines, voucher.Line)!, voucher.Fen),
        ];
    }

    private static Answer<ResourceDecision> Issue(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var input = command.Read(FinanceJson.Default.IssueInput);
        var named = facts.Named(command, FinanceCollections.Receivables, input.Receivable, "CONFIRMED");
        if (!named.Ok) return named.Refusal!;
        var receivable = named.Must().As<Receivable>();
        if (receivable.Debtor != command.Tenant) return Refusal.Of(Codes.RoleMissing, ("role", FinanceParty.Debtor));
        if (receivable.Financing.Length > 0) return ReceivableRules.Taken(receivable);
        if (receivable.Fen > FinanceSchemas.MostFen) return FinanceTold.Wrong("/receivable", $"at most {FinanceSchemas.MostFen} fen");
        if (TradeDay.Of(now) >= receivable.Due) return Matured(receivable.Due!.Value);
        var used = LineRules.Use(facts, command, input.Line, LineKind.Issuer, receivable.Debtor, receivable.Fen);
        if (!used.Ok) return used.Refusal!;
        var (id, root) = (command.On.Id, command.NewId(1));
        var voucher = new Voucher
        {
            Receivable = input.Receivable, Issuer = receivable.Debtor, Seller = receivable.Seller, Fen = receivable.Fen, Maturity = receivable.Due!.Value, Terms = input.Terms ?? "", Line = input.Line, Root = root,
        };
        var made = new Resource
        {
            Name = command.On, State = "OFFERED", Body = voucher, Parties = [new Party(FinanceParty.Debtor, voucher.Issuer), new Party(FinanceParty.Seller, voucher.Seller)],
        };
        var lot = LotRules.Marked(new Resource
        {
            Name = new ResourceName(FinanceCollections.Lots, root), State = "OFFERED",
            Body = new Lot { Voucher = id, Lo = 1, Hi = voucher.Fen, Holder = voucher.Seller, Issuer = voucher.Issuer, Maturity = voucher.Maturity },
            Deadline = FinanceTold.Hold(facts, now, "acceptDays", 10, "lapse", TradeDay.Begins(voucher.Maturity)),
        });
        return new ResourceDecision
        {
            Puts =
            [
                new ResourcePut(made, command.Name), new ResourcePut(lot, "issue"),
                new ResourcePut(named.Must().Into("VOUCHERED", receivable with { Voucher = id }), "voucher"), used.Must(),
            ],
            Commits = voucher.Fen, Events = [made.Told("voucher", "issued", ("fen", voucher.Fen))],
        };
    }

    private static Answer<ResourceDecision> Cancel(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var voucher = thing.As<Voucher>();
        var after = thing.Into("CANCELLED", voucher);
        var lot = facts.Row(FinanceCollections.Lots, voucher.Root)!;
        return new ResourceDecision
        {
            Puts = [new ResourcePut(after, command.Name), new ResourcePut(LotRules.Marked(lot.Into("CANCELLED", lot.Body)), "cancel"), .. Undone(voucher, facts)],
            Events = [after.Told("voucher", "cancelled")],
        };
    }

    /// <summary>The refusal of what comes on or after the day it is paid.</summary>
    public static Refusal Matured(DateOnly maturity) => Refusal.Of(Codes.FinanceMatured, ("maturity", maturity.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
}
