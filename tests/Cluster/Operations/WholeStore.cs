using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Brains;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Invocations;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Devices;
using Marketplace.Domain.Files;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Records;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Upgrades;
using Marketplace.Domain.Upgrades.Rehearsals;
using Marketplace.Grains;
using Marketplace.Grains.Billing;
using Marketplace.Grains.Brains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Projections;
using Marketplace.Grains.Publishing;
using Marketplace.Grains.Resources;
using Marketplace.Grains.Tenants;
using Marketplace.Storage;
using Marketplace.Storage.Accounts;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Billing;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Devices;
using Marketplace.Storage.Documents;
using Marketplace.Storage.Files;
using Marketplace.Storage.Insight;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Records;
using Marketplace.Storage.Resources;
using Marketplace.Storage.Upgrades;
using Marketplace.Tests.Cluster.Billing;
using Marketplace.Tests.Cluster.Ledger;
using Marketplace.Tests.Resources;
using Xunit;
using InvocationFacts = Marketplace.Storage.Invocations.InvocationFacts;

namespace Marketplace.Tests.Cluster.Operations;

/// <summary>A small store with something in every table, written by the product's own facts: two real packages, a firm with two
/// installs and their sample records, calls with receipts, messages on their way, an audit of two chains.</summary>
internal sealed class WholeStore(Database database, TimeProvider time)
{
    public const string Firm = "qiaotou", Brain = "auto", Scans = "auto/tag-to-parameter", Echo = "demo/echo";

    private static readonly string[] Apps = [Scans, Echo];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => time.GetUtcNow();

    public static async Task Fill(Database database, TimeProvider time)
    {
        var store = new WholeStore(database, time);
        await store.Documents();
        await store.Installs();
        await store.Rest();
        await store.Ledger();
        await store.Bills();
        await store.Shared();
        await ProjectionRebuild.Run(database, [.. ProjectionRebuild.Kinds], Cancel);
    }

    private static Package Package(string app) => PackageReader.FromFolder(Path.Combine(Root(), "apps", app.Replace('/', Path.DirectorySeparatorChar))).Package!;

    private async Task Documents()
    {
        var words = new Dictionary<string, string> { ["en"] = "A name", ["zh-CN"] = "名称" };
        await Put("brain", Keys.Brain(Brain), new BrainState { Facts = new BrainFacts { Brain = Brain, Name = words } });
        await Put("tenant", Keys.Tenant(Firm), new TenantState { Facts = new TenantFacts { Tenant = Firm, Name = words, Brains = [Brain] } });
        await Put("collection", Keys.Collection(Brain, "start"), new CollectionState { Facts = new CollectionFacts { Id = "start", Name = words, Apps = Apps } });
        foreach (var app in Apps)
        {
            var package = Package(app);
            var unit = new Unit();
            BlobFacts.Put(unit, PackageWriter.Pack(package, null), Now);
            await Done(unit);
            var listed = new ListedVersion { Version = package.Manifest.Version, Digest = package.Digest, State = ListingRules.Listed, At = Now, SubmittedAt = Now, Green = 3 };
            await Put("publisher", Keys.Publisher(Keys.Owner(app)), new PublisherState { Name = "Somebody", State = "proved" });
            await Put("release", Keys.Release(app, listed.Version), new ReleaseState { App = app, Version = listed.Version, Digest = listed.Digest });
            await Put("listing", Keys.Listing(Brain, app), new ListingState { Brain = Brain, App = app, Current = listed.Version, Versions = [listed] });
        }
    }

    private async Task Installs()
    {
        foreach (var app in Apps)
        {
            var (package, unit, id) = (Package(app), new Unit(), $"i-{Keys.Name(app)}");
            InstallFacts.Create(unit, new InstallHead
            {
                Tenant = Firm, App = app, Id = id, Brain = Brain, Seq = 1, Epoch = 1, Version = package.Manifest.Version, Digest = package.Digest,
                State = "active", InstalledAt = Now, InstalledBy = "owner",
            });
            foreach (var row in SeedRules.Read(package, id, "owner", Now).Must().GroupBy(static row => row.Entity))
                RecordFacts.Insert(unit, id, package.Manifest.Entities[row.Key], row);
            await Done(unit);
        }
        await Passage();
        for (var call = 1; call <= 6; call++) await Call(Scans, call, call % 3 == 0 ? "refused" : "completed", effects: call % 3 == 0 ? 0 : call % 2);
        for (var call = 7; call <= 8; call++) await Call(Echo, call, "completed", effects: 0);
    }

