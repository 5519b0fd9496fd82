using System.Text.Json.Nodes;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>Intervals of a voucher: split, handed over with the receiver's acceptance, presented, and what comes of one that is not paid. Only
/// the rows of the interval itself are read: a voucher in ten thousand pieces is split as fast as one in two.</summary>
internal static class LotRules
{
    private const int MostFormer = 20;

    public static IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var lot = thing.As<Lot>();
        if (command.Name is "dishonour" or "repurchase" && lot.Financing.Length > 0)
        {
            var financing = FinanceTold.Read(FinanceCollections.Financings, lot.Financing);
            return facts.Knows(financing) ? FinancingRules.LineOf(facts.Row(FinanceCollections.Financings, lot.Financing)!.As<Financing>()) : [financing];
        }
        if (thing.State != "OFFERED") return [];
        var voucher = FinanceTold.Read(FinanceCollections.Vouchers, lot.Voucher);
        if (!facts.Knows(voucher)) return [voucher];
        var body = facts.Row(FinanceCollections.Vouchers, lot.Voucher)!.As<Voucher>();
        return command.Name == "accept" ? [] : [FinanceTold.Read(FinanceCollections.Receivables, body.Receivable), FinanceTold.Read(FinanceCollections.Lines, body.Line)];
    }

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var thing = facts.Of(command)!;
        return (thing.State, command.Name) switch
        {
            ("OFFERED", "accept") => Begin(command, thing, facts),
            ("OFFERED", _) => Refuse(command, thing, facts),
            (_, "split") => Split(command, thing, now),
            (_, "offer") => Offer(command, thing, facts, now),
            (_, "accept") => Take(command, thing),
            (_, "refuse" or "recall" or "lapse") => Keep(command, thing),
            (_, "freeze") => Freeze(command, thing),
            (_, "thaw") => Thaw(command, thing, facts),
            (_, "present") => UnpaidRules.Present(command, thing, facts, now),
            (_, "dishonour") => UnpaidRules.Dishonour(command, thing, facts),
            (_, "demand") => UnpaidRules.Demand(command, thing),
            (_, "repurchase") => UnpaidRules.Repurchase(command, thing, facts),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The mark of a voucher's lots that can still be paid.</summary>
    public static string Live(string voucher) => $"live:{voucher}";

    /// <summary>The mark of all lots of a voucher, those that were split as well.</summary>
    public static string All(string voucher) => $"voucher:{voucher}";

    /// <summary>The lot with the parties and marks that go with its state.</summary>
    public static Resource Marked(Resource thing)
    {
        var lot = thing.As<Lot>();
        List<Party> parties = [new(FinanceParty.Holder, lot.Holder), new(FinanceParty.Debtor, lot.Issuer)];
        if (lot.Offeree.Length > 0) parties.Add(new Party(FinanceParty.Offeree, lot.Offeree));
        if (lot.Recourse.Length > 0) parties.Add(new Party(FinanceParty.Recourse, lot.Recourse));
        var former = thing.Parties.Where(one => one.Word is FinanceParty.Holder or "former" && one.Tenant != lot.Holder).Select(static one => one.Tenant).Distinct(StringComparer.Ordinal);
        parties.AddRange(former.TakeLast(MostFormer).Select(static one => new Party("former", one)));
        return thing with { Parties = parties, Marks = thing.State is "SPLIT" or "CANCELLED" or "REDEEMED" ? [All(lot.Voucher)] : [All(lot.Voucher), Live(lot.Voucher)] };
    }

    /// <summary>The lot held by its holder, until the day it is paid.</summary>
    public static Resource Held(Resource thing, Lot lot, string state = "HELD") =>
        Marked(thing.Into(state, lot, new Deadline(TradeDay.Begins(lot.Maturity), "present")));

    private static ResourceDecision Begin(ResourceCommand command, Resource thing, ResourceFacts facts)
    {
        var lot = thing.As<Lot>();
        var voucher = facts.Row(FinanceCollections.Vouchers, lot.Voucher)!;
        var (receivable, after) = (voucher.As<Voucher>().Receivable, Held(thing, lot));
        return new ResourceDecision
        {
            Puts = [new ResourcePut(after, command.Name), new ResourcePut(voucher.Into("ACTIVE", voucher.Body), "activate")],
            Transfer = new FinancePosting($"issue {lot.Voucher}").Held(lot.Holder, lot.Voucher, lot.Fen).Issued(lot.Issuer, lot.Voucher, -lot.Fen)
                .Held(lot.Holder, receivable, -lot.Fen).Issued(lot.Issuer, receivable, lot.Fen).Transfer(),
            Events = [after.Told("lot", "accepted", ("fen", lot.Fen))],
        };
    }

    private static ResourceDecision Refuse(ResourceCommand command, Resource thing, ResourceFacts facts)
    {
        var voucher = facts.Row(FinanceCollections.Vouchers, thing.As<Lot>().Voucher)!;
        var after = Marked(thing.Into("CANCELLED", thing.Body));
        return new ResourceDecision
        {
            Puts = [new ResourcePut(after, command.Name), new ResourcePut(voucher.Into("CANCELLED", voucher.Body), "void"), .. VoucherRules.Undone(voucher.As<Voucher>(), facts)],
            Events = [after.Told("lot", "refused")],
        };
    }

    private static Answer<ResourceDecision> Split(ResourceCommand command, Resource thing, DateTimeOffset now)
    {
        var (lot, parts) = (thing.As<Lot>(), command.Read(FinanceJson.Default.SplitInput).Parts);
        if (TradeDay.Of(now) >= lot.Maturity) return VoucherRules.Matured(lot.Maturity);
        if (parts.Sum() != lot.Fen) return Refusal.Of(Codes.FinanceSplit, ("fen", lot.Fen), ("sum", parts.Sum()));
        var after = Marked(thing.Into("SPLIT", lot));
        List<ResourcePut> puts = [new(after, command.Name)];
        var from = lot.Lo;
        foreach (var part in parts)
        {
            var child = lot with { Lo = from, Hi = from + part - 1, Parent = thing.Name.Id };
            puts.Add(new ResourcePut(Held(new Resource { Name = new ResourceName(FinanceCollections.Lots, command.NewId(puts.Count)), State = "HELD", Body = child }, child), "carve"));
            from += part;
        }
        return new ResourceDecision { Puts = puts, Events = [after.Told("lot", "split", ("parts", new JsonArray([.. puts.Skip(1).Select(static one => (JsonNode)one.After.Name.Id)])))] };
    }

    private static Answer<ResourceDecision> Offer(ResourceCommand command, Resource thing, ResourceFacts facts, DateTimeOffset now)
    {
        var (lot, to) = (thing.As<Lot>(), command.Read(FinanceJson.Default.OfferInput).To);
        if (TradeDay.Of(now) >= lot.Maturity) return VoucherRules.Matured(lot.Maturity);
        if (to == lot.Holder || to == lot.Issuer) return FinanceTold.Wrong("/to", "a firm that neither holds nor owes it");
        var after = Marked(thing.Into("TRANSFER_PENDING", lot with { Offeree = to }, FinanceTold.Hold(facts, now, "offerDays", 5, "lapse", TradeDay.Begins(lot.Maturity))));
        return ResourceDecision.Of(after, command.Name, after.Told("lot", "offered", ("fen", lot.Fen)));
    }

    private static ResourceDecision Take(ResourceCommand command, Resource thing)
    {
        var lot = thing.As<Lot>();
        var after = Held(thing, lot with { Holder = lot.Offeree, Offeree = "" });
        return ResourceDecision.Of(after, command.Name, after.Told("lot", "transferred", ("fen", lot.Fen))) with
        {
            Transfer = new FinancePosting($"transfer {thing.Name.Id}").Held(lot.Offeree, lot.Voucher, lot.Fen).Held(lot.Holder, lot.Voucher, -lot.Fen).Transfer(),
        };
    }

    private static ResourceDecision Keep(ResourceCommand command, Resource thing)
    {
        var after = Held(thing, thing.As<Lot>() with { Offeree = "" });
        return ResourceDecision.Of(after, command.Name, after.Told("lot", "kept"));
    }

    private static ResourceDecision Freeze(ResourceCommand command, Resource thing)
    {
        var after = thing.Into("FROZEN", thing.As<Lot>() with { Court = command.Read(FinanceJson.Default.ReferenceInput).Reference, Before = thing.State });
        return ResourceDecision.Of(after, command.Name, after.Told("lot", "frozen"));
    }

    private static ResourceDecision Thaw(ResourceCommand command, Resource thing, ResourceFacts facts)
    {
        var lot = thing.As<Lot>();
        var freed = lot with { Court = "", Before = "" };
        var after = lot.Before == "PRESENTED" ? UnpaidRules.Presented(thing, freed, facts) : Held(thing, freed, lot.Before);
        return ResourceDecision.Of(after, command.Name, after.Told("lot", "thawed"));
    }
}
