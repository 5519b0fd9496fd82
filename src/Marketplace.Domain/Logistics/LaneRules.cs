namespace Marketplace.Domain.Logistics;

/// <summary>Whether goods and an offer go together at all.</summary>
public static class LaneRules
{
    /// <summary>Why not, or null: over, dangerous or too warm beside the rest, off the lane, too much, or not in time.</summary>
    public static Refusal? Misfit(CapacityOffer offer, Consignment goods, Pace pace, DateTimeOffset now)
    {
        if (offer.IsClosed || offer.Window.Until <= now) return Refusal.Of(Codes.LogisticsLate, ("until", offer.Window.Until.ToString("u")));
        if (goods.Temperature != offer.Temperature) return Refusal.Of(Codes.LogisticsClasses, ("one", goods.Temperature), ("other", offer.Temperature));
        if (offer.Parts.FirstOrDefault(part => !SharingRules.Together(goods.Class, goods.Temperature, part.Class, part.Temperature)) is { } other)
            return Refusal.Of(Codes.LogisticsClasses, ("one", goods.Class), ("other", other.Class));
        if (Off(offer, goods, pace) is > 0 and var off) return Refusal.Of(Codes.LogisticsLane, ("km", off), ("radius", offer.RadiusKm));
        if (!goods.Load.Fits(offer.Left)) return RouteRules.Full(offer.Left, "");
        var alone = new Carried("", goods.Load, goods.Pickup, goods.Delivery);
        return RouteRules.Walk([alone], [new Call(0, false), new Call(0, true)], new Run(offer.Capacity, offer.From, offer.To, offer.Window.From), pace).Refusal;
    }

    /// <summary>By how many km the goods' ends lie outside of the lane's; 0 when both are within.</summary>
    public static long Off(CapacityOffer offer, Consignment goods, Pace pace)
    {
        var most = Math.Max(pace.Metres(offer.From, goods.Pickup.Place), pace.Metres(offer.To, goods.Delivery.Place));
        return most <= offer.RadiusKm * 1000L ? 0 : (most - offer.RadiusKm * 1000L + 999) / 1000;
    }
}
