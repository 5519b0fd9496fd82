using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Marketplace.Storage.Schema;

/// <summary>Brings a store's schema up to date: numbered, forward-only, embedded, checksummed. A step that was applied and has
/// other bytes now stops the start: history is not edited, a further step is added.</summary>
internal static partial class SchemaSteps
{
    private sealed record SchemaStep(int Number, string Name, string Sql, string Checksum);

    public static async Task Apply(Engine engine, string words, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        // Hosts that start at one moment on one empty store: one applies, the others find it done.
        await using var alone = await engine.Alone("schema", cancel);
        await engine.Apply("CREATE TABLE IF NOT EXISTS schema_step (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL);", cancel);
        var applied = await Applied(engine, cancel);
        foreach (var step in Embedded(words))
        {
            if (applied.Remove(step.Number, out var checksum))
            {
                if (checksum != step.Checksum) throw new InvalidOperationException($"Schema step {step.Name} was applied with other bytes.");
                continue;
            }
            await engine.Apply(step.Sql + string.Create(CultureInfo.InvariantCulture,
                $"\nINSERT INTO schema_step (number, name, checksum, applied_at) VALUES ({step.Number}, '{step.Name}', '{step.Checksum}', {time.GetUtcNow().ToUnixTimeMilliseconds()});"), cancel);
            LogApplied(log, step.Name);
        }
        if (applied.Count > 0) throw new InvalidOperationException($"The store has schema step {applied.Keys.Max()}, which this program does not know: it is older than the store.");
    }

    private static async Task<Dictionary<int, string>> Applied(Engine engine, CancellationToken cancel) =>
        (await engine.Read("SELECT number, checksum FROM schema_step", static row => (Number: (int)row.Number(0), Checksum: row.Text(1)), [], cancel))
        .ToDictionary(static step => step.Number, static step => step.Checksum);

    private static IEnumerable<SchemaStep> Embedded(string words)
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
