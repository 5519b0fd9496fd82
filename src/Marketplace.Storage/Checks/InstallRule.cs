using System.Text.Json;
using Marketplace.Domain.Invocations;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>The head of an install has moved at least once for each change of its terms and each logged call that had effects, and its state is
/// what its passages and promises say: one that is being upgraded has its work, one that was left has an end.</summary>
internal sealed class InstallRule : StoreRule
{
    private static readonly (string Sql, string What)[] States =
    [
        ("SELECT h.tenant, h.app FROM install_head h WHERE h.state = 'upgrading' AND NOT EXISTS (SELECT 1 FROM upgrade_run u WHERE u.install = h.id AND u.state = 'running') ORDER BY h.tenant, h.app", "is being upgraded by nothing"),
        ("SELECT u.tenant, u.app FROM upgrade_run u WHERE u.state = 'running' AND NOT EXISTS (SELECT 1 FROM install_head h WHERE h.id = u.install AND h.state = 'upgrading') ORDER BY u.tenant, u.app", "has a passage under way and does not wait for it"),
        ("SELECT h.tenant, h.app FROM install_head h WHERE h.state = 'uninstalled' AND NOT EXISTS (SELECT 1 FROM due_work d WHERE d.id = 'purge:' || h.id || ':' || h.epoch AND d.state = 0) ORDER BY h.tenant, h.app", "was left and would be kept for ever"),
        ("SELECT r.tenant, r.app FROM rehearsal r WHERE r.state = 'running' AND NOT EXISTS (SELECT 1 FROM due_work d WHERE d.id LIKE 'rehearse:' || r.tenant || ':' || r.id || ':%') ORDER BY r.tenant, r.app", "is being rehearsed by nothing"),
    ];

    public override string Name => "installs";

    public override string Promise => "an install's head is as far as its history, and what it waits for is under way";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        Dictionary<(string, string), long> moved = [];
        await foreach (var row in store.Read("SELECT tenant, app, meter FROM invocation WHERE outcome = 'completed'", cancel))
            if (JsonSerializer.Deserialize(row.Bytes(2), FactJson.Default.Meter) is Meter { Effects: > 0 })
                moved[(row.Text(0), row.Text(1))] = moved.GetValueOrDefault((row.Text(0), row.Text(1))) + 1;
        await foreach (var row in store.Read("SELECT tenant, app, seq, epoch FROM install_head ORDER BY tenant, app", cancel))
        {
            findings.Look();
            var (tenant, app, seq, epoch) = (row.Text(0), row.Text(1), row.Number(2), row.Number(3));
            var calls = moved.GetValueOrDefault((tenant, app));
            // It begins at (1, 1); a change of terms moves both numbers, a call with effects and a record written by hand the first.
            if (epoch < 1 || seq - epoch < calls)
                findings.Add($"the head of {app} at {tenant} stands at {seq} with {epoch} changes of terms; {calls} logged calls moved it");
        }
        foreach (var (sql, what) in States)
            await foreach (var row in store.Read(sql, cancel)) findings.Add($"{row.Text(1)} at {row.Text(0)} {what}");
    }
}
