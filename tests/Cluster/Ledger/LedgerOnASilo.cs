using System.Net;
using Marketplace.Contracts.Ledger;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Grains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Installs;
using Marketplace.Grains.Jobs;
using Marketplace.Grains.Ledger;
using Marketplace.Storage;
using Marketplace.Storage.Ledger;
using Marketplace.Tests.Cluster.Storage;
using Marketplace.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Xunit;
using static Marketplace.Tests.Cluster.Ledger.LedgerGround;

namespace Marketplace.Tests.Cluster.Ledger;

/// <summary>The grain, its callers, and the deadline of what is held: a silo with the sweeper and nothing else of the marketplace.</summary>
public sealed class LedgerOnASilo(Stores stores) : IClassFixture<Stores>
{
    private static readonly Caller clerk = new() { Brain = "auto", Actor = "of-none-operator", Roles = [Roles.Operator] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task What_is_held_is_given_up_at_its_deadline_and_only_then(string engine)
    {
        var database = await stores.Open(engine);
        using var host = await Start(database);
        var ledger = await Opened(host);
        var due = stores.Clock.Now.AddMinutes(10);
        (await ledger.Hold(As("short"), Transfer(100, Prepaid, Earned), due)).Must();
        (await ledger.Hold(As("posted"), Transfer(200, Prepaid, Earned), due)).Must();
        (await ledger.Hold(As("long"), Transfer(300, Prepaid, Earned), due.AddHours(1))).Must();
        Assert.Equal(600, (await ledger.Balance(clerk, Prepaid)).Must().Totals.DebitPending);
        Assert.Equal(Codes.LedgerBound, (await ledger.Post(As("too-much"), Transfer(401, Prepaid, Platform))).Refusal?.Code);
        (await ledger.PostHeld(As("part"), "posted", Lines(150, Prepaid, Earned))).Must();
        stores.Clock.Now = due;
        // Past its deadline nothing can be posted, whether the sweeper was there or not.
        Assert.Equal(Codes.ConflictState, (await ledger.PostHeld(As("late"), "short", [])).Refusal?.Code);
        await Until(async () => (await ledger.Balance(clerk, Prepaid)).Must().Totals is { DebitPending: 300, Debit: 150 });
        Assert.Equal(0, await database.First("SELECT count(*) FROM due_work WHERE kind = 'hold' AND due <= $1", static row => row.Number(0), Cancel, due));
        Assert.Equal(PostingKind.Void, (await ledger.Statement(clerk, Earned, 0)).Must().Entries[^1].Kind);
        // While the ledger is frozen, the sweeper asks again later.
        var freeze = new Unit();
        LedgerFacts.Freeze(freeze, (await LedgerReads.Head(database, "auto/billing", Cancel))!, "a test");
        await database.Commit(freeze, Cancel);
        stores.Clock.Now = due.AddHours(2);
        await Until(async () => await database.First("SELECT count(*) FROM due_work WHERE kind = 'hold' AND state = 0 AND tries = 0 AND due > $1", static row => row.Number(0), Cancel, stores.Clock.Now) == 1);
        Assert.True((await ledger.Balance(clerk, Prepaid)).Must() is { Frozen: true, Balance: 850 });
        Assert.Empty((await PlainBooks.Read(database, "auto/billing")).Faults);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task Statements_come_in_pages_to_those_they_concern()
    {
        var database = await stores.Open("sqlite");
        using var host = await Start(database);
        var ledger = await Opened(host);
        await Task.WhenAll(Enumerable.Range(0, 230).Select(async i => (await ledger.Post(As($"call-{i}"), Transfer(2, Prepaid, Earned) with { Memo = $"call {i}" })).Must()));
        List<LedgerEntry> entries = [];
        for (var after = 0L; entries.Count == 0 || after > 0;)
        {
            var page = (await ledger.Statement(Owner("weaver", Roles.Owner), Prepaid, after)).Must();
            entries.AddRange(page.Entries);
            after = page.Next;
        }
        Assert.Equal(232, entries.Count);
        Assert.Equal(Enumerable.Range(0, 230).Select(static i => $"call {i}").Order(StringComparer.Ordinal), entries.Select(static e => e.Memo).Where(static memo => memo.Length > 0).Order(StringComparer.Ordinal));
        Assert.Equal(540, entries[^1].After.Credit - entries[^1].After.Debit);
        Assert.Equal(Codes.RoleMissing, (await ledger.Statement(Owner("weaver", Roles.Worker), Prepaid, 0)).Refusal?.Code);
        Assert.Equal(Codes.NotFound, (await ledger.Statement(Owner("miller", Roles.Owner), Prepaid, 0)).Refusal?.Code);
        Assert.Equal(Codes.NotFound, (await ledger.Balance(Owner("weaver", Roles.Owner), Earned)).Refusal?.Code);
        Assert.Equal(460, (await ledger.Balance(new Caller { Actor = "isv", Roles = [Roles.Isv], Publishers = ["demo"] }, Earned)).Must().Balance);
        Assert.Equal(Codes.NotFound, (await ledger.Balance(clerk, "no\0such")).Refusal?.Code);
        Assert.Equal(Codes.RoleMissing, (await ledger.Post(clerk with { Brain = "hardware", Operation = "x" }, Transfer(1, Cash, Platform))).Refusal?.Code);
        Assert.Equal(Codes.InputInvalid, (await ledger.Post(clerk, Transfer(1, Cash, Platform))).Refusal?.Code);
        Assert.Equal(Codes.NotFound, (await ledger.Post(As("nul"), Transfer(1, Cash, "no\0such"))).Refusal?.Code);
        Assert.Empty((await PlainBooks.Read(database, "auto/billing")).Faults);
        await host.StopAsync(Cancel);
    }

    private static Caller As(string operation) => clerk with { Operation = operation };

    private static Caller Owner(string firm, string role) => new() { Tenant = firm, Brain = "auto", Actor = $"{firm}-{role}", Roles = [role] };

    private static TransferOrder Transfer(long minor, string debit, string credit) => new() { Lines = Lines(minor, debit, credit) };

    private static async Task<ILedgerGrain> Opened(IHost host)
    {
        var ledger = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ILedgerGrain>(Keys.Ledger("auto", "billing"));
        foreach (var account in Accounts) (await ledger.Open(As($"open:{account.Account}"), account)).Must();
        (await ledger.Post(As("pay-in"), Transfer(1_000, Cash, Prepaid))).Must();
        return ledger;
    }

    /// <summary>The sweeper looks once a second; a busy machine may take its time.</summary>
    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var look = 0; !await holds(); look++)
        {
            Assert.True(look < 600, "it did not come to that within a minute");
            await Task.Delay(100, Cancel);
        }
    }

