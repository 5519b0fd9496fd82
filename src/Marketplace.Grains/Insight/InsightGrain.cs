using System.Globalization;
using System.Text.Json;
using Marketplace.Contracts.Insight;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Insight;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Projections;
using Marketplace.Storage;
using Marketplace.Storage.Insight;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Insight;

/// <summary>A published month as it is stored.</summary>
public sealed record PublishedMonth(IReadOnlyList<Figure> Figures, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Districts);

/// <summary>Draws up months and shows what of them may be seen. A month is published once, with the first look that shows anything of it; from then on
/// figures are only taken away. Reentrant because it holds nothing: of two that draw the same month the first to commit is the one that counts.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class InsightGrain(Database database, TimeProvider time) : Grain, IInsightGrain
{
    private const int Months = 12;

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private string Brain => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    async Task<Answer<InsightTable>> IInsightGrain.Months(Caller caller, string dataset)
    {
        if (!caller.Is(Roles.Analyst) && !caller.Is(Roles.Operator)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Analyst));
        if (caller.Brain != Brain || Indicator.Of(dataset) is not { } indicator) return Refusal.Of(Codes.NotFound, ("what", "indicator"));
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone).DateTime);
        var asked = Enumerable.Range(0, Months + 2).Select(back => new DateOnly(today.Year, today.Month, 1).AddMonths(-back))
            .Where(month => DisclosureRules.IsSettled(month, today)).Take(Months).Select(static month => month.ToString("yyyy-MM", CultureInfo.InvariantCulture)).ToList();
        var stops = await ShareFacts.StopsOf(database, dataset);
        var published = await Published(dataset, asked[^1]);
        var drawn = new Dictionary<string, PublishedMonth>(StringComparer.Ordinal);
        foreach (var month in asked.Where(month => !published.ContainsKey(month))) drawn[month] = await Draw(indicator, month, stops);
        var unit = new Unit();
        foreach (var (month, figures) in drawn.Where(static one => one.Value.Figures.Any(static figure => figure.Hidden.Length == 0)))
            InsightFacts.Publish(unit, Brain, dataset, month, GrainJson.Bytes(figures), time.GetUtcNow());
        if (unit.Count > 0)
        {
            await database.Commit(unit);
            published = await Published(dataset, asked[^1]);
        }
        var stopped = stops.Select(static stop => stop.Tenant).ToHashSet(StringComparer.Ordinal);
        return new InsightTable
        {
            Dataset = dataset, IsPercent = indicator.IsPercent,
            Months = [.. asked.Select(month => published.TryGetValue(month, out var known) ? Told(month, known.At, known.Drawn, stopped) : Told(month, null, drawn[month], stopped))
                .Where(static month => month.Figures.Count > 0)],
        };
    }

    private async Task<Dictionary<string, (DateTimeOffset At, PublishedMonth Drawn)>> Published(string dataset, string from) =>
        (await InsightFacts.From(database, Brain, dataset, from)).ToDictionary(static row => row.Month, static row => (row.At, GrainJson.Read<PublishedMonth>(row.Body)), StringComparer.Ordinal);

    private async Task<PublishedMonth> Draw(Indicator indicator, string month, IReadOnlyList<ShareStop> stops)
    {
        var rows = (await ShareFacts.Month(database, Brain, indicator.Dataset, month)).Where(row => !stops.Any(stop => stop.Tenant == row.Tenant && stop.App == row.App)).ToList();
        var districts = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        var given = new List<Contribution>();
        foreach (var firm in rows.GroupBy(static row => row.Tenant, StringComparer.Ordinal))
        {
            var name = await database.ProjectedOne(Projecting.Firm, Brain, firm.Key) is { } known ? GrainJson.Read<TenantFacts>(known.Body).District : new Dictionary<string, string>();
            var district = name.GetValueOrDefault("zh-CN", "");
            districts[district] = name;
            var amounts = firm.Select(row => ShareRules.Amounts(indicator, row.Body)).ToList();
            given.Add(new Contribution(firm.Key, district, amounts.Sum(static one => one.Part), amounts.Sum(static one => one.Whole)));
        }
        return new PublishedMonth(given.Count == 0 ? [] : DisclosureRules.Draw(given), districts);
    }

    private static InsightMonth Told(string month, DateTimeOffset? at, PublishedMonth drawn, HashSet<string> stopped) => new()
    {
        Month = month, PublishedAt = at,
        Figures = [.. DisclosureRules.Without(drawn.Figures, stopped).Select(one => Told(one, one.IsAll ? new Dictionary<string, string>() : drawn.Districts.GetValueOrDefault(one.District) ?? new Dictionary<string, string>()))],
    };

    private static InsightFigure Told(Figure one, IReadOnlyDictionary<string, string> district) => one.Hidden.Length > 0
        ? new InsightFigure { District = district, IsAll = one.IsAll, Hidden = one.Hidden }
        : new InsightFigure
        {
            District = district, IsAll = one.IsAll, Firms = one.Firms.Count, Weight = one.Whole.ToString("0.######", CultureInfo.InvariantCulture),
            Value = one.Whole == 0 ? "" : decimal.Round(one.Part / one.Whole, 4, MidpointRounding.AwayFromZero).ToString("0.0000", CultureInfo.InvariantCulture),
        };
}
