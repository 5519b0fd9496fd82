using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>The engine's own word on its file: pages, indexes, foreign keys.</summary>
internal sealed class EngineRule : StoreRule
{
    public override string Name => "engine";

    public override string Promise => "the engine finds its pages, indexes and foreign keys in order";

    public override Task Look(Snapshot store, Findings findings, CancellationToken cancel) =>
        store.Engine == StoreOptions.Postgres ? Postgres(store, findings, cancel) : Sqlite(store, findings, cancel);

    private static async Task Sqlite(Snapshot store, Findings findings, CancellationToken cancel)
    {
        findings.Look(await store.Number("SELECT page_count FROM pragma_page_count", cancel));
        foreach (var line in await store.All("PRAGMA integrity_check(100)", static row => row.Text(0), cancel))
            if (line != "ok") findings.Add(line);
        foreach (var line in await store.All("SELECT \"table\", \"parent\" FROM pragma_foreign_key_check", static row => $"a row of {row.Text(0)} points to nothing in {row.Text(1)}", cancel))
            findings.Add(line);
    }

    /// <summary>PostgreSQL keeps constraints by itself and reads its pages with their sums where the cluster has them; its tool for trees,
    /// amcheck, is asked when the database has it.</summary>
    private static async Task Postgres(Snapshot store, Findings findings, CancellationToken cancel)
    {
        const string ours = "c.relnamespace = current_schema()::regnamespace";
        var indexes = await store.All(
            $"SELECT c.relname::text, i.indisvalid, c.oid::bigint FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE {ours} ORDER BY 1",
            static row => (Name: row.Text(0), IsValid: row.Flag(1), Id: row.Number(2)), cancel);
        findings.Look(indexes.Count);
        foreach (var index in indexes.Where(static index => !index.IsValid)) findings.Add($"the index {index.Name} is not valid: REINDEX INDEX {index.Name}");
        foreach (var name in await store.All($"SELECT k.conname::text FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid WHERE {ours} AND NOT k.convalidated", static row => row.Text(0), cancel))
            findings.Add($"the constraint {name} was never validated");
        var failures = await store.Number("SELECT coalesce(checksum_failures, 0)::bigint FROM pg_catalog.pg_stat_database WHERE datname = current_database()", cancel);
        if (failures > 0) findings.Add($"PostgreSQL has met {failures} pages whose sums are wrong");
        if (await store.Number("SELECT count(*) FROM pg_catalog.pg_extension WHERE extname = 'amcheck'", cancel) == 0) return;
        foreach (var index in indexes)
            await store.All($"SELECT 1 FROM (SELECT bt_index_check({index.Id}::oid::regclass, true)) looked WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_am a ON a.oid = c.relam WHERE c.oid = {index.Id} AND a.amname = 'btree')", static row => row.Number(0), cancel);
    }
}
