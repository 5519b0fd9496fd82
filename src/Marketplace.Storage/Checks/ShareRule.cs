using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>What left firms, and what brains made of it. That a published figure was fit to be published is the rules' business; here it is of somebody.</summary>
internal sealed class ShareRule : StoreRule
{
    public override string Name => "shares";

    public override string Promise => "every shared record is of a call of an app the firm has, nothing left after it was stopped, and no month was published of nobody";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        findings.Look(await store.Number("SELECT count(*) FROM share_sent", cancel) + await store.Number("SELECT count(*) FROM insight_month", cancel));
        await foreach (var row in store.Read("SELECT tenant, id, invocation FROM share_sent WHERE invocation = '' OR substr(id, 1, length(invocation)) <> invocation ORDER BY tenant, id", cancel))
            findings.Add($"the record {row.Text(1)} that left {row.Text(0)} is not of the call {row.Text(2)}");
        await foreach (var row in store.Read("SELECT s.tenant, s.id, s.app FROM share_sent s LEFT JOIN install_head h ON h.tenant = s.tenant AND h.app = s.app WHERE h.app IS NULL ORDER BY s.tenant, s.id", cancel))
            findings.Add($"the record {row.Text(1)} left {row.Text(0)} by {row.Text(2)}, which the firm never had");
        await foreach (var row in store.Read(
            "SELECT s.tenant, s.id, s.dataset FROM share_sent s JOIN share_stop t ON t.tenant = s.tenant AND t.app = s.app AND t.dataset = s.dataset WHERE s.at > t.at ORDER BY s.tenant, s.id", cancel))
            findings.Add($"the record {row.Text(1)} left {row.Text(0)} although {row.Text(2)} was stopped before");
        await foreach (var row in store.Read(
            """
            SELECT m.brain, m.dataset, m.month FROM insight_month m
            WHERE NOT EXISTS (SELECT 1 FROM share_sent s WHERE s.brain = m.brain AND s.dataset = m.dataset AND s.month = m.month) ORDER BY m.brain, m.dataset, m.month
            """, cancel))
            findings.Add($"{row.Text(0)} published {row.Text(1)} of {row.Text(2)}, which nobody shared");
    }
}
