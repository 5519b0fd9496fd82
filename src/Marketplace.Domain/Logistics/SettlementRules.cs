using Marketplace.Domain.Ledger;
using Marketplace.Domain.Resources;
using static Marketplace.Domain.Logistics.LogisticsTables;

namespace Marketplace.Domain.Logistics;

/// <summary>Decides over what a carrier gets: billed once the proof is accepted, matched with proof, rate and track, approved, paid from bank to
/// bank and recorded slip by slip. The book of freight keeps who owes whom; no money lies with the brain.</summary>
internal static class SettlementRules
{
    private static readonly string[] steps = ["loading", "departing", "arriving", "unloading"];

    public static void Reads(ResourceCommand command, ResourceFacts facts, Needs needs)
    {
        var id = facts.Of(command)?.As<Settlement>().Consignment ?? (command.Name == "accrue" ? command.Read(LogisticsJson.Default.AccrueInput).Consignment : null);
        needs.Row(Consignments, id);
        if (command.Name == "match" && id is not null) needs.Set(Events, EpcisRules.Mark(id));
    }

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        if (command.Name == "accrue") return Accrue(command, facts);
        var thing = facts.Of(command)!;
        var owed = thing.As<Settlement>();
        switch (command.Name)
        {
            case "match":
                var wrong = Mismatches(owed, facts.Row(Consignments, owed.Consignment)!, facts.Set(Events, EpcisRules.Mark(owed.Consignment)));
                return To(thing, command, wrong.Count == 0 ? "MATCHED" : "DISPUTED", owed with { Mismatches = wrong });
            case "dispute": return To(thing, command, "DISPUTED", owed with { ProposedFen = null, ProposedBy = null });
            case "propose":
                var fen = command.Read(LogisticsJson.Default.FenInput).Fen;
                return owed.ProposedFen == fen && owed.ProposedBy != command.Tenant
                    ? To(thing, command, "ACCRUED", owed with { Fen = fen, IsAgreed = true, ProposedFen = null, ProposedBy = null, Mismatches = [] })
                    : To(thing, command, "DISPUTED", owed with { ProposedFen = fen, ProposedBy = command.Tenant });
            case "approve" when owed.Fen == 0: return To(thing, command, "PAID", owed);
            case "approve": return To(thing, command, "APPROVED", owed) with { Transfer = Moved(thing, owed, owed.Fen) };
            case "pay": return Pay(command, thing, now);
            default:
                var goods = facts.Row(Consignments, owed.Consignment)!;
                var settled = ConsignmentRules.Put(goods, "settle", "SETTLED", goods.As<Consignment>());
                var done = To(thing, command, "RECONCILED", owed);
                return done with { Puts = [.. done.Puts, settled], Events = [.. done.Events, Freight.Told(settled.After, "settled")] };
        }
    }

    /// <summary>What does not agree. Goods that came back have no unloading at the consignee's.</summary>
    private static List<string> Mismatches(Settlement owed, Resource row, IReadOnlyList<Resource> events)
    {
        var goods = row.As<Consignment>();
        List<string> wrong = [];
        if (row.State != "BILLED") wrong.Add(Mismatch.Pod);
        if (!owed.IsAgreed && owed.Fen != goods.Award!.Fen - goods.DeductedFen) wrong.Add(Mismatch.Rate);
        TrackedEvent[] seen = [.. events.Select(static one => one.As<TrackedEvent>()).Where(static one => one.Effective is not null)];
        if (goods.Pod is not null && !owed.IsAgreed && steps.Any(step => seen.All(one => one.Step != step))) wrong.Add(Mismatch.Track);
        return wrong;
    }

    private static Answer<ResourceDecision> Accrue(ResourceCommand command, ResourceFacts facts)
    {
        var input = command.Read(LogisticsJson.Default.AccrueInput);
        if (facts.Row(Consignments, input.Consignment) is not { } row || !row.Is(command.Tenant, "carrier")) return Freight.Missing("consignment");
        if (row.State != "POD_ACCEPTED") return Freight.State(row, command.Name);
        var goods = row.As<Consignment>();
        var owed = new Settlement { Consignment = row.Name.Id, Shipper = goods.Shipper, Carrier = command.Tenant, Trip = goods.Trip!, Fen = input.Fen };
        var done = To(new Resource { Name = command.On, State = "", Body = owed }, command, "ACCRUED", owed);
        return done with { Puts = [.. done.Puts, ConsignmentRules.Put(row, "bill", "BILLED", goods)] };
    }

    private static Answer<ResourceDecision> Pay(ResourceCommand command, Resource thing, DateTimeOffset now)
    {
        var (owed, input) = (thing.As<Settlement>(), command.Read(LogisticsJson.Default.PayInput));
        if (input.At > now.AddMinutes(5)) return Freight.Wrong("/at", "not later than now");
        if (input.Fen > owed.Fen - owed.PaidFen) return Refusal.Of(Codes.LogisticsAmount, ("fen", input.Fen), ("most", owed.Fen - owed.PaidFen));
        if (owed.Slips.Any(one => one.Serial == input.Serial)) return Refusal.Of(Codes.ConflictUnique, ("field", "serial"));
        var after = owed with { Slips = [.. owed.Slips, new FundSlip(input.Serial, input.Bank, owed.Shipper, owed.Carrier, input.Fen, input.At)] };
        return To(thing, command, after.PaidFen == owed.Fen ? "PAID" : "APPROVED", after) with
        {
            Transfer = Moved(thing, owed, -input.Fen),
            Claims = [new ResourceClaim($"slip:{Freight.Secret("serial", $"{input.Bank} {input.Serial}")}", thing.Name, Codes.ConflictUnique)],
        };
    }

    private static ResourceTransfer Moved(Resource thing, Settlement owed, long fen)
    {
        string receivable = $"{owed.Carrier}/freight-receivable", payable = $"{owed.Shipper}/freight-payable";
        return new ResourceTransfer([new LedgerLine { Account = receivable, Minor = fen }, new LedgerLine { Account = payable, Minor = -fen }],
        [
            new LedgerAccount { Account = receivable, Side = AccountSide.Debit, Owner = Keys.Tenant(owed.Carrier), Currency = LedgerUnits.Fen, Bound = AccountBound.CreditsWithinDebits },
            new LedgerAccount { Account = payable, Side = AccountSide.Credit, Owner = Keys.Tenant(owed.Shipper), Currency = LedgerUnits.Fen, Bound = AccountBound.DebitsWithinCredits },
        ], thing.Name.ToString());
    }

    private static ResourceDecision To(Resource thing, ResourceCommand command, string state, Settlement owed)
    {
        var after = thing with { State = state, Body = owed, Parties = [new Party("shipper", owed.Shipper), new Party("carrier", owed.Carrier)] };
        return ResourceDecision.Of(after, command.Name, Freight.Told(after, "changed"));
    }
}
