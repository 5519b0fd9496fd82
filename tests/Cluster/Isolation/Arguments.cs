using System.Reflection;
using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Accounts;
using Marketplace.Contracts.Billing;
using Marketplace.Contracts.Brains;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Devices;
using Marketplace.Contracts.Egress;
using Marketplace.Contracts.Files;
using Marketplace.Contracts.Imports;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Contracts.Jobs;
using Marketplace.Contracts.Ledger;
using Marketplace.Contracts.Publishing;
using Marketplace.Contracts.Resources;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Upgrades;
using Marketplace.Tests.Api.Isolation;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Tests.Cluster.Isolation;

/// <summary>What a grain method is called with, by the types and names of its parameters: things of the first firm, always. A parameter
/// that nobody thought of is an error that names it.</summary>
internal sealed class Arguments(GrainGround ground, IDeviceLink link)
{
    /// <summary>A grain's key by its kind: the first firm's, brain <c>auto</c>, publisher <c>demo</c>.</summary>
    public static string Key(string kind, GrainGround ground) => kind switch
    {
        "brain" => Keys.Brain("auto"),
        "desk" => Keys.Desk("auto"),
        "shop" => Keys.Shop("auto"),
        "collection" => Keys.Collection("auto", "start"),
        "listing" => Keys.Listing("auto", GrainGround.App),
        "publisher" => Keys.Publisher("demo"),
        "release" => Keys.Release(GrainGround.App, "2.0.0"),
        "tenant" => Keys.Tenant(GrainGround.Firm),
        "install" => Keys.Install(GrainGround.Firm, GrainGround.App),
        "home" => Keys.Home(GrainGround.Firm, GrainGround.App),
        "turn" => Keys.Turn(GrainGround.Firm, GrainGround.App),
        "records" => Keys.Records(GrainGround.Firm),
        "files" => Keys.Files(GrainGround.Firm),
        "imports" => Keys.Imports(GrainGround.Firm),
        "exports" => Keys.Exports(GrainGround.Firm),
        "upgrades" => Keys.Upgrades(GrainGround.Firm),
        "hooks" => Keys.Hooks(GrainGround.Firm),
        "letters" => Keys.Letters(GrainGround.Firm),
        "recordings" => Keys.Recordings(GrainGround.Firm),
        "photos" => Keys.Photos("auto"),
        "settings" => Keys.Settings(GrainGround.Firm),
        "secrets" => Keys.Secrets(GrainGround.Firm),
        "shares" => Keys.Shares(GrainGround.Firm),
        "insight" => Keys.Insight("auto"),
        "rehearsals" => Keys.Rehearsals(GrainGround.Firm),
        "device" => Keys.Device(GrainGround.Firm, ground.Device),
        "ledger" => Keys.Ledger("auto", "billing"),
        "billing" => Keys.Billing("auto"),
        "payouts" => Keys.Payouts("auto"),
        "resource" => Keys.Resource("auto", "finance", ResourcePolicy.Collection, "matrix"),
        "resources" => Keys.Resources("auto", "finance"),
        "accounts" => Keys.Accounts(),
        "invoker" => Keys.Invoker(),
        _ => throw new InvalidDataException($"There is no key of kind {kind}."),
    };

    /// <summary>All of a method's arguments but the caller.</summary>
    public IEnumerable<object?> For(MethodInfo method, string once) => method.GetParameters().Skip(1).Select(parameter => One(method, parameter, once));

