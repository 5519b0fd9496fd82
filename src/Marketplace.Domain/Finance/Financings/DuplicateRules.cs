using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>Which other financings look like this one: the same two firms, the amount within one hundredth, asked for within fifteen days, or the same
/// order. Keys stop what is the same; this is for what only looks different. The figures are <c>duplicatePpm</c> and <c>duplicateDays</c>.</summary>
internal static class DuplicateRules
{
    /// <summary>The mark of two firms' financings.</summary>
    public static string Pair(string seller, string debtor) => $"pair:{seller}/{debtor}";

    /// <summary>Ids, in their order. Those that were declined or lapsed do not count.</summary>
    public static IReadOnlyList<string> Alike(Resource thing, IReadOnlyList<Resource> pair, ResourcePolicy policy)
    {
        var mine = thing.As<Financing>();
        var within = (Int128)mine.Fen * policy.Number("duplicatePpm", 10_000) / 1_000_000;
        var days = policy.Number("duplicateDays", 15);
        return [.. pair.Where(one => one.Name != thing.Name && one.State is not ("DECLINED" or "LAPSED")).Where(one => Looks(one.As<Financing>())).Select(static one => one.Name.Id).Order(StringComparer.Ordinal)];

        bool Looks(Financing other) => Int128.Abs((Int128)other.Fen - mine.Fen) <= within && Math.Abs(other.AppliedOn.DayNumber - mine.AppliedOn.DayNumber) <= days
            || other.Orders.Intersect(mine.Orders, StringComparer.Ordinal).Any();
    }
}
