using System.Collections.Concurrent;
using System.Net;
using Marketplace.Contracts.Accounts;
using Marketplace.Contracts.Brains;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Devices;
using Marketplace.Contracts.Files;
using Marketplace.Contracts.Imports;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Contracts.Ledger;
using Marketplace.Contracts.Publishing;
using Marketplace.Contracts.Records;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Ledger;
using Marketplace.Grains;
using Marketplace.Grains.Egress;
using Marketplace.Grains.Invocations.Recordings;
using Marketplace.Storage;
using Marketplace.Storage.Audit;
using Marketplace.Tests.Api.Isolation;
using Marketplace.Tests.Isolation;
using Marketplace.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Hosting;
using Xunit;

namespace Marketplace.Tests.Cluster.Isolation;

/// <summary>A silo with every grain over a store: two firms of one brain and one of another use the same app, two publishers, two operators.
/// What they write holds canaries, and what they sign in with too.</summary>
internal sealed class GrainGround : IAsyncDisposable
{
    public const string Firm = "weaver", App = WitnessApp.Id, Prepaid = "firm/weaver/prepaid";
    private readonly IHost host;
    private readonly DirectoryInfo folder;
    private readonly Database database;
    private IReadOnlyList<string> marks = [Firm];

    private GrainGround(IHost host, DirectoryInfo folder, Database database, int seed) => (this.host, this.folder, this.database, Birds) = (host, folder, database, new Aviary(seed));

    public Aviary Birds { get; }

    public Dictionary<string, Caller> Callers { get; } = new(StringComparer.Ordinal);

    /// <summary>The first firm's record, its device's code, a key of an operation, a PIN and a token.</summary>
    public string Record { get; private set; } = "";
    public string Device { get; } = "m-1";
    public string Operation { get; private set; } = "";
    public string File { get; private set; } = "";
    public string Import { get; private set; } = "";
    public string Invocation { get; private set; } = "";
    public string Pin { get; private set; } = "";
    public string Token { get; private set; } = "";
    public Admitted? Admitted { get; private set; }

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What Orleans would print of each call, and what was logged.</summary>
    public Overheard Overheard => host.Services.GetRequiredService<Overheard>();