    /// <summary>UTF-8 JSON of a value.</summary>
    public static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value);

    private object? One(MethodInfo method, ParameterInfo parameter, string once) => (parameter.ParameterType, parameter.Name) switch
    {
        ({ } t, "app") when t == typeof(string) => GrainGround.App,
        ({ } t, "version") when t == typeof(string) => method.Name switch { "Offer" => "1.0.0", "Look" or "Replay" => "", _ => "2.0.0" },
        ({ } t, "version") when t == typeof(long) => 0L,
        (_, "collection") => ResourcePolicy.Collection,
        (_, "id") when method.DeclaringType == typeof(IResourceBoardGrain) => "none",
        ({ } t, "query") when t == typeof(ResourceQuery) => new ResourceQuery { Collection = ResourcePolicy.Collection, Open = true },
        ({ } t, "order") when t == typeof(ResourceOrder) => new ResourceOrder { Command = "set", Input = """{"mode":"OFF","from":"2099-01-01"}""" },
        (_, "seq") => 1L,
        (_, "function") => method.Name == "Log" ? "" : "lead",
        (_, "entity") => "note",
        (_, "id") when method.DeclaringType == typeof(IFilesGrain) => ground.File,
        (_, "id") when method.DeclaringType == typeof(IImportsGrain) => ground.Import,
        (_, "import") => ground.Import,
        (_, "run") => "none",
        (_, "accept") => false,
        (_, "dataset") => "machine.utilisation",
        (_, "stopped") => true,
        (_, "channel") => "none",
        (_, "share") => 10,
        ({ } t, "order") when t == typeof(UpgradeOrder) => new UpgradeOrder(),
        (_, "invocation") => ground.Invocation,
        (_, "redact") => false,
        (_, "file") => new Immutable<byte[]>(Encoding.UTF8.GetBytes($"code\n{once}\n")),
        ({ } t, "order") when t == typeof(FileOrder) => new FileOrder { App = GrainGround.App, Name = "a.csv" },
        ({ } t, "order") when t == typeof(ImportOrder) => new ImportOrder { App = GrainGround.App, Entity = "note" },
        (_, "knock") => new HookKnock { Body = new Immutable<byte[]>(Json(once)) },
        (_, "id") => ground.Record,
        (_, "body") => Json(new { code = once }),
        (_, "patch") => Json(new { title = once }),
        ({ } t, "query") when t == typeof(byte[]) => Json(new { limit = 10 }),
        ({ } t, "query") when t == typeof(ShopQuery) => new ShopQuery(),
        (_, "aggregate") => Json(new { groupBy = new[] { "title" } }),
        (_, "path") => "app.json",
        ({ } t, "account") when t == typeof(LedgerAccount) => GrainGround.Account("other", Keys.Brain("auto")),
        (_, "account") => GrainGround.Prepaid,
        (_, "transfer") => new TransferOrder { Lines = GrainGround.Lines(1), Memo = once },
        (_, "due") => DateTimeOffset.UtcNow.AddHours(1),
        (_, "held") => method.Name == "Void" ? "held-1" : "held-2",
        (_, "lines") => GrainGround.Lines(1),
        ({ } t, "after") when t == typeof(long) => 0L,
        (_, "after") => "",
        (_, "limit") => 10,
        (_, "key") => ground.Operation,
        ({ } t, "person") when t == typeof(string) => ground.Callers["worker"].Actor,
        ({ } t, "person") when t == typeof(PersonFacts) => new PersonFacts { Person = "weaver-new", Tenant = GrainGround.Firm, Brain = "auto", Name = new Dictionary<string, string> { ["en"] = once }, Roles = [Roles.Worker] },
        (_, "tenant") => GrainGround.Firm,
        (_, "badge") => "W-1",
        (_, "pin") => method.Name == "Put" ? Secret.None : (Secret)ground.Pin,
        (_, "token") => method.Name == "Authenticate" ? (Secret)"mkd_none" : method.Name == "Put" ? Secret.None : ground.Token,
        (_, "device") => $"{GrainGround.Firm}.{ground.Device}",
        (_, "code") => "M-1",
        (_, "consignment") => "none",
        (_, "photo") => new Immutable<byte[]>([0xFF, 0xD8, 0xFF]),
        (_, "settings") => new Immutable<byte[]>(Json(new { })),
        (_, "name") when method.DeclaringType == typeof(ISecretsGrain) => "erp",
        (_, "value") => (Secret)once,
        (_, "name") => once,
        (_, "series") => "heat",
        (_, "readings") => (Reading[])[new Reading { Seq = 99, At = DateTimeOffset.UnixEpoch, Value = Json(once) }],
        (_, "holds") => (DeviceHold[])[new DeviceHold { Device = $"{GrainGround.Firm}.{ground.Device}", TokenHash = "none" }],
        ({ } t, "command") when t == typeof(DeviceCommand) => new DeviceCommand { Id = once, Command = "go", Payload = Json(1) },
        (_, "link") => link,
        ({ } t, "facts") when t == typeof(BrainFacts) => new BrainFacts { Brain = "auto", Name = new Dictionary<string, string> { ["en"] = "auto" } },
        ({ } t, "facts") when t == typeof(TenantFacts) => new TenantFacts { Tenant = GrainGround.Firm, Name = new Dictionary<string, string> { ["en"] = GrainGround.Firm }, Brains = ["auto"] },
        ({ } t, "facts") when t == typeof(CollectionFacts) => new CollectionFacts { Id = "start", Name = new Dictionary<string, string> { ["en"] = once }, Apps = [GrainGround.App] },
        ({ } t, "order") when t == typeof(InstallOrder) => new InstallOrder { App = GrainGround.App, AllGrants = true },
        ({ } t, "order") when t == typeof(InvokeOrder) => new InvokeOrder { App = GrainGround.App, Function = "lead", Input = Json(new { why = once }) },
        ({ } t, "order") when t == typeof(ClaimOrder) => new ClaimOrder { Name = "Taker" },
        (_, "release") => new ReleaseFacts { App = GrainGround.App, Version = "1.0.0", Digest = "0", State = "inReview" },
        (_, "decision") => new ReviewDecision { Decision = "maybe" },
        ({ } t, "admitted") when t == typeof(Admitted) => ground.Admitted,
        ({ } t, "write") when t == typeof(RecordWrite) => new RecordWrite { App = GrainGround.App, Entity = "note", Kind = RecordWrite.Insert, Body = Json(new { code = once }) },
        (_, "reason") or (_, "remark") => "a reason",
        (_, "waitingOnly") => false,
        (_, "keyId") => "",
        (_, "monthlyCap") => 90_000_000L,
        ({ } t, "turn") when t == typeof(BillingTurn) => new BillingTurn { Id = "bill:auto:matrix:1", Kind = "bill", From = "fees|zz" },
        (_, "turn") => 1L,
        (_, "invoice") => "auto-2026-01-weaver",
        (_, "credit") => new CreditOrder { Line = 1, Fen = 1, Reason = once },
        (_, "program") => new SubsidyProgram { Program = "matrix", Purse = "A bureau", From = "2026-01-01", To = "2026-12-31", Share = 100, Budget = 1_000 },
        (_, "month") => method.Name == "Close" ? "2020-01" : "",
        (_, "publisher") => "demo",
        ({ } t, "payout") when t == typeof(PayoutOrder) => new PayoutOrder(),
        (_, "payout") => "auto-none",
        (_, "package") => new Immutable<byte[]>(WitnessApp.Pack("2.0.0")),
        _ => throw new InvalidDataException($"{method.DeclaringType?.Name}.{method.Name} takes {parameter.ParameterType.Name} {parameter.Name}: say in Arguments what it is called with."),
    };
}
