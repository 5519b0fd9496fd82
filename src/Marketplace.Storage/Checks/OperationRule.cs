using System.Text.Json;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>A call that carried an operation id was billed once, and its stored reply tells of that very call. Replies are kept for a week.</summary>
internal sealed class OperationRule : StoreRule
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public override string Name => "operations";

    public override string Promise => "one stored reply for each logged call with an operation id, and one logged call for each such reply";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        var newest = await store.Number("SELECT coalesce(max(at), 0) FROM operation", cancel);
        await foreach (var row in store.Read("SELECT tenant, operation, count(*) FROM invocation WHERE operation <> '' GROUP BY tenant, operation HAVING count(*) > 1", cancel))
            findings.Add($"operation {row.Text(1)} of {row.Text(0)} was logged and billed {row.Number(2)} times");
        await foreach (var row in store.Read(
            """
            SELECT i.tenant, i.id, i.operation, i.cost_total, o.reply, i.at, o.code, i.code
            FROM invocation i LEFT JOIN operation o ON o.tenant = i.tenant AND o.key = i.operation WHERE i.operation <> ''
            """, cancel)) Logged(row, newest, findings);
        // By the operation first: it has no index, and the engines make one for the join; by the firm first they would read its whole log each time.
        await foreach (var row in store.Read(
            """
            SELECT o.tenant, o.key, o.reply FROM operation o LEFT JOIN invocation i ON i.operation = o.key AND i.tenant || '' = o.tenant WHERE i.id IS NULL
            """, cancel))
        {
            findings.Look();
            if (Receipt(row.Bytes(2)) is { } receipt) findings.Add($"the reply of operation {row.Text(1)} of {row.Text(0)} tells of call {receipt.Invocation}, which is not in the log");
        }
    }

    private static void Logged(Row row, long newest, Findings findings)
    {
        findings.Look();
        var call = $"call {row.Text(1)} of {row.Text(0)}";
        if (row.IsNothing(4))
        {
            if (row.Number(5) > newest - (long)Kept.TotalMilliseconds) findings.Add($"{call} was billed and its operation {row.Text(2)} has no reply");
        }
        else if (Receipt(row.Bytes(4)) is not { } receipt) findings.Add($"{call} was billed and the reply of its operation {row.Text(2)} tells of no call");
        else if (receipt.Invocation != row.Text(1)) findings.Add($"{call} was billed and the reply of its operation {row.Text(2)} tells of call {receipt.Invocation}");
        else if (receipt.Total != row.Number(3)) findings.Add($"{call} was billed {row.Number(3)} and its caller was told {receipt.Total}");
        else if (row.Text(6) != row.Text(7)) findings.Add($"{call} ended with '{row.Text(7)}' and its operation with '{row.Text(6)}'");
    }

    /// <summary>What the receipt of a call says, or null for the reply of any other command.</summary>
    private static (string Invocation, long Total)? Receipt(byte[] reply)
    {
        try
        {
            var root = JsonElement.Parse(reply);
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("invocation"u8, out var invocation) && root.TryGetProperty("meter"u8, out _)
                && root.TryGetProperty("cost"u8, out var cost) && cost.TryGetProperty("total"u8, out var total)
                    ? (invocation.GetString() ?? "", total.GetInt64())
                    : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