    /// <summary>Starts it with the real filter, or with a wrong one in its place.</summary>
    public static async Task<GrainGround> Plant(Database database, int seed, IIncomingGrainCallFilter? wrong = null)
    {
        var folder = Directory.CreateTempSubdirectory("isolation-");
        var (overheard, siloPort, gatewayPort) = (new Overheard(), Ports.Free(), Ports.Free());
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(overheard);
        builder.Services.AddSingleton(overheard).AddSingleton(TimeProvider.System).AddSingleton<IRecordingKeys, PlainKeys>().AddSingleton<IAppSecrets, PlainSecrets>();
        builder.UseOrleans(silo =>
        {
            if (database.IsShared) silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
            else silo.UseLocalhostClustering(siloPort, gatewayPort);
            silo.Configure<ClusterOptions>(static options => (options.ClusterId, options.ServiceId) = ("isolation", "marketplace"));
            silo.AddMarketplaceStorage(database, GrainsSetup.Shapes());
            silo.AddIncomingGrainCallFilter(overheard.Listen);
            silo.AddMarketplaceGrains(new GrainOptions(), new RunnerSetup(Path.Combine(AppContext.BaseDirectory, "Marketplace.Runner.dll"), folder.FullName, 1));
            if (wrong is null) return;
            silo.Services.Remove(silo.Services.Single(static s => s.ImplementationType == typeof(TenantFilter)));
            silo.AddIncomingGrainCallFilter(wrong);
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var ground = new GrainGround(host, folder, database, seed);
        await ground.Settle();
        return ground;
    }

    /// <summary>Every row of the store that speaks of the first firm or of its install.</summary>
    public Task<OwnersRows> Rows() => OwnersRows.Read(database.IsShared, sql => database.Read(sql, static row => row.Text(0), TestContext.Current.CancellationToken), marks);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task Settle()
    {
        foreach (var brain in new[] { "auto", "hardware" })
            (await Grains.GetGrain<IBrainGrain>(Keys.Brain(brain)).Found(Caller.System(), new BrainFacts { Brain = brain, Name = Named(brain) })).Must();
        foreach (var (firm, brain) in new[] { (Firm, "auto"), ("miller", "auto"), ("smith", "hardware") })
            (await Grains.GetGrain<ITenantGrain>(Keys.Tenant(firm)).Found(Caller.System(firm), new TenantFacts { Tenant = firm, Name = Named(firm), Brains = [brain] })).Must();
        (Pin, Token) = (Birds.Value("a PIN"), Birds.Value("a token"));
        await Person("owner", Firm, "auto", [Roles.Owner], pin: Pin, token: Token);
        await Person("leader", Firm, "auto", [Roles.Leader]);
        await Person("worker", Firm, "auto", [Roles.Worker]);
        await Person("revoked", Firm, "auto", [Roles.Worker]);
        await Person("other", "miller", "auto", [Roles.Owner]);
        await Person("brain", "smith", "hardware", [Roles.Owner]);
        await Person("isv", "", "", [Roles.Isv], publishers: ["demo"]);
        await Person("rival", "", "", [Roles.Isv], publishers: ["rival"]);
        await Person("operator", "", "auto", [Roles.Operator]);
        await Person("operator2", "", "hardware", [Roles.Operator]);
        Callers["system"] = Caller.System(Firm, "auto");
        Callers["device"] = new Caller { Tenant = Firm, Actor = $"device:{Firm}.{Device}", Roles = [Roles.Device] };
        Callers["none"] = new Caller { Actor = "" };
        await Publish();
        await Book();
        await Write("owner", Firm);
        await Write("other", "miller");
        await Write("brain", "smith");
        await Bring(Callers["owner"]);
        Admitted = new Admitted { Ticket = (await Grains.GetGrain<IInstallGrain>(Keys.Install(Firm, App)).Admit(Callers["leader"], "lead")).Must(), Request = "asked" };
        // What is left of a person whom the owner removed: the directory still knows the name, and no role.
        var left = (await Grains.GetGrain<IAccountsGrain>(Keys.Accounts()).Remove(Callers["owner"], Callers["revoked"].Actor)).Must();
        Assert.Equal(Codes.NotFound, (await Grains.GetGrain<IAccountsGrain>(Keys.Accounts()).Get(Caller.System(), left.Person)).Refusal?.Code);
        Callers["revoked"] = left.AsCaller();
    }

    /// <summary>A file, and an import that was written and taken back: nothing of it goes on while the matrix is tried.</summary>
    private async Task Bring(Caller owner)
    {
        var (files, imports) = (Grains.GetGrain<IFilesGrain>(Keys.Files(Firm)), Grains.GetGrain<IImportsGrain>(Keys.Imports(Firm)));
        var kept = (await files.Add(owner with { Operation = "bring-file" }, new FileOrder { App = App, Name = "a.txt" }, new Immutable<byte[]>("text"u8.ToArray()))).Must();
        File = System.Text.Json.JsonElement.Parse(kept).GetProperty("id").GetString()!;
        Import = (await imports.Preview(owner with { Operation = "bring-import" }, new ImportOrder { App = App, Entity = "note" }, new Immutable<byte[]>("code\nbrought\n"u8.ToArray()))).Must().Id;
        (await imports.Commit(owner with { Operation = "bring-commit" }, App, Import)).Must();
        await Reaches(imports, owner, "done");
        (await imports.Undo(owner with { Operation = "bring-undo" }, App, Import)).Must();
        await Reaches(imports, owner, "undone");
    }

    private async Task Reaches(IImportsGrain imports, Caller owner, string state)
    {
        for (var tries = 0; (await imports.Get(owner, App, Import)).Must().State != state; tries++)
        {
            Assert.True(tries < 300, $"the import is not {state} after 30 seconds");
            await Task.Delay(100);
        }
    }

    private async Task Person(string role, string firm, string brain, IReadOnlyList<string> roles, IReadOnlyList<string>? publishers = null, string pin = "", string token = "")
    {
        var person = new PersonFacts { Person = $"{(firm.Length > 0 ? firm : "of-none")}-{role}", Tenant = firm, Brain = brain, Name = Named(role), Roles = roles, Publishers = publishers ?? [], Badge = pin.Length > 0 ? "W-1" : "" };
        Callers[role] = (await Grains.GetGrain<IAccountsGrain>(Keys.Accounts()).Put(Caller.System(), person, pin, token)).Must().AsCaller();
    }

    private async Task Publish()
    {
        foreach (var publisher in new[] { "demo", "rival" })
        {
            var grain = Grains.GetGrain<IPublisherGrain>(Keys.Publisher(publisher));
            (await grain.Claim(Caller.System(), new ClaimOrder { Name = publisher + " maker", Evidence = Birds.Value($"{publisher}'s evidence", publisher == "demo" ? "isv" : "rival", "operator", "operator2", "system") })).Must();
            (await grain.Prove(Caller.System(), "seen")).Must();
        }
        foreach (var version in new[] { "1.0.0", "2.0.0" })
            (await Grains.GetGrain<IReleaseGrain>(Keys.Release(App, version)).Submit(Callers["isv"], new Immutable<byte[]>(WitnessApp.Pack(version, version == "2.0.0" ? Birds.Value("an unlisted readme", "isv", "operator", "operator2", "system") : "A witness.")))).Must();
        foreach (var (role, brain) in new[] { ("operator", "auto"), ("operator2", "hardware") })
        {
            var listing = Grains.GetGrain<IListingGrain>(Keys.Listing(brain, App));
            (await listing.Decide(Callers[role], "1.0.0", new ReviewDecision { Decision = "list" })).Must();
            (await listing.Decide(Callers[role], "2.0.0", new ReviewDecision { Decision = "refuse", Rules = ["spec.none"], Remark = Birds.Value($"{brain}'s remark", "isv", role, "system") })).Must();
        }
        (await Grains.GetGrain<ICollectionGrain>(Keys.Collection("auto", "start")).Put(Callers["operator"], new CollectionFacts { Id = "start", Name = Named(Birds.Value("auto's collection", "owner", "leader", "worker", "other", "operator", "system", "device")), Apps = [App] })).Must();
    }

    private async Task Write(string role, string firm)
    {
        string Value(string place) => Birds.Value($"{firm}'s {place}", firm == Firm ? ["owner", "leader", "worker", "device", "system"] : [role]);
        var caller = Callers[role];
        var install = (await Grains.GetGrain<IInstallGrain>(Keys.Install(firm, App)).Install(caller, new InstallOrder { App = App, AllGrants = true })).Must();
        var operation = Value("operation key");
        var record = (await Grains.GetGrain<IRecordsGrain>(Keys.Records(firm)).Insert(caller with { Operation = operation }, App, "note", Arguments.Json(new { code = Value("record's code"), title = Value("record's title") }))).Must();
        var invoker = Grains.GetGrain<IInvokerGrain>(Keys.Invoker());
        var calls = new List<string>();
        foreach (var function in new[] { "same", "deny", "say", "fall" })
            calls.Add((await invoker.Invoke(caller, new InvokeOrder { App = App, Function = function, Input = Arguments.Json(new { why = Value(function) }), SecondSignature = "W-1:" + Pin })).Must().Invocation);
        if (firm == Firm) Invocation = calls[0];
        var device = Grains.GetGrain<IDeviceGrain>(Keys.Device(firm, Device));
        (await device.Register(caller, "M-1", Value("device's name"))).Must();
        (await device.Ingest(caller, "heat", [new Reading { Seq = 1, At = DateTimeOffset.UnixEpoch, Value = Arguments.Json(Value("reading")) }])).Must();
        if (firm != Firm) return;
        (Record, Operation, marks) = (System.Text.Json.JsonDocument.Parse(record).RootElement.GetProperty("id").GetString()!, operation, [Firm, install.Install]);
    }

    /// <summary>An account of the brain's or of somebody's.</summary>
    public static LedgerAccount Account(string name, string owner) => new() { Account = name, Side = AccountSide.Credit, Owner = owner, Currency = LedgerUnits.MicroYuan };

    /// <summary>The firm pays the brain.</summary>
    public static LedgerLine[] Lines(long minor) => [new() { Account = Prepaid, Minor = minor }, new() { Account = "fees", Minor = -minor }];

    /// <summary>The brain's book: the firm's account with a line that tells something, and two holds to be ended.</summary>
    private async Task Book()
    {
        var ledger = Grains.GetGrain<ILedgerGrain>(Keys.Ledger("auto", "billing"));
        Caller As(string operation) => Callers["operator"] with { Operation = operation };
        (await ledger.Open(As("open-1"), Account(Prepaid, Keys.Tenant(Firm)))).Must();
        (await ledger.Open(As("open-2"), Account("fees", Keys.Brain("auto")))).Must();
        (await ledger.Post(As("post-1"), new TransferOrder { Lines = Lines(5), Memo = Birds.Value("weaver's memo", "owner", "operator", "system") })).Must();
        foreach (var held in new[] { "held-1", "held-2" })
            (await ledger.Hold(As(held), new TransferOrder { Lines = Lines(2) }, DateTimeOffset.UtcNow.AddHours(1))).Must();
    }

    private static Dictionary<string, string> Named(string name) => new() { ["en"] = name, ["zh-CN"] = name };
}

/// <summary>A key of each firm's own that is kept nowhere.</summary>
internal sealed class PlainKeys : IRecordingKeys
{
    public ValueTask<byte[]> Of(string tenant) => ValueTask.FromResult(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(tenant)));
}

/// <summary>Apps' secrets, kept nowhere.</summary>
internal sealed class PlainSecrets : IAppSecrets
{
    private readonly ConcurrentDictionary<string, string> kept = new(StringComparer.Ordinal);

