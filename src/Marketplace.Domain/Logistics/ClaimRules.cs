using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Logistics;

/// <summary>Decides what is taken off the freight for loss and damage. What goes beyond the freight is between the two firms.</summary>
internal static class ClaimRules
{
    public static Answer<ResourceDecision> Decide(ResourceCommand command, Resource thing)
    {
        var goods = thing.As<Consignment>();
        switch (command.Name)
        {
            case "claim":
                var wanted = command.Read(LogisticsJson.Default.ClaimInput);
                if (wanted.Fen > goods.Award!.Fen) return Refusal.Of(Codes.LogisticsAmount, ("fen", wanted.Fen), ("most", goods.Award.Fen));
                return To(thing, command, "CLAIM", goods with { Claim = new FreightClaim(wanted.Fen, wanted.Reason, goods.Claim?.ConcededFen) });
            case "concede":
                var fen = command.Read(LogisticsJson.Default.FenInput).Fen;
                if (goods.Claim is not { } claim) return Refusal.Of(Codes.LogisticsAmount, ("fen", fen), ("most", 0));
                var conceded = claim with { ConcededFen = Math.Min(fen, claim.Fen) };
                return fen >= claim.Fen ? To(thing, command, "POD_ACCEPTED", goods with { Claim = conceded, DeductedFen = claim.Fen }) : To(thing, command, "CLAIM", goods with { Claim = conceded });
            default:
                if (goods.Claim?.ConcededFen is not { } agreed) return Refusal.Of(Codes.LogisticsAmount, ("fen", goods.Claim?.Fen ?? 0), ("most", 0));
                return To(thing, command, "POD_ACCEPTED", goods with { DeductedFen = agreed });
        }
    }

    private static ResourceDecision To(Resource thing, ResourceCommand command, string state, Consignment goods)
    {
        var put = ConsignmentRules.Put(thing, command.Name, state, goods);
        return ResourceDecision.Of(put.After, put.Command, Freight.Told(put.After, "claimed"));
    }
}
