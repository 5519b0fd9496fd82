using System.Globalization;

namespace Marketplace.Tests.Apps.Energy;

/// <summary>A real plant's quarters of an hour, January to April 2018, and what an accountant with a table makes of them: DAEWOO Steel, Gwangyang, from
/// the UCI Machine Learning Repository (Steel Industry Energy Consumption), CC BY 4.0; the columns date and Usage_kWh. No word of the app.</summary>
internal sealed class Plant
{
    /// <summary>The table in the folder of outside data: <c>MARKETPLACE_SHARED</c>, or <c>shared</c> beside the repository.</summary>
    private static readonly string file = Path.Combine(
        Environment.GetEnvironmentVariable("MARKETPLACE_SHARED") is { Length: > 0 } given ? given : Path.Combine(Places.Root, "..", "shared"), "data", "energy", "steel-plant-2018-jan-apr.csv");

    /// <summary>Ends of the quarters in local time, and kWh.</summary>
    public List<(DateTime End, decimal Kwh, string Line)> Quarters { get; } =
    [
        .. File.ReadLines(file).Skip(1).Select(static line => (DateTime.ParseExact(line.Split(',')[0], "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), decimal.Parse(line.Split(',')[1], CultureInfo.InvariantCulture), line)),
    ];

    /// <summary>Months with the quarters that began in them.</summary>
    public IEnumerable<IGrouping<string, (DateTime End, decimal Kwh, string Line)>> Months => Quarters.GroupBy(static q => q.End.AddMinutes(-15).ToString("yyyy-MM", CultureInfo.InvariantCulture));

    /// <summary>The table of some quarters, as it was published.</summary>
    public static string Csv(IEnumerable<(DateTime End, decimal Kwh, string Line)> quarters) => File.ReadLines(file).First() + "\n" + string.Concat(quarters.Select(static q => q.Line + "\n"));

    /// <summary>Energy, the highest quarter in kW, and the first time it ended.</summary>
    public static (decimal Kwh, decimal Kw, DateTime At) Figures(IEnumerable<(DateTime End, decimal Kwh, string Line)> quarters)
    {
        var (sum, most, at) = (0m, -1m, default(DateTime));
        foreach (var (end, kwh, _) in quarters)
        {
            sum += kwh;
            if (kwh > most) (most, at) = (kwh, end);
        }
        return (sum, most * 4, at);
    }

    /// <summary>What a month costs: every quarter at the price of its band, each band rounded to the fen, and the demand.</summary>
    public static (decimal Energy, decimal Demand) Bill(IEnumerable<(DateTime End, decimal Kwh, string Line)> quarters, IReadOnlyList<(string From, decimal Demand, (int Hour, string Kind, decimal Price)[] Bands)> tariffs)
    {
        var sums = new Dictionary<(string, string, decimal), decimal>();
        var (most, last) = (0m, tariffs[0]);
        foreach (var (end, kwh, _) in quarters)
        {
            var began = end.AddMinutes(-15);
            var tariff = tariffs.Last(t => string.CompareOrdinal(t.From, began.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) <= 0);
            var band = tariff.Bands.Last(b => b.Hour <= began.Hour);
            sums[(tariff.From, band.Kind, band.Price)] = sums.GetValueOrDefault((tariff.From, band.Kind, band.Price)) + kwh;
            (most, last) = (Math.Max(most, kwh * 4), tariff);
        }
        static decimal Fen(decimal yuan) => Math.Round(yuan, 2, MidpointRounding.AwayFromZero);
        return (sums.Sum(static s => Fen(s.Value * s.Key.Item3)), Fen(most * last.Demand));
    }
}