    public ValueTask<string?> Open(string tenant, string app, string name) => ValueTask.FromResult(kept.GetValueOrDefault($"{tenant}/{app}/{name}"));

    public Task Keep(string tenant, string app, string name, string value, AuditEntry entry)
    {
        kept[$"{tenant}/{app}/{name}"] = value;
        return Task.CompletedTask;
    }

    public Task<bool> Forget(string tenant, string app, string name, AuditEntry entry) => Task.FromResult(kept.TryRemove($"{tenant}/{app}/{name}", out _));

    public Task<IReadOnlyList<(string Name, DateTimeOffset At, string By)>> Given(string tenant, string app) => Task.FromResult<IReadOnlyList<(string, DateTimeOffset, string)>>(
        [.. kept.Keys.Where(key => key.StartsWith($"{tenant}/{app}/", StringComparison.Ordinal)).Select(static key => (key[(key.LastIndexOf('/') + 1)..], DateTimeOffset.UnixEpoch, ""))]);
}

/// <summary>Keeps what a silo logs, and what Orleans writes of a call that is slow or fails: the call's own text.</summary>
internal sealed class Overheard : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<string> calls = new();

    /// <summary>What was logged so far.</summary>
    public string Said => string.Join('\n', lines);

    /// <summary>Every call's text so far.</summary>
    public string Calls => string.Join('\n', calls);

    public Task Listen(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType?.Namespace?.StartsWith("Marketplace.", StringComparison.Ordinal) is true) calls.Enqueue(context.Request.ToString() ?? "");
        return context.Invoke();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) lines.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose() => lines.Enqueue("closed");
}
