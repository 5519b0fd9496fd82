using System.Globalization;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>How far and how long it is from place to place: the straight line over the earth times a factor for roads, at one speed. No road
/// is known, so it is an estimate. Policy parameters: <c>roadPercent</c> (130), <c>travelKmh</c> (40).</summary>
public static class TravelRules
{
    private const double EarthMetres = 6_371_008.8; // mean radius, IUGG

    /// <summary>Metres by road, about.</summary>
    public static long Metres(SitePoint one, SitePoint other, ResourcePolicy policy)
    {
        var (lat, otherLat) = (double.DegreesToRadians(one.Lat), double.DegreesToRadians(other.Lat));
        var (dLat, dLon) = ((otherLat - lat) / 2, double.DegreesToRadians(other.Lon - one.Lon) / 2);
        var chord = Math.Sin(dLat) * Math.Sin(dLat) + Math.Cos(lat) * Math.Cos(otherLat) * Math.Sin(dLon) * Math.Sin(dLon);
        return (long)Math.Ceiling(2 * EarthMetres * Math.Asin(Math.Min(1, Math.Sqrt(chord))) * policy.Number("roadPercent", 130) / 100);
    }

    /// <summary>Minutes on the way, rounded up.</summary>
    public static int Minutes(SitePoint one, SitePoint other, ResourcePolicy policy)
    {
        var perMinute = Math.Max(1, policy.Number("travelKmh", 40)) * 1000;
        return (int)((Metres(one, other, policy) * 60 + perMinute - 1) / perMinute);
    }

    /// <summary>Why somebody cannot be at this beside the rest, or null.</summary>
    public static Refusal? Check(WorkSpell asked, IReadOnlyList<WorkSpell> others, ResourcePolicy policy)
    {
        foreach (var other in others)
        {
            if (asked.Start < other.End && other.Start < asked.End) return Refusal.Of(Codes.TalentOverlap, ("from", Text(other.Start)), ("until", Text(other.End)));
            var gap = asked.Start >= other.End ? asked.Start - other.End : other.Start - asked.End;
            if (gap > TimeSpan.FromDays(1)) continue;
            var way = Minutes(asked.Site, other.Site, policy);
            if (gap < TimeSpan.FromMinutes(way)) return Refusal.Of(Codes.TalentTravel, ("minutes", way), ("gap", (int)gap.TotalMinutes), ("from", Text(other.Start)), ("until", Text(other.End)));
        }
        return null;
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture);
}
