using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Ledger;
using Marketplace.Grains;
using Marketplace.Grains.Billing;
using Marketplace.Storage;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Billing;
using Marketplace.Storage.Checks;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Ledger;
using Marketplace.Storage.Reading;
using Marketplace.Tests.Cluster.Ledger;
using Marketplace.Tests.Cluster.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Billing;

/// <summary>From meters to invoices over real stores, with tellers that race: to the micro-yuan, once.</summary>
public sealed class BillingTests(Stores stores) : IClassFixture<Stores>
{
    private static readonly string[] firms = ["weaver", "miller", "smith"], apps = ["ada/calls", "bob/month"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Meters_equal_ledger_whoever_posts_and_whatever_comes_late(string engine)
    {
        var (seed, calls) = (Random.Shared.Next(), Stores.IsNightly ? 2_000 : 120);
        var (dice, database) = (new Random(seed), await stores.Open(engine));
        var ground = new BillGround(database);
        stores.Clock.Now = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);
        foreach (var firm in firms)
            foreach (var app in apps) await ground.Install(firm, app);
        await ground.Grant(new SubsidyProgram { Program = "purse", Purse = "A bureau", From = "2026-09-02", To = "2026-09-30", Share = 400, FirmMonth = 300_000, Budget = 350_000 });
        for (var round = 0; round < 3; round++)
        {
            for (var call = 0; call < calls / 3; call++)
                await ground.Call(firms[dice.Next(3)], apps[dice.Next(2)], stores.Clock.Now.AddHours(-dice.Next(30)), dice, dice.Next(2) * 2_000);
            stores.Clock.Now = stores.Clock.Now.AddDays(2);
            // Several do the same turn at once, as after a lease that ran out: each day is posted by one of them.
            await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => await new BillGround(database).Days.Post("", "2026-12-31")));
            await ground.Days.Post("zinc", "2026-12-31");
            await Whole(database);
        }
        stores.Clock.Now = new(2026, 10, 3, 8, 0, 0, TimeSpan.Zero);
        foreach (var firm in firms) Assert.Equal("", await ground.Fee(firm, "bob/month", "2026-09-20", 190_007));
        // Another day's fee of the same month is no fee: either the first answer again, or none.
        Assert.Contains(await ground.Fee("weaver", "bob/month", "2026-09-21", 190_007), (string[])["", Conflicts.Exists]);
        Assert.Equal(Codes.CapReached, await ground.Fee("weaver", "bob/month", "2026-10-01", 190_007, cap: 190_006));
        await Task.WhenAll(firms.Concat(firms).Select(firm => new BillGround(database).Invoices.Draw("zinc", firm, "2026-09")));
        var (metered, unposted) = await BookFacts.Meters(database, "zinc", Cancel);
        Assert.Equal((await Sum(database, "SELECT sum(cost_total) FROM meter_day") + 3 * 190_007, 0), (metered, unposted));
        var invoices = await InvoiceFacts.List(database, "zinc", "", Cancel);
        Assert.Equal(3, invoices.Count);
        Assert.Equal(metered, invoices.Sum(static one => one.Gross));
        var borne = await Sum(database, "SELECT sum(subsidy) FROM bill_line");
        Assert.InRange(borne, 1, 350_000);
        await Whole(database);
        Say($"{engine}, seed {seed}: {calls} calls, {metered} metered, {borne} of 350000 borne, {invoices.Sum(static one => one.Fen)} fen invoiced, {invoices.Sum(static one => one.Remainder)} carried");
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task No_cost_passes_the_cap_however_many_race(string engine)
    {
        var database = await stores.Open(engine);
        var (seed, cap) = (Random.Shared.Next(), 50_000L);
        var dice = new Random(seed);
        var costs = Enumerable.Range(0, 200).Select(_ => (long)dice.Next(60, 2_000)).ToArray();
        var taken = await Task.WhenAll(costs.Select(async cost =>
        {
            var unit = new Unit();
            MeterFacts.Spend(unit, "weaver", "ada/calls", "2026-09", cost, cap);
            return (await database.Commit(unit, Cancel)).Ok ? cost : 0;
        }));
        Assert.Equal((taken.Sum(), 0), await MeterFacts.Spent(database, "weaver", "ada/calls", "2026-09", Cancel));
        Assert.InRange(taken.Sum(), cap - 2_000, cap);
        var reach = new Unit();
        MeterFacts.Reach(reach, "weaver", "ada/calls", "2026-09", cap);
        MeterFacts.Reach(reach, "weaver", "ada/other", "2026-09", cap);
        await database.Commit(reach, Cancel);
        Assert.Equal((taken.Sum(), cap), await MeterFacts.Spent(database, "weaver", "ada/calls", "2026-09", Cancel));
        Assert.Equal((0, cap), await MeterFacts.Spent(database, "weaver", "ada/other", "2026-09", Cancel));
        Say($"{engine}, seed {seed}: {taken.Count(static one => one > 0)} of 200 costs, {taken.Sum()} of {cap}");
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Notes_and_payouts_go_through_the_ledger(string engine)
    {
        var database = await stores.Open(engine);
        var ground = new BillGround(database);
        stores.Clock.Now = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);
        await ground.Install("weaver", "bob/month");
        Assert.Equal("", await ground.Fee("weaver", "bob/month", "2026-09-01", 19_004_321));
        stores.Clock.Now = new(2026, 10, 3, 8, 0, 0, TimeSpan.Zero);
        await ground.Invoices.Draw("zinc", "weaver", "2026-09");
        var invoice = (await InvoiceFacts.Get(database, "zinc-2026-09-weaver", Cancel))!;
        Assert.Equal((1_900, 4_321), (invoice.Fen, invoice.Remainder));
        var caller = new Caller { Brain = "zinc", Actor = "clerk", Roles = [Roles.Operator], Operation = "note-1" };
        var note = (await ground.Invoices.Correct(caller, invoice, new CreditTerms(1, 500, true, "half a month"))).Must();
        Assert.Equal(note with { Lines = [] }, (await ground.Invoices.Correct(caller, invoice, new CreditTerms(1, 500, true, "half a month"))).Must() with { Lines = [] });
        Assert.Equal(Codes.OperationMismatch, (await ground.Invoices.Correct(caller, invoice, new CreditTerms(1, 501, true, "half a month"))).Refusal?.Code);
        await ground.Payout("bob", 1_300, "p-1");
        Assert.Equal(Codes.LedgerBound, (await ground.Books.Do("zinc", "payout:p-2", new LedgerCommand.Hold(
            [new() { Account = BillAccounts.Publisher("bob"), Minor = 1_010_000 }, new() { Account = BillAccounts.PaidOut, Minor = -1_010_000 }], "", stores.Clock.Now.AddDays(1)))).Refusal?.Code);
        (await ground.Books.Do("zinc", "paid:p-1", new LedgerCommand.PostHeld("payout:p-1", []))).Must();
        Assert.Equal((1_004_321, 0), await ground.Books.Balance("zinc", BillAccounts.Publisher("bob")));
        Assert.Equal("posted", (await PayoutFacts.Get(database, "p-1", Cancel))!.State);
        await Whole(database);
        // The next month begins with what this one left below a fen.
        Assert.Equal("", await ground.Fee("weaver", "bob/month", "2026-10-01", 19_005_679));
        await ground.Invoices.Draw("zinc", "weaver", "2026-10");
        var next = (await InvoiceFacts.Get(database, "zinc-2026-10-weaver", Cancel))!;
        Assert.Equal((1_901, 0, 4_321), (next.Fen, next.Remainder, next.Carried));
        await Whole(database);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_frozen_book_is_thawed_when_it_adds_up_and_not_before(string engine)
    {
        var database = await stores.Open(engine);
        var ground = new BillGround(database);
        await ground.Install("weaver", "bob/month");
        await ground.Fee("weaver", "bob/month", "2026-09-01", 5_000);
        await database.Commit(new Unit().Do("UPDATE ledger_balance SET debit = debit + 1 WHERE ledger = 'zinc/billing' AND account = 'firm/weaver/payable'"), Cancel);
        Assert.Equal(Codes.LedgerFrozen, await ground.Fee("weaver", "bob/month", "2026-10-01", 5_000));
        var entry = new AuditEntry("zinc", stores.Clock.Now, "clerk", "ledger.thaw", "zinc/billing", new Dictionary<string, string> { ["reason"] = "put right" });
        Assert.Contains("firm/weaver/payable", (await LedgerThaw.Do(database, "zinc/billing", entry, Cancel)).Refusal!.Facts["finding"], StringComparison.Ordinal);
        await database.Commit(new Unit().Do("UPDATE ledger_balance SET debit = debit - 1 WHERE ledger = 'zinc/billing' AND account = 'firm/weaver/payable'"), Cancel);
        (await LedgerThaw.Do(database, "zinc/billing", entry, Cancel)).Must();
        Assert.Equal(Codes.ConflictState, (await LedgerThaw.Do(database, "zinc/billing", entry, Cancel)).Refusal?.Code);
        Assert.Equal("", await ground.Fee("weaver", "bob/month", "2026-10-01", 5_000));
        Assert.Equal("ledger.thaw", (await AuditFacts.Page(database, "zinc", cancel: Cancel))[0].Entry.Act);
        await Whole(database);
    }

    /// <summary>The product's own check, and the books folded by plain SQL beside it.</summary>
    private static async Task Whole(Database database)
    {
        await using var store = await Snapshot.Open(database.Options, Cancel);
        foreach (var rule in (StoreRule[])[new BillRule(), new LedgerRule(), new MeterRule()])
        {
            var findings = await StoreCheck.Looked(rule, store, Cancel);
            Assert.True(findings.Wrong == 0, $"{rule.Name}: {string.Join("; ", findings.Told)}");
        }
        Assert.Empty((await PlainBooks.Read(database, "zinc/billing")).Faults);
    }

    private static async Task<long> Sum(Database database, string sql) => await database.First(sql.Replace("SELECT sum(", "SELECT CAST(sum(", StringComparison.Ordinal).Replace(") FROM", ") AS bigint) FROM", StringComparison.Ordinal), static row => row.Number(0), Cancel);

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
