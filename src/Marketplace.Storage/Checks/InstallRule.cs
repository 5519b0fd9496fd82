using System.Text.Json;
using Marketplace.Domain.Invocations;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>The head of an install has moved at least once for each change of its terms and each logged call that had effects.</summary>
internal sealed class InstallRule : StoreRule
{
    public override string Name => "installs";

    public override string Promise => "an install's head is as far as its history: changes of terms, and logged calls with effects";

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
    }
}