    /// <summary>An upgrade that was made, and what a record was before it.</summary>
    private async Task Passage()
    {
        var (unit, terms) = (new Unit(), new Terms("1.0.0", Package(Echo).Digest, [], 0));
        UpgradeFacts.Insert(unit, new UpgradeRow
        {
            Tenant = Firm, App = Echo, Id = "u1", Install = $"i-{Keys.Name(Echo)}", Direction = UpgradeState.Up, State = UpgradeState.Done, From = terms, To = terms, Actor = "owner", At = Now, ChangedAt = Now,
        });
        unit.Do("INSERT INTO record_before (install, run, entity, id, after_version, change, body) VALUES ($1, $2, $3, $4, $5, $6, $7)", $"i-{Keys.Name(Echo)}", "u1", "note", "n1", 2, 1, "{}"u8.ToArray());
        RehearsalFacts.Begin(unit, new RehearsalRow
        {
            Tenant = Firm, App = Echo, Id = "rehearse-1", Install = $"i-{Keys.Name(Echo)}", State = RehearsalState.Done, FromVersion = "1.0.0", FromDigest = terms.Digest, ToVersion = "1.1.0",
            ToDigest = terms.Digest, Total = 2, Done = 2, SpentMs = 30, Step = 1, Actor = "owner", At = Now, ChangedAt = Now, Body = [1, 2, 3],
        });
        ChannelFacts.Put(unit, (await InstallFacts.Get(database, Firm, Echo, Cancel))!, Channels.Pinned, "owner", Now);
        await Done(unit);
    }

    private async Task Call(string app, int number, string outcome, int effects)
    {
        var (id, key, meter, digest) = ($"c{number:D3}", $"key-{number}", new Meter { Statements = 1_500, Reads = 2, Effects = effects, BytesIn = 300 }, Package(app).Digest);
        var cost = Tariff.Price(meter);
        var refused = outcome == "refused" ? Refusal.Of("tag.unknown") : null;
        var line = new InvocationRow
        {
            Id = id, Tenant = Firm, App = app, Version = "1.0.0", Digest = digest, Function = "onScan", Actor = "owner", At = Now, Outcome = outcome,
            Code = refused?.Code ?? "", InputJson = "{}"u8.ToArray(), ResultJson = "{}"u8.ToArray(), Meter = meter, Cost = cost, Operation = key,
        };
        var receipt = new InvokeReceipt { Invocation = id, Result = "{}"u8.ToArray(), Refused = refused, Cost = cost, Meter = meter, Operation = key };
        var unit = new Unit();
        if (effects > 0) InstallFacts.Advance(unit, Firm, app, (await InstallFacts.Get(database, Firm, app, Cancel))!.Seq, 1);
        OperationFacts.Insert(unit, new StoredOperation(Firm, key, "hash", line.Code, JsonSerializer.SerializeToUtf8Bytes(receipt, GrainJson.Default.InvokeReceipt), Now));
        InvocationFacts.Insert(unit, line);
        MeterFacts.Add(unit, "2026-09-01", line);
        MeterFacts.Spend(unit, Firm, app, "2026-09", cost.Total, 0);
        await Done(unit);
    }

