using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;

namespace Marketplace.Storage.Installs;

/// <summary>What is known of the installs of an app in a brain while a version is rolled out.</summary>
public static class RolloutFacts
{
    /// <summary>Calls and failures of the version since a time, and of the others since <see cref="RolloutRules.Before"/> that.</summary>
    public static async Task<RolloutTally> Tally(Database database, string brain, string app, string version, DateTimeOffset since, CancellationToken cancel = default)
    {
        var rows = await database.Read(
            """
            SELECT CASE WHEN i.version = $1 THEN 1 ELSE 0 END, count(*), CAST(sum(CASE WHEN i.outcome = 'failed' THEN 1 ELSE 0 END) AS bigint)
            FROM install_head h JOIN invocation i ON i.tenant = h.tenant AND i.app = h.app
            WHERE h.app = $2 AND h.brain = $3 AND i.id >= $4 AND (i.version <> $1 OR i.id >= $5) GROUP BY 1
            """, static row => (IsIt: row.Flag(0), Calls: row.Number(1), Failed: row.Number(2)), cancel, version, app, brain, Ids.First(since - RolloutRules.Before), Ids.First(since));
        var (it, others) = (rows.FirstOrDefault(static row => row.IsIt), rows.FirstOrDefault(static row => !row.IsIt));
        return new RolloutTally(it.Calls, it.Failed, others.Calls, others.Failed);
    }

    /// <summary>The firms of a brain that have an app, and the version of each.</summary>
    public static Task<IReadOnlyList<(string Tenant, string Version)>> Installs(Database database, string brain, string app, CancellationToken cancel = default) => database.Read(
        "SELECT tenant, version FROM install_head WHERE app = $1 AND brain = $2 AND state IN ('active', 'upgrading', 'suspended') ORDER BY tenant",
        static row => (row.Text(0), row.Text(1)), cancel, app, brain);
}
