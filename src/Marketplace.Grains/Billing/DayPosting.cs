using System.Globalization;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain.Billing;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Installs;
using Marketplace.Storage;
using Marketplace.Storage.Billing;
using InstallRows = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Billing;

/// <summary>Posts what was metered and is not posted yet: one transfer for an install and a day, and a further one for what came late.
/// The transfer, its lines and the day's mark are one unit, so that a day is never posted in half or twice.</summary>
internal sealed class DayPosting(Database database, BillPosting bills, TimeProvider time)
{
    /// <summary>How long after a day's end its calls may still be committing.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>How far back a late call is looked for; the log is kept longer.</summary>
    public const int LookBack = 62;

    private const int Most = 200;

    /// <summary>Posts open days of a brain (all when empty) up to a day, if they are over where the firm is; true when some are left that can be posted.</summary>
    public async Task<bool> Post(string brain, string to)
    {
        var now = time.GetUtcNow();
        var from = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-LookBack).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var open = await BillFacts.Open(database, brain, from, to, Most);
        Dictionary<string, string> zones = new(StringComparer.Ordinal);
        var posted = 0;
        foreach (var day in open)
        {
            if (await InstallRows.Get(database, day.Tenant, day.App) is not { } install) continue;
            if (!zones.TryGetValue(day.Tenant, out var zone)) zones[day.Tenant] = zone = await Zone(database, install.Brain, day.Tenant);
            if (string.CompareOrdinal(day.Day, Spending.Day(now - Grace, zone)) >= 0) continue;
            await Post(day, install.Brain, zone);
            posted++;
        }
        return posted > 0 && open.Count == Most;
    }

    /// <summary>The zone of a firm's days and months.</summary>
    public static async Task<string> Zone(Database database, string brain, string tenant) =>
        await database.ProjectedOne(Projecting.Firm, brain, tenant) is { } row ? GrainJson.Read<TenantFacts>(row.Body).Zone : "Asia/Shanghai";

    private async Task Post(OpenDay day, string brain, string zone)
    {
        var (from, to) = Spending.Bounds(DateOnly.ParseExact(day.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture), zone);
        var metered = await BillFacts.Metered(database, day, brain, from, to);
        // Two accounts of the same day, kept by different statements: what is billed must be both.
        if (metered.Sum(static one => one.Calls) != day.Calls || metered.Sum(static one => one.Line.Total) != day.Total)
            throw new InvalidDataException($"{day.App} of {day.Tenant} on {day.Day}: the log and the day's meter differ; nothing is posted.");
        var rest = BillRules.Rest([.. metered.Select(static one => one.Line)], await BillFacts.Posted(database, day));
        if (!rest.Ok) throw new InvalidDataException($"{day.App} of {day.Tenant} on {day.Day}: more was posted than metered.");
        var done = await bills.Post(string.Create(CultureInfo.InvariantCulture, $"meter:{day.Tenant}/{day.App}:{day.Day}:{day.Portions + 1}"), rest.Must(),
            string.Create(CultureInfo.InvariantCulture, $"{day.Calls} calls"), (unit, lines, op) => BillFacts.Post(unit, day, lines, op));
        // Another has posted it meanwhile, or a call came late: whatever is left is found again.
        if (done is { } no && no.Code != Conflicts.Exists) throw new Jobs.DeliveryException(no.Code);
    }
}
