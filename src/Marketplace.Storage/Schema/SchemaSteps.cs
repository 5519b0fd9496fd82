using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Marketplace.Storage.Schema;

/// <summary>Brings a store's schema up to date: numbered, forward-only, embedded, checksummed. A step that was applied and has
/// other bytes now stops the start: history is not edited, a further step is added.</summary>
internal static partial class SchemaSteps
{
    internal sealed record SchemaStep(int Number, string Name, string Sql, string Checksum);

    /// <summary>Applies what is missing. Several processes may do so at once: each step is applied by one of them.</summary>
    public static async Task Apply(Engine engine, IReadOnlyList<SchemaStep> steps, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        await engine.Apply("CREATE TABLE IF NOT EXISTS schema_step (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL);", "", cancel);
        var applied = await Applied(engine, cancel);
        Check(steps, applied);
        foreach (var step in steps.Where(step => !applied.ContainsKey(step.Number)))
        {
            var mark = string.Create(CultureInfo.InvariantCulture,
                $"\nINSERT INTO schema_step (number, name, checksum, applied_at) VALUES ({step.Number}, '{step.Name}', '{step.Checksum}', {time.GetUtcNow().ToUnixTimeMilliseconds()});");
            var unless = string.Create(CultureInfo.InvariantCulture, $"SELECT name FROM schema_step WHERE number = {step.Number}");
            if (await engine.Apply(step.Sql + mark, unless, cancel)) LogApplied(log, step.Name);
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

    /// <summary>The steps of an engine, in their order.</summary>
    internal static IEnumerable<SchemaStep> Embedded(string words)
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
