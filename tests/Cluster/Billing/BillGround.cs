using System.Globalization;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Ledger;
using Marketplace.Grains.Billing;
using Marketplace.Storage;
using Marketplace.Storage.Billing;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;
using Marketplace.Tests.Cluster.Ledger;
using Xunit;
using InvocationFacts = Marketplace.Storage.Invocations.InvocationFacts;

namespace Marketplace.Tests.Cluster.Billing;

/// <summary>What billing stands on, without a silo, and calls to bill.</summary>
internal sealed class BillGround(Database database)
{
    private readonly BrainBooks books = new(database, LedgerGround.Teller(database));

    public BrainBooks Books => books;

    public DayPosting Days => new(database, Bills, database.Time);

    public BillPosting Bills => new(database, books);

    public InvoiceDrawing Invoices => new(database, books, database.Time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task Install(string tenant, string app, string brain = "zinc")
    {
        var unit = new Unit();
        InstallFacts.Create(unit, new InstallHead
        {
            Tenant = tenant, App = app, Id = $"i-{tenant}-{app.Replace('/', '-')}", Brain = brain, Seq = 1, Epoch = 1, Version = "1.0.0", Digest = "d", State = "active",
            InstalledAt = database.Time.GetUtcNow(), InstalledBy = "owner",
        });
        TermFacts.Put(unit, tenant, app, "", database.Time.GetUtcNow());
        await Done(unit);
    }

    /// <summary>A call as the writer commits it: log, day and month in one unit.</summary>
    public async Task Call(string tenant, string app, DateTimeOffset at, Random dice, long publisher = 0)
    {
        var platform = 60 + dice.Next(20_000);
        var row = new InvocationRow
        {
            Id = Ids.New(at, dice), Tenant = tenant, App = app, Version = dice.Next(4) == 0 ? "1.1.0" : "1.0.0", Digest = "d", Function = dice.Next(2) == 0 ? "scan" : "report", Actor = "owner", At = at,
            Outcome = dice.Next(5) == 0 ? "refused" : "completed", Cost = new Cost { Total = platform + publisher, Platform = platform, Publisher = publisher },
        };
        var (unit, day) = (new Unit(), at.AddHours(8).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        InvocationFacts.Insert(unit, row);
        MeterFacts.Add(unit, day, row);
        MeterFacts.Spend(unit, tenant, app, day[..7], row.Cost.Total, 0);
        await Done(unit);
    }

    public async Task Grant(SubsidyProgram program, string brain = "zinc") => (await books.Do(brain, $"program:{program.Program}", new LedgerCommand.Post(
        [new() { Account = BillAccounts.Granted(program.Program), Minor = program.Budget }, new() { Account = BillAccounts.Purse(program.Program), Minor = -program.Budget }], ""),
        unit => CloseFacts.Grant(unit, brain, program, database.Time.GetUtcNow()))).Must();

    /// <summary>The fee of a month, as it is charged.</summary>
    public async Task<string> Fee(string tenant, string app, string day, long amount, long cap = 0, string brain = "zinc")
    {
        var line = new BillLine { Brain = brain, Tenant = tenant, App = app, Day = day, Portion = 0, Version = "1.0.0", Kind = BillLine.Fee, Quantity = 1, Total = amount, Publisher = amount };
        return (await Bills.Post($"fee:{tenant}/{app}:{day[..7]}", [line], "", (unit, lines, op) => BillFacts.Charge(unit, lines[0], day[..7], op, cap)))?.Code ?? "";
    }

    /// <summary>A payout and where it stands.</summary>
    public async Task Payout(string publisher, long fen, string id, string brain = "zinc")
    {
        var now = database.Time.GetUtcNow();
        LedgerLine[] lines = [new() { Account = BillAccounts.Publisher(publisher), Minor = fen * Apportion.Fen }, new() { Account = BillAccounts.PaidOut, Minor = -fen * Apportion.Fen }];
        (await books.Do(brain, $"payout:{id}", new LedgerCommand.Hold(lines, id, now.AddDays(10)), unit => PayoutFacts.Insert(unit, new PayoutRow(id, brain, publisher, fen, $"payout:{id}", now.AddDays(10), "operator", now, "open")))).Must();
    }

    public async Task Done(Unit unit)
    {
        var done = await database.Commit(unit, Cancel);
        Assert.True(done.Ok, $"{done.Conflict} {done.Detail}");
    }
}
