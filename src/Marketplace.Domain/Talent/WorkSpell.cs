using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>Working time of one person that counts: a shift that was accepted, whoever it is for.</summary>
/// <param name="Start">Begins.</param>
/// <param name="End">Ends.</param>
/// <param name="Minutes">Working minutes: as planned, and as approved once they are.</param>
/// <param name="Site">Where.</param>
public sealed record WorkSpell(DateTimeOffset Start, DateTimeOffset End, int Minutes, SitePoint Site)
{
    private static readonly HashSet<string> counts = new(StringComparer.Ordinal) { "ACCEPTED", "CHECKED_IN", "CHECKED_OUT", "DISPUTED", "APPROVED", "PAID" };

    /// <summary>What counts among a person's shifts, but for one.</summary>
    public static IReadOnlyList<WorkSpell> Of(IEnumerable<Resource> shifts, ResourceName but) =>
        [.. shifts.Where(one => one.Name != but && counts.Contains(one.State)).Select(static one => Of(one.As<Shift>()))];

    /// <summary>A shift as it counts.</summary>
    public static WorkSpell Of(Shift shift) => new(shift.Start, shift.End, shift.Approved?.Minutes ?? shift.Planned, shift.Site);
}
