using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Storage.Documents;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Schema;

namespace Marketplace.Storage.Checks;

/// <summary>Looks at a whole store, read only and at one moment, while hosts may go on writing.</summary>
public static class StoreCheck
{
    /// <summary>The rules of the store itself, in the order in which they are looked at.</summary>
    public static IReadOnlyList<StoreRule> Rules(DocumentShapes shapes) =>
    [
        new EngineRule(), new SchemaRule(), new DocumentRule(shapes), new BlobRule(), new ReleaseRule(), new ReferenceRule(), new InstallRule(),
        new RecordRule(), new FileRule(), new OperationRule(), new MeterRule(), new RecordingRule(), new ShareRule(), new OutboxRule(), new DebtRule(), new ReadingRule(), new AuditRule(), new ResourceRule(), new LedgerRule(),
        new BillRule(),
    ];

    /// <summary>Runs rules one after the other. One that cannot be looked at counts as broken.</summary>
    /// <exception cref="StoreWorkException">There is no store, or it is of another program.</exception>
    public static async IAsyncEnumerable<(StoreRule Rule, Findings Findings)> Run(
        StoreOptions options, IReadOnlyList<StoreRule> rules, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var store = await Snapshot.Open(options, cancel);
        var known = SchemaSteps.Embedded(options.Engine).Max(static step => step.Number);
        if (store.Step != known)
            throw new StoreWorkException(store.Step == 0 ? "The store is empty: no host has opened it yet."
                : store.Step < known ? $"The store is at schema step {store.Step} and this program knows {known}. Start the host once, which upgrades it, and check then."
                : $"The store is at schema step {store.Step} and this program knows only {known}. Check it with the program that it belongs to.");
        foreach (var rule in rules) yield return (rule, await Looked(rule, store, cancel));
    }

    /// <summary>What one rule finds; that it cannot be looked at is a finding.</summary>
    internal static async Task<Findings> Looked(StoreRule rule, Snapshot store, CancellationToken cancel)
    {
        var findings = new Findings();
        // A statement that fails ends PostgreSQL's transaction, and the rules after it would see nothing.
        var isGuarded = store.Session.IsPostgres;
        if (isGuarded) await store.Session.Run("SAVEPOINT rule", cancel);
        try
        {
            await rule.Look(store, findings, cancel);
        }
        catch (Exception broken) when (broken is DbException or InvalidDataException or JsonException or FormatException or ArgumentException or InvalidOperationException
            or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            findings.Add($"could not be looked at to the end: {broken.Message}");
            if (isGuarded) await store.Session.Run("ROLLBACK TO SAVEPOINT rule", cancel);
        }
        return findings;
    }
}
