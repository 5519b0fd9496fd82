using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>What is billed is the sum of what is logged: lines to days, days to months.</summary>
internal sealed class MeterRule : StoreRule
{
    private const string Costs = "CAST(sum(cost_total) AS bigint), CAST(sum(cost_platform) AS bigint), CAST(sum(cost_publisher) AS bigint), CAST(sum(cost_resources) AS bigint)";

    public override string Name => "meters";

    public override string Promise => "a day's sums are those of the log, a month's spending is that of its days and its fee";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        findings.Look(await store.Number("SELECT count(*) FROM invocation", cancel));
        await foreach (var row in store.Read("SELECT tenant, app, id, cost_total FROM invocation WHERE cost_total <> cost_platform + cost_publisher + cost_resources", cancel))
            findings.Add($"the cost of call {row.Text(2)} of {row.Text(1)} at {row.Text(0)} is not the sum of its parts");
        var lines = await Sums(store, $"SELECT tenant, app, '', count(*), {Costs} FROM invocation GROUP BY tenant, app", cancel);
        var days = await Sums(store, $"SELECT tenant, app, '', CAST(sum(completed + refused + failed) AS bigint), {Costs} FROM meter_day GROUP BY tenant, app", cancel);
        Compare(lines, days, "the log", "the days", findings);
        var months = await Sums(store,
            """
            SELECT tenant, app, month, 0, CAST(sum(cost) AS bigint), 0, 0, 0 FROM (
                SELECT tenant, app, substr(day, 1, 7) AS month, cost_total AS cost FROM meter_day
                UNION ALL SELECT tenant, app, month, amount FROM bill_fee) spent GROUP BY tenant, app, month
            """, cancel);
        var spent = await Sums(store, "SELECT tenant, app, month, 0, total, 0, 0, 0 FROM spend", cancel);
        Compare(months, spent, "the days and fees", "the month", findings);
    }

    private static async Task<Dictionary<(string, string, string), string>> Sums(Snapshot store, string sql, CancellationToken cancel) =>
        (await store.All(sql, static row => (Key: (row.Text(0), row.Text(1), row.Text(2)), Sum: string.Join('/', Enumerable.Range(3, 5).Select(row.Number))), cancel))
        .ToDictionary(static one => one.Key, static one => one.Sum);

    private static void Compare(Dictionary<(string, string, string), string> left, Dictionary<(string, string, string), string> right, string here, string there, Findings findings)
    {
        const string nothing = "0/0/0/0/0";
        foreach (var key in left.Keys.Union(right.Keys).Order())
        {
            findings.Look();
            var (one, other) = (left.GetValueOrDefault(key, nothing), right.GetValueOrDefault(key, nothing));
            if (one != other) findings.Add($"{key.Item2} at {key.Item1} {key.Item3}: {here} say calls/total/platform/publisher/resources {one}, {there} {other}");
        }
    }
}
