using System.Text.Json;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>A document that still owes something to others has a wake-up that will make it pay.</summary>
internal sealed class DebtRule : StoreRule
{
    public override string Name => "debts";

    public override string Promise => "every document that owes something has a wake-up";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        await foreach (var row in store.Read(
            "SELECT d.grainidextensionstring, d.payloadbinary, w.id FROM orleansstorage d LEFT JOIN due_work w ON w.id = 'settle:' || d.grainidextensionstring WHERE d.payloadbinary IS NOT NULL", cancel))
        {
            findings.Look();
            if (row.IsNothing(2) && Owes(row.Bytes(1))) findings.Add($"{row.Text(0)} owes something and nothing will wake it");
        }
    }

    private static bool Owes(byte[] payload)
    {
        try
        {
            return JsonElement.Parse(payload).TryGetProperty("body"u8, out var body) && body.TryGetProperty("pending"u8, out var pending) && pending.ValueKind == JsonValueKind.True;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Another rule names it.
            return false;
        }
    }
}