    private async Task Rest()
    {
        var unit = new Unit();
        BlobFacts.Put(unit, RandomNumberGenerator.GetBytes(600_000), Now);
        var photo = "a photo"u8.ToArray();
        BlobFacts.Put(unit, photo, Now);
        FileFacts.Add(unit, new StoredFile("i-tag-to-parameter", new Attachment("f1", "photo.png", "image/png", photo.Length, Convert.ToHexStringLower(SHA256.HashData(photo))), Now, "owner", 0));
        OperationFacts.Insert(unit, new StoredOperation(Firm, "install-1", "hash", "", "{\"app\":\"demo/echo\"}"u8.ToArray(), Now));
        foreach (var app in Apps)
            RecordingFacts.Add(unit, [.. Enumerable.Range(1, 3).Select(n => new RecordingRow(Firm, app, $"c{(app == Echo ? 6 : 0) + n:D3}", Now, RandomNumberGenerator.GetBytes(40 + n)))], Now);
        AccountFacts.Put(unit, new PersonRow { Id = "owner", Tenant = Firm, Brain = Brain, Name = "{}", Roles = ["owner"], Badge = "QT-1" });
        AccountFacts.Put(unit, new TokenRow("hash-of-a-token", "owner", [], Now.AddDays(1), false));
        DeviceFacts.Create(unit, new DeviceRow(Firm, "M-01", $"{Firm}.m-01", "hash", "Press 1", Now));
        ReadingFacts.Advance(unit, $"{Firm}.m-01", "force", null, 3, 3);
        ReadingFacts.Append(unit, $"{Firm}.m-01", "force", [.. Enumerable.Range(1, 3).Select(seq => new ReadingRow($"{Firm}.m-01", "force", seq, Now, Encoding.UTF8.GetBytes($"{seq}.5")))]);
        Point[] heard = [new(Now.ToUnixTimeMilliseconds(), 1, 1.5m), new(Now.ToUnixTimeMilliseconds(), 2, 2.5m)];
        var window = new WindowSpec(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15), true, null);
        var state = WindowRules.Take(window, TimeSpan.Zero, new WindowState { Shape = window.Shape(TimeSpan.Zero), Unfit = 1 }, heard, new Dictionary<long, IReadOnlyList<Point>>()).State;
        ReadingFacts.Keep(unit, new WindowRow($"{Firm}.m-01", "force", "i-tag-to-parameter", "onReadback", state.Bytes()));
        ShareFacts.Send(unit, new SharedRow
        {
            Tenant = Firm, Id = "c001-0001", App = Scans, Install = "i-tag-to-parameter", Brain = Brain, Version = "1.0.0", Dataset = "machine.utilisation", Purpose = "index", Month = "2026-08",
            Invocation = "c001", Actor = "owner", At = Now, Body = "{\"month\":\"2026-08\",\"ran\":1,\"planned\":2}"u8.ToArray(),
        });
        ShareFacts.Stop(unit, new ShareStop(Firm, Scans, "delivery.onTime", "owner", Now));
        InsightFacts.Publish(unit, Brain, "machine.utilisation", "2026-08", "{\"figures\":[],\"districts\":{}}"u8.ToArray(), Now);
        DueFacts.Add(unit, "call:later", "call", $"{Firm}/{Scans}", "{}"u8.ToArray(), Now, Now.AddHours(1));
        for (var message = 1; message <= 5; message++) OutboxFacts.Send(unit, $"m{message}", $"{Firm}/{Scans}", $"events:{Firm}", "event", "{}"u8.ToArray(), Now);
        OutboxFacts.Send(unit, "other", $"{Firm}/{Scans}", $"device:{Firm}/m-01", "device", "{}"u8.ToArray(), Now);
        OutboxFacts.Receive(unit, $"events:{Firm}", $"{Firm}/{Scans}", 2);
        for (var act = 1; act <= 12; act++)
            AuditFacts.Append(unit, new AuditEntry(act % 3 == 0 ? Brain : Firm, Now.AddSeconds(act), "operator", "suspend", Scans, new Dictionary<string, string> { ["n"] = $"{act}" }));
        await Done(unit);
        var run = (await OutboxFacts.Claim(database, cancel: Cancel)).Single(static run => run.Target.StartsWith("events", StringComparison.Ordinal));
        var told = new Unit();
        OutboxFacts.Acknowledge(told, run, 2, Now);
        await Done(told);
    }

    /// <summary>Shared things of a harbour: one held until a deadline, one taken and paid, one closed whose key is free again.</summary>
    private async Task Shared()
    {
        var (shelf, desk) = (new ResourceShelf(Brain, "harbour"), new ResourceDesk(database, new ResourceShelves([new Berths()], database), LedgerGround.Teller(database), time));
        async Task Did(string id, string command, string tenant, string input = "{}") => (await desk.Do(shelf, new Caller { Tenant = tenant, Brain = Brain, Actor = "owner", Roles = [Roles.Owner] }, new ResourceCommand
        {
            On = new("berths", id), Name = command, Tenant = tenant, Roles = [Roles.Owner], Operation = $"{id} {command}", Input = JsonElement.Parse(input),
        })).Must();
        (await desk.Do(shelf, Caller.System(brain: Brain), new ResourceCommand
        {
            On = new(ResourcePolicy.Collection, "first"), Name = "set", Roles = [Roles.Operator], Operation = "open", Input = JsonElement.Parse($$"""{"mode":"OPEN","from":"{{ResourcePolicy.Today(Now):yyyy-MM-dd}}"}"""),
        })).Must();
        foreach (var id in new[] { "held", "taken", "closed" }) await Did(id, "build", Firm, $$"""{"title":"{{id}}","price":5}""");
        foreach (var id in new[] { "held", "taken" }) await Did(id, "hold", "weaver");
        await Did("taken", "take", "weaver");
        await Did("closed", "close", Firm);
        var unit = new Unit();
        ResourceWrites.Spend(unit, (Firm, Echo, "spend:harbour.berth"), ResourcePolicy.Today(Now), 5, 100);
        await Done(unit);
    }

    /// <summary>Two books: one of a few postings with a hold in each state, and one long enough for an anchor.</summary>
    private async Task Ledger()
    {
        var teller = await LedgerGround.Open(database, "auto/billing");
        async Task Did(string op, LedgerCommand command) => (await teller.Do("auto/billing", op, command)).Must();
        foreach (var held in new[] { "held-open", "held-posted", "held-voided" })
            await Did(held, new LedgerCommand.Hold(LedgerGround.Lines(100, LedgerGround.Prepaid, LedgerGround.Earned), "", Now.AddDays(1)));
        await Did("post-held", new LedgerCommand.PostHeld("held-posted", LedgerGround.Lines(60, LedgerGround.Prepaid, LedgerGround.Earned)));
        await Did("void-held", new LedgerCommand.Void("held-voided"));
        Assert.Equal(Codes.LedgerBound, (await teller.Do("auto/billing", "refused", LedgerGround.Pay(5_000, LedgerGround.Prepaid, LedgerGround.Platform))).Refusal?.Code);
        var other = await LedgerGround.Open(database, "hardware/billing");
        for (var i = 0; i < 62; i++) (await other.Do("hardware/billing", $"call-{i}", LedgerGround.Pay(1 + i % 3, LedgerGround.Prepaid, LedgerGround.Platform))).Must();
    }

    /// <summary>The calls posted with a subsidy, a fee, two invoices with a note, and a payout: in a brain of its own, whose book is only this.</summary>
    private async Task Bills()
    {
        var ground = new BillGround(database);
        var term = new Unit();
        TermFacts.Put(term, Firm, Echo, "free", Now);
        await Done(term);
        await ground.Grant(new SubsidyProgram { Program = "purse", Purse = "A bureau", From = "2026-08-01", To = "2026-09-30", Share = 300, Budget = 9_000_000 });
        foreach (var day in await BillFacts.Open(database, "", "2026-08-01", "2026-09-30", 10, Cancel))
        {
            var lines = (await BillFacts.Metered(database, day, "zinc", Now.AddDays(-2), Now.AddDays(2), Cancel)).Select(static one => one.Line).ToList();
            Assert.Null(await ground.Bills.Post($"meter:{day.App}", lines, "", (unit, posted, op) => BillFacts.Post(unit, day, posted, op)));
        }
        Assert.Equal("", await ground.Fee(Firm, Echo, "2026-09-01", 9_000_123));
        await ground.Invoices.Draw("zinc", Firm, "2026-09");
        Assert.Equal("", await ground.Fee(Firm, Echo, "2026-10-01", 9_000_000));
        await ground.Invoices.Draw("zinc", Firm, "2026-10");
        var drawn = (await InvoiceFacts.Get(database, $"zinc-2026-09-{Firm}", Cancel))!;
        (await ground.Invoices.Correct(new Caller { Brain = "zinc", Actor = "clerk", Operation = "note" }, drawn, new CreditTerms(drawn.Lines.First(static line => line.Unit == BillLine.Fee).Line, 20, true, "late"))).Must();
        await ground.Payout("demo", 700, "zinc-1");
        var close = new Unit();
        CloseFacts.Begin(close, "zinc", "2026-09", Now);
        CloseFacts.End(close, "zinc", "2026-09", Now);
        await Done(close);
    }

    private async Task Put<T>(string kind, string key, T state) where T : class
    {
        var unit = new Unit();
        unit.Do($"""
            INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, Version, ModifiedOn)
            VALUES ($1, $2, 0, 0, $3, $4, 1, {(database.IsShared ? "to_timestamp(1788249600.25)" : "1788249600")})
            """, DocumentService.Of(database.Options.Engine), $"{kind}.{kind}", key, new DocumentSerializer(GrainsSetup.Shapes()).Serialize(state).ToArray());
        await Done(unit);
    }

    private async Task Done(Unit unit)
    {
        var done = await database.Commit(unit, Cancel);
        Assert.True(done.Ok, $"{done.Conflict} {done.Detail}");
    }

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Marketplace.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("The tests run inside the repository.");
    }
}
