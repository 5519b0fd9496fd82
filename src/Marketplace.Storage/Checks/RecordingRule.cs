using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>What is written down of an install's recordings is what is there. Whether one opens, only the firm's key could say.</summary>
internal sealed class RecordingRule : StoreRule
{
    public override string Name => "recordings";

    public override string Promise => "the recordings of each install are as many and as large as is written down";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        findings.Look(await store.Number("SELECT count(*) FROM recording", cancel));
        await foreach (var row in store.Read("SELECT tenant, id, size, length(body) FROM recording WHERE size <> length(body) ORDER BY tenant, id", cancel))
            findings.Add($"the recording {row.Text(1)} of {row.Text(0)} has {row.Number(3)} bytes, and {row.Number(2)} are written down");
        await foreach (var row in store.Read(
            """
            SELECT a.tenant, a.app, CAST(sum(a.calls) AS bigint), CAST(sum(a.bytes) AS bigint) FROM (
                SELECT tenant, app, calls, bytes FROM recording_space
                UNION ALL SELECT tenant, app, -count(*), -CAST(sum(size) AS bigint) FROM recording GROUP BY tenant, app) a
            GROUP BY a.tenant, a.app HAVING sum(a.calls) <> 0 OR sum(a.bytes) <> 0 ORDER BY a.tenant, a.app
            """, cancel))
            findings.Add($"{row.Text(1)} of {row.Text(0)}: {row.Number(2)} recordings and {row.Number(3)} bytes more are written down than are there");
    }
}
