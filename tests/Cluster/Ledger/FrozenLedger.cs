using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Storage;
using Marketplace.Storage.Ledger;
using Marketplace.Tests.Cluster.Storage;
using Microsoft.Extensions.Logging;
using Xunit;
using static Marketplace.Tests.Cluster.Ledger.LedgerGround;

namespace Marketplace.Tests.Cluster.Ledger;

/// <summary>What does not add up stops at once, loudly, and alone.</summary>
public sealed class FrozenLedger(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Changes past the program. The ledger's name goes into the hole.</summary>
    private static readonly (string Name, string Sql)[] hands =
    [
        ("a balance grew", "UPDATE ledger_balance SET credit = credit + 1 WHERE ledger = '{0}' AND account = 'firm/weaver/prepaid'"),
        ("a balance is gone", "DELETE FROM ledger_balance WHERE ledger = '{0}' AND account = 'platform/fees'"),
        ("something is held that was not", "UPDATE ledger_balance SET debit_pending = debit_pending + 5 WHERE ledger = '{0}' AND account = 'firm/weaver/prepaid'"),
        ("the head has another hash", "UPDATE ledger_head SET hash = {{hex}} WHERE ledger = '{0}'"),
        ("the head went back", "UPDATE ledger_head SET seq = seq - 1, hash = (SELECT j.hash FROM ledger_journal j WHERE j.ledger = ledger_head.ledger AND j.seq = ledger_head.seq - 1 ORDER BY j.line DESC LIMIT 1) WHERE ledger = '{0}'"),
        ("the head went ahead", "UPDATE ledger_head SET seq = seq + 1 WHERE ledger = '{0}'"),
        ("the last line was changed", "UPDATE ledger_journal SET memo = 'other' WHERE ledger = '{0}' AND seq = 6"),
        ("the last posting was deleted", "DELETE FROM ledger_journal WHERE ledger = '{0}' AND seq = 6"),
    ];

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Posts_nothing_more_and_can_be_read_while_others_serve(string engine)
    {
        var database = await stores.Open(engine);
        var heard = new Heard();
        for (var i = 0; i < hands.Length; i++) await Open(database, $"auto/book-{i}", heard);
        await Open(database, "auto/sound", heard);
        await Unguard(database, engine);
        var teller = Teller(database, heard);
        for (var i = 0; i < hands.Length; i++)
        {
            var ledger = $"auto/book-{i}";
            await database.Commit(new Unit().Do(string.Format(System.Globalization.CultureInfo.InvariantCulture, hands[i].Sql, ledger).Replace("{hex}", engine == "sqlite" ? "x'00'" : "'\\x00'::bytea", StringComparison.Ordinal)), Cancel);
            foreach (var op in new[] { "after", "again" })
                Assert.True((await teller.Do(ledger, op, Pay(10, Prepaid, Platform))).Refusal is { Code: Codes.LedgerFrozen } no && no.Facts["ledger"] == ledger, hands[i].Name);
            var head = await LedgerReads.Head(database, ledger, Cancel);
            Assert.True(head is { Frozen.Length: > 0, Epoch: 2 }, hands[i].Name);
            Assert.Contains(heard.Lines, line => line.Level == LogLevel.Critical && line.Line.Contains(ledger, StringComparison.Ordinal));
            Seeds.Say($"{engine}, {hands[i].Name}: {head.Frozen}");
            Assert.NotEmpty((await LedgerReads.Statement(database, ledger, Cash, 0, 10, Cancel)));
            Assert.True((await teller.Do("auto/sound", $"beside-{i}", Pay(10, Prepaid, Platform))).Ok);
        }
        Assert.Equal(hands.Length, heard.Lines.Count(static line => line.Level == LogLevel.Critical));
        Assert.Empty((await PlainBooks.Read(database, "auto/sound")).Faults);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Takes_no_posting_that_was_decided_before(string engine)
    {
        var database = await stores.Open(engine);
        await Open(database, "auto/one");
        var (late, _) = await Decided(database, "auto/one", "late", Pay(1, Prepaid, Platform), Cancel);
        var freeze = new Unit();
        var head = (await LedgerReads.Head(database, "auto/one", Cancel))!;
        LedgerFacts.Freeze(freeze, head, "a test");
        Assert.True((await database.Commit(freeze, Cancel)).Ok);
        Assert.Equal(Codes.ConflictHead, (await database.Commit(freeze, Cancel)).Conflict);
        Assert.Equal(Codes.ConflictHead, (await database.Commit(late, Cancel)).Conflict);
        Assert.Equal("a test", (await LedgerReads.Head(database, "auto/one", Cancel))!.Frozen);
        // What was done keeps its answer.
        Assert.Equal(6, (await Teller(database).Do("auto/one", "pay-in", Pay(1_000, Cash, Prepaid))).Must().Seq);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_store_itself_refuses_to_change_what_is_written(string engine)
    {
        var database = await stores.Open(engine);
        await Open(database, "auto/one");
        string[] tries =
        [
            "UPDATE ledger_journal SET memo = 'x'", "DELETE FROM ledger_journal WHERE seq = 6", "UPDATE ledger_operation SET code = 'x'", "DELETE FROM ledger_operation",
            "UPDATE ledger_account SET bound = 'none'", "DELETE FROM ledger_account",
        ];
        foreach (var sql in engine == "sqlite" ? tries : [.. tries, "TRUNCATE ledger_journal"])
            await Assert.ThrowsAnyAsync<Exception>(async () => await database.Commit(new Unit().Do(sql), Cancel));
        Assert.Empty((await PlainBooks.Read(database, "auto/one")).Faults);
    }

    private static async Task Unguard(Database database, string engine)
    {
        foreach (var sql in engine == "sqlite" ? ["DROP TRIGGER ledger_journal_stands", "DROP TRIGGER ledger_journal_stays"] : (string[])["ALTER TABLE ledger_journal DISABLE TRIGGER ALL"])
            await database.Commit(new Unit().Do(sql), Cancel);
    }
}
