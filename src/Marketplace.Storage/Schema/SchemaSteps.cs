using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Storage.Reading;
using Microsoft.Extensions.Logging;

namespace Marketplace.Storage.Schema;

/// <summary>Brings a store's schema up to date: numbered, forward-only, embedded, checksummed. A step that was applied and has
/// other bytes now stops the start: history is not edited, a further step is added.</summary>
internal static partial class SchemaSteps
{
    /// <summary>One step; <see cref="Checksum"/> is the SHA-256 of its SQL.</summary>
    public sealed record SchemaStep(int Number, string Name, string Sql, string Checksum);

    private const string Table = "CREATE TABLE IF NOT EXISTS schema_step (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL);";

    /// <summary>Applies what is missing. Several processes may do so at once: each step is applied by one of them.</summary>
    public static async Task Apply(Engine engine, IReadOnlyList<SchemaStep> steps, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        await engine.Apply(Table, "", cancel);
        var applied = await Applied(engine, cancel);
        Check(steps, applied);
        foreach (var step in steps.Where(step => !applied.ContainsKey(step.Number)))
        {
            var unless = string.Create(CultureInfo.InvariantCulture, $"SELECT name FROM schema_step WHERE number = {step.Number}");
            if (await engine.Apply(Script(step, time), unless, cancel)) LogApplied(log, step.Name);
        }
        // Once more: what another process applied meanwhile may be of another history.
        Check(steps, await Applied(engine, cancel));
    }

    private static void Check(IReadOnlyList<SchemaStep> steps, Dictionary<int, string> applied)
    {
        foreach (var step in steps)
            if (applied.TryGetValue(step.Number, out var checksum) && checksum != step.Checksum)
                throw new InvalidOperationException($"Schema step {step.Name} was applied with other bytes.");
        if (applied.Keys.Except(steps.Select(static step => step.Number)).Order().LastOrDefault() is > 0 and var unknown)
            throw new InvalidOperationException($"The store has schema step {unknown}, which this program does not know: it is older than the store.");
    }

    private static async Task<Dictionary<int, string>> Applied(Engine engine, CancellationToken cancel) =>
        (await engine.Read("SELECT number, checksum FROM schema_step", static row => (Number: (int)row.Number(0), Checksum: row.Text(1)), [], cancel))
        .ToDictionary(static step => step.Number, static step => step.Checksum);

    /// <summary>Applies steps in the open transaction of a session whose schema is being made anew.</summary>
    public static async Task Apply(Session session, IEnumerable<SchemaStep> steps, TimeProvider time, CancellationToken cancel)
    {
        await session.Run(Table, cancel);
        foreach (var step in steps) await session.Run(Script(step, time), cancel);
    }

    /// <summary>What a store says was applied: number, name, checksum; nothing for a store that was never opened.</summary>
    public static async Task<List<(int Number, string Name, string Checksum)>> Applied(Session session, CancellationToken cancel)
    {
        var there = await session.All(session.IsPostgres
            ? "SELECT count(*) FROM pg_catalog.pg_class WHERE relname = 'schema_step' AND relnamespace = current_schema()::regnamespace"
            : "SELECT count(*) FROM sqlite_master WHERE name = 'schema_step'", static row => row.Number(0), cancel);
        return there[0] == 0 ? [] : await session.All("SELECT number, name, checksum FROM schema_step ORDER BY number",
            static row => ((int)row.Number(0), row.Text(1), row.Text(2)), cancel);
    }

    /// <summary>The last step of a store, 0 for none.</summary>
    public static async Task<int> Last(Session session, CancellationToken cancel) => (await Applied(session, cancel)).Select(static step => step.Number).DefaultIfEmpty().Max();

    private static string Script(SchemaStep step, TimeProvider time) => step.Sql + string.Create(CultureInfo.InvariantCulture,
        $"\nINSERT INTO schema_step (number, name, checksum, applied_at) VALUES ({step.Number}, '{step.Name}', '{step.Checksum}', {time.GetUtcNow().ToUnixTimeMilliseconds()});");

    /// <summary>The steps this program knows for an engine, in order.</summary>
    public static IEnumerable<SchemaStep> Embedded(string words)
    {
        var assembly = typeof(SchemaSteps).Assembly;
        var prefix = $"schema/{words}/";
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var sql = reader.ReadToEnd();
            var name = resource[prefix.Length..^".sql".Length];
            yield return new SchemaStep(int.Parse(name[..4], CultureInfo.InvariantCulture), name, sql,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, EventId = 3001, Message = "Schema step {Step} applied")]
    private static partial void LogApplied(ILogger log, string step);
}
