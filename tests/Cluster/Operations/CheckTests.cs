using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Grains;
using Marketplace.Grains.Projections;
using Marketplace.Storage;
using Marketplace.Storage.Checks;
using Marketplace.Storage.Documents;
using Marketplace.Storage.Postgres;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Schema;
using Marketplace.Storage.Sqlite;
using Marketplace.Tests.Cluster.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Operations;

/// <summary>What <c>check</c> says of a whole store, and of the same with one thing made wrong.</summary>
public sealed partial class CheckTests(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IReadOnlyList<StoreRule> Rules => [.. StoreCheck.Rules(GrainsSetup.Shapes()), new ProjectionRule()];

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_whole_store_is_called_whole_while_its_owner_has_it_open(string engine)
    {
        var database = await stores.Open(engine);
        await WholeStore.Fill(database, stores.Clock);
        await Trees(database);
        Dictionary<string, long> looked = [];
        await foreach (var (rule, findings) in StoreCheck.Run(database.Options, Rules, Cancel))
        {
            Assert.True(findings.Wrong == 0, $"{rule.Name}: {string.Join("; ", findings.Told)}");
            looked[rule.Name] = findings.Looked;
        }
        Say($"{engine}: {string.Join(", ", looked.Select(static one => $"{one.Key} {one.Value}"))}");
        Assert.All(looked, static one => Assert.True(one.Value > 0, $"{one.Key} looked at nothing"));
        Assert.Equal(Mutation.All.Select(static one => one.Rule).Append("engine").Distinct().Order(), looked.Keys.Order());
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Whatever_is_made_wrong_is_named_by_its_rule(string engine)
    {
        var database = await stores.Open(engine);
        await WholeStore.Fill(database, stores.Clock);
        await using var session = await Hand(database.Options);
        List<string> missed = [];
        foreach (var mutation in Mutation.All)
        {
            var findings = await Under(session, mutation, Rules.Single(rule => rule.Name == mutation.Rule));
            if (findings.Wrong == 0) missed.Add(mutation.ToString());
            else Say($"{mutation}: {findings.Told[0]}");
        }
        Say($"{engine}: {Mutation.All.Count} mutations");
        Assert.True(missed.Count == 0, $"not named on {engine}:\n{string.Join('\n', missed)}");
        foreach (var rule in Rules) Assert.Equal(0, (await StoreCheck.Looked(rule, new Snapshot(session, await SchemaSteps.Last(session, Cancel)), Cancel)).Wrong);
    }

    /// <summary>A rule that only counts index entries, and one that believes each audit entry's own hash: the table sees through both.</summary>
    [Fact]
    public async Task A_rule_that_looks_too_little_is_caught()
    {
        var database = await stores.Open("sqlite");
        await WholeStore.Fill(database, stores.Clock);
        await using var session = await Hand(database.Options);
        foreach (var wrong in (StoreRule[])[new CountingKeys(), new LonelyAudit()])
        {
            var missed = 0;
            foreach (var mutation in Mutation.All.Where(one => one.Rule == wrong.Name))
                if ((await Under(session, mutation, wrong)).Wrong == 0) missed++;
            Say($"{wrong.GetType().Name} misses {missed}");
            Assert.True(missed > 0);
        }
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_random_change_of_an_audit_is_always_named(string engine)
    {
        var seed = Random.Shared.Next();
        var (dice, times) = (new Random(seed), Stores.IsNightly ? 1_000 : 60);
        var database = await stores.Open(engine);
        await WholeStore.Fill(database, stores.Clock);
        await using var session = await Hand(database.Options);
        for (var time = 0; time < times; time++)
        {
            var (chain, seq) = dice.Next(2) == 0 ? ("auto", dice.Next(1, 5)) : (WholeStore.Firm, dice.Next(1, 9));
            var where = $"WHERE chain = '{chain}' AND seq = {seq}";
            string[] ways =
            [
                $"DELETE FROM audit {where}", $"UPDATE audit SET at = at + {dice.Next(1, 999)} {where}", $"UPDATE audit SET subject = subject || 'x' {where}",
                $"UPDATE audit SET act = 'resume' {where}", $"UPDATE audit SET seq = seq + 50 {where}", $"DELETE FROM audit WHERE chain = '{chain}' AND seq >= {seq}",
                $"UPDATE audit SET entry = {{hex:{dice.Next(10, 99)}}} {where}", $"UPDATE audit_head SET last = last - 1 WHERE chain = '{chain}'",
                $"UPDATE audit SET chain = 'z' {where}", $"UPDATE audit_head SET hash = {{hex:00}} WHERE chain = '{chain}'",
            ];
            var mutation = new Mutation("audit", $"seed {seed}, change {time}", ways[dice.Next(ways.Length)]);
            Assert.True((await Under(session, mutation, new AuditRule())).Wrong > 0, $"{mutation}: {mutation.Sql}");
        }
        Say($"{engine}: {times} changes, seed {seed}");
    }

    [Fact]
    public async Task A_file_whose_pages_are_damaged_is_not_called_whole()
    {
        var seed = Random.Shared.Next();
        var (dice, times, found) = (new Random(seed), Stores.IsNightly ? 100 : 10, 0);
        var database = await stores.Open("sqlite");
        await WholeStore.Fill(database, stores.Clock);
        await database.DisposeAsync();
        // No page may be left that holds nothing.
        await using (var packed = new Session(SqliteEngine.Connect(database.Options.File), "sqlite")) await packed.Run("PRAGMA journal_mode=DELETE; VACUUM;", Cancel);
        for (var time = 0; time < times; time++)
        {
            var options = await stores.Options("sqlite");
            File.Copy(database.Options.File, options.File);
            await using (var file = new FileStream(options.File, FileMode.Open))
            {
                file.Position = 4096 * dice.Next(1, (int)(file.Length / 4096));
                var page = new byte[4096];
                dice.NextBytes(page);
                await file.WriteAsync(page, Cancel);
            }
            Assert.True(await Wrong(options) > 0, $"seed {seed}, file {time}");
            found++;
        }
        Say($"{found} damaged files, seed {seed}");
    }

    private static async Task<long> Wrong(StoreOptions options)
    {
        var wrong = 0L;
        try
        {
            await foreach (var (_, findings) in StoreCheck.Run(options, Rules, Cancel)) wrong += findings.Wrong;
        }
        catch (StoreWorkException unreadable)
        {
            Say(unreadable.Message);
            wrong++;
        }
        return wrong;
    }

    /// <summary>PostgreSQL's tool for index trees, where the server has it.</summary>
    private static async Task Trees(Database database)
    {
        if (!database.IsShared) return;
        var has = await database.First("SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'", static row => row.Number(0), Cancel);
        if (has > 0) await database.Commit(new Unit().Do("CREATE EXTENSION amcheck"), Cancel);
        Say($"amcheck: {(has > 0 ? "asked" : "not there")}");
    }

    private static async Task<Findings> Under(Session session, Mutation mutation, StoreRule rule)
    {
        await session.Run("SAVEPOINT mutation", Cancel);
        string[] ledger = ["ledger_journal", "ledger_operation", "ledger_anchor", "ledger_account", "invoice", "invoice_line"];
        await session.Run(string.Concat(session.IsPostgres ? ledger.Append("audit").Select(static table => $"ALTER TABLE {table} DISABLE TRIGGER ALL;")
            : ledger.Append("audit").Select(static table => $"DROP TRIGGER {table}_stands; DROP TRIGGER {table}_stays;")), Cancel);
        await session.Run(Spoken(mutation.Sql, session.IsPostgres), Cancel);
        var findings = await StoreCheck.Looked(rule, new Snapshot(session, await SchemaSteps.Last(session, Cancel)), Cancel);
        await session.Run("ROLLBACK TO SAVEPOINT mutation", Cancel);
        return findings;
    }

    /// <summary>Bytes as either engine writes them.</summary>
    private static string Spoken(string sql, bool isPostgres)
    {
        var owing = Convert.ToHexStringLower(Encoding.UTF8.GetBytes("""{"schema":"listing","v":1,"body":{"brain":"auto","app":"demo/echo","pending":true}}"""));
        return Hex().Replace(sql.Replace("{pending}", $"{{hex:{owing}}}", StringComparison.Ordinal), hex => isPostgres ? $"'\\x{hex.Groups[1].Value}'::bytea" : $"x'{hex.Groups[1].Value}'");
    }

    /// <summary>A transaction that is never committed.</summary>
    private static async Task<Session> Hand(StoreOptions options)
    {
        if (options.Engine == StoreOptions.Postgres)
        {
            var connection = await PostgresEngine.ForWork(options.ConnectionString, Cancel);
            return new Session(connection, options.Engine) { Transaction = await connection.BeginTransactionAsync(Cancel) };
        }
        var session = new Session(SqliteEngine.Connect(options.File), options.Engine);
        await session.Run("BEGIN IMMEDIATE", Cancel);
        return session;
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    [GeneratedRegex(@"\{hex:([0-9a-f]*)\}")]
    private static partial Regex Hex();

    private sealed class CountingKeys : StoreRule
    {
        public override string Name => "records";

        public override string Promise => "as many index entries as before";

        public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
        {
            if (await store.Number("SELECT count(*) FROM record_key WHERE entity = 'machine'", cancel) % await store.Number("SELECT count(*) FROM record WHERE entity = 'machine'", cancel) != 0) findings.Add("another number");
        }
    }

    private sealed class LonelyAudit : StoreRule
    {
        public override string Name => "audit";

        public override string Promise => "each entry is there";

        public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
        {
            foreach (var (last, count) in await store.All("SELECT max(seq), count(*) FROM audit GROUP BY chain", static row => (row.Number(0), row.Number(1)), cancel))
                if (last != count) findings.Add("a gap");
        }
    }
}
