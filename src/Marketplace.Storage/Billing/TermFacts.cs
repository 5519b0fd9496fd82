namespace Marketplace.Storage.Billing;

/// <summary>The plan of an install, and when the firm first had the app.</summary>
public static class TermFacts
{
    /// <summary>Keeps the plan; the first time stays the first.</summary>
    public static void Put(Unit unit, string tenant, string app, string plan, DateTimeOffset now) => unit.Do(
        "INSERT INTO bill_term (tenant, app, plan, first_at) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant, app) DO UPDATE SET plan = excluded.plan",
        tenant, app, plan, now);

    /// <summary>Plan and first time, or null.</summary>
    public static async Task<(string Plan, DateTimeOffset FirstAt)?> Get(Database database, string tenant, string app, CancellationToken cancel = default) =>
        await database.Read("SELECT plan, first_at FROM bill_term WHERE tenant = $1 AND app = $2", static row => (row.Text(0), row.Time(1)), cancel, tenant, app) is [var one] ? one : null;
}
