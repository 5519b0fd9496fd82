namespace Marketplace.Domain.Insight;

/// <summary>What a brain computes of a dataset that firms share month by month: the sum of the parts over the sum of the wholes, so that a large firm
/// weighs as much as it is large.</summary>
/// <param name="Dataset"><c>domain.resource</c>, as it stands in <c>shares[]</c> and behind <c>share:</c>.</param>
/// <param name="Part">The record's member that is summed above the line.</param>
/// <param name="Whole">The member below it; also the weight.</param>
/// <param name="IsPercent">A share of one; otherwise a quantity of the part for each of the whole.</param>
public sealed record Indicator(string Dataset, string Part, string Whole, bool IsPercent)
{
    /// <summary>The member of a shared record that says its month, <c>YYYY-MM</c>.</summary>
    public const string Month = "month";

    /// <summary>Every indicator of a brain: utilisation of machines (running over planned milliseconds), call-offs delivered in full and on time,
    /// kilowatt-hours for each piece, work orders done by their day, scans at machines that matched.</summary>
    public static readonly IReadOnlyList<Indicator> All =
    [
        new("machine.utilisation", "ran", "planned", true),
        new("delivery.onTime", "onTime", "due", true),
        new("energy.perOutput", "kwh", "pieces", false),
        new("workOrder.onTime", "onTime", "due", true),
        new("scan.match", "matched", "scans", true),
    ];

    /// <summary>The indicator of a dataset, or null.</summary>
    public static Indicator? Of(string dataset) => All.FirstOrDefault(one => one.Dataset == dataset);
}
