namespace Marketplace.Bench.Days;

/// <summary>A figure of a day.</summary>
/// <param name="Name">With its unit.</param>
/// <param name="Of">From the sums of all firms.</param>
/// <param name="Digits">Shown after the point.</param>
/// <param name="LessIsBetter">Which way is good.</param>
internal sealed record Figure(string Name, Func<Tally, double> Of, int Digits, bool LessIsBetter = true)
{
    /// <summary>All of them, in the order in which they are printed.</summary>
    public static readonly IReadOnlyList<Figure> All =
    [
        new("empty km", static all => all[Sum.EmptyKm], 0),
        new("empty share of km, %", static all => 100 * all[Sum.EmptyKm] / all[Sum.Km], 1),
        new("km", static all => all[Sum.Km], 0),
        new("diesel, l per 100 t·km asked", static all => 100 * all[Sum.Litres] / all[Sum.TonKm], 2),
        new("on time, %", static all => 100 * all[Sum.OnTime] / all[Sum.Consignments], 1, LessIsBetter: false),
        new("freight, yuan", static all => all[Sum.FreightFen] / 100, 0),
        new("days to cash", static all => all[Sum.FenDays] / all[Sum.ClaimFen], 1),
        new("paid for it, yuan per 10,000", static all => 10_000 * all[Sum.FundingFen] / all[Sum.ClaimFen], 1),
        new("idle paid hours", static all => all[Sum.IdleMinutes] / 60, 0),
        new("unmet hours", static all => all[Sum.UnmetMinutes] / 60, 0),
        new("overtime hours", static all => all[Sum.OvertimeMinutes] / 60, 0),
        new("paid beyond wages, yuan", static all => all[Sum.ExtraWorkFen] / 100, 0),
    ];
}