    private async Task<IHost> Start(Database database)
    {
        var (silo, gateway) = (Ports.Free(), Ports.Free());
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(orleans =>
        {
            if (database.IsShared) orleans.ConfigureEndpoints(IPAddress.Loopback, silo, gateway);
            else orleans.UseLocalhostClustering(silo, gateway);
            orleans.Configure<ClusterOptions>(static options => (options.ClusterId, options.ServiceId) = ("ledger", "marketplace"));
            orleans.AddMarketplaceStorage(database, GrainsSetup.Shapes()).AddIncomingGrainCallFilter<TenantFilter>();
            // The clock that stands is ours alone: a silo's own must go.
            orleans.Services.AddSingleton(new GrainOptions()).AddSingleton<ReleaseLibrary>().AddSingleton<Keeping>().AddSingleton<Purging>().AddSingleton<Clockwork>().AddSingleton<Marketplace.Grains.Invocations.AppCalls>().AddSingleton<Marketplace.Grains.Logistics.BoardRounds>().AddSingleton<Housework>()
                .AddSingleton(services => ActivatorUtilities.CreateInstance<Deliveries>(services, stores.Clock))
                .AddSingleton(services => ActivatorUtilities.CreateInstance<Teller>(services, stores.Clock))
                .AddHostedService<Sweeper>();
        });
        var host = builder.Build();
        await host.StartAsync(Cancel);
        return host;
    }
}
