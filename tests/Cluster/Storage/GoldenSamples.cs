using Marketplace.Contracts.Brains;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Contracts.Jobs;
using Marketplace.Contracts.Publishing;
using Marketplace.Contracts.Resources;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Documents;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Insight;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Grains.Brains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Insight;
using Marketplace.Grains.Jobs;
using Marketplace.Grains.Publishing;
using Marketplace.Grains.Resources;
using Marketplace.Grains.Tenants;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>One value of every shape that is stored, with something in every member: what the golden files are of.</summary>
internal static class GoldenSamples
{
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static readonly DateTimeOffset then = new(2026, 9, 1, 8, 0, 0, 123, TimeSpan.Zero);
    private static readonly Dictionary<string, string> name = new() { ["zh-CN"] = "扫码报工", ["en"] = "Tag & scan <1>" };

    private static readonly BrainFacts brain = new() { Brain = "auto", Name = name, Summary = name, PriceCap = 900_000, DefaultCap = 40_000_000 };

    private static readonly TenantFacts tenant = new()
    {
        Tenant = "firm", Name = name, Brains = ["auto", "hardware"], Zone = "Asia/Urumqi", People = 48, Trade = name, District = name,
    };

    private static readonly Rollout rollout = new() { Share = 10, Since = then, Halted = "errors", Tally = new RolloutTally(200, 16, 1_000, 10) };

    private static readonly VersionFacts version = new()
    {
        Rollout = rollout,
        Version = "1.4.0", State = "listed", At = then, Digest = "d1", Remark = "可以", Rules = ["manifest.unknownKey"],
    };

    private static readonly AppCard card = new()
    {
        App = "auto/tag", Version = "1.4.0", Name = name, Summary = name, Categories = ["floor"], Sectors = ["auto"],
        Plans = [new PlanFacts { Id = "call", Kind = "call", Price = 2_000, TrialDays = 14 }], Installs = 3, ListedAt = then,
        Publisher = new PublisherFacts { Publisher = "auto", Name = "示例软件", Proved = true, Since = then, Releases = 2 },
    };

    private static readonly CollectionFacts collection = new() { Id = "start", Name = name, Apps = ["auto/tag", "auto/job"] };

    private static readonly Meter meter = new()
    {
        Statements = 1, Reads = 2, Effects = 3, Externals = 4, Rows = 5, BytesIn = 6, BytesOut = 7, AllocatedBytes = 8, CpuNs = 9, ParkedMs = 10,
    };

    /// <summary>Documents of grains: state name to value.</summary>
    public static readonly IReadOnlyDictionary<string, object> Documents = new Dictionary<string, object>
    {
        ["brain"] = new BrainState { Facts = brain },
        ["tenant"] = new TenantState { Facts = tenant },
        ["collection"] = new CollectionState { Facts = collection },
        ["publisher"] = new PublisherState
        {
            Name = "示例软件", State = "proved", Claimant = "dev-1", Evidence = "dns:example.test", CreditCode = "91330100EXAMPLE000", ProvedBy = "op-1",
            Remark = "看过", Since = then, KeyIds = ["k1", "k2"], Releases = [new NotedRelease("auto/tag", "1.4.0")],
        },
        ["release"] = new ReleaseState
        {
            App = "auto/tag", Version = "1.4.0", Digest = "d1", Size = 4_096, SubmittedAt = then, SubmittedBy = "dev-1", Sectors = ["auto"], Name = name,
            Summary = name, TypicalCall = 310, Pending = true,
            Findings =
            [
                new Finding
                {
                    Rule = "script.bigint", Severity = Severity.Amber, File = "main.js", Line = 7, Pointer = "/functions/onScan", Message = "a message", Remedy = "a remedy",
                },
            ],
        },
        ["listing"] = new ListingState
        {
            Brain = "auto", App = "auto/tag", Current = "1.4.0", Revision = 9, Pending = true,
            Memory = OperationMemory.Empty.With("op-1", "hash", "{\"version\":\"1.4.0\"}"),
            Versions =
            [
                new ListedVersion
                {
                    Version = "1.4.0", Digest = "d1", State = "suspended", Before = "listed", At = then, SubmittedAt = then.AddDays(-1), Remark = "停",
                    Rules = ["spec.failed"], Red = 1, Amber = 2, Green = 3, TypicalCall = 310, Rollout = rollout,
                },
            ],
        },
    };

    /// <summary>JSON in the rows of facts, and JSON whose hash is.</summary>
    public static readonly IReadOnlyList<object> Facts =
    [
        new[] { "invoke:device.command", "host:example.test" },
        new Dictionary<string, string> { ["code"] = "尺寸 <1>", ["n"] = "2" },
        meter, brain, tenant, version, collection,
        new AppFacts
        {
            Card = card, Description = name, Versions = [version], Readme = "# 扫码", TypicalCall = 310, DefaultCap = 40_000_000, Digest = "d1", Views = ["scan"], Support = "mail:help@example.test",
            Touches = [new TouchFacts { Scope = "host:example.test", Purpose = name, Required = true, Cap = 5 }],
        },
        new ReviewRow
        {
            App = "auto/tag", Version = "1.4.0", State = "inReview", Name = name, SubmittedAt = then, Risk = 40, Red = 1, Amber = 2, Green = 3, Change = "minor", Previous = "1.3.0",
            Remark = "看", Rules = ["spec.failed"],
        },
        new InstallOrder { App = "auto/tag", Version = "1.4.0", AllGrants = true, Grants = ["invoke:device.command"], MonthlyCap = 5_000_000, SampleData = true },
        new InstallReceipt
        {
            App = "auto/tag", Version = "1.4.0", Digest = "d1", Install = "01J6N0Y2M8EXAMPLE0000000AA", State = "active", Grants = ["invoke:device.command"], MonthlyCap = 5_000_000,
            SampleData = true, InstalledAt = then,
        },
        new InstallFacts
        {
            App = "auto/tag", Version = "1.4.0", State = "suspended", Reason = "app.suspended", Grants = ["invoke:device.command"], MonthlyCap = 5_000_000, SpentThisMonth = 7,
            InstalledAt = then, InstalledBy = "owner", Install = "01J6N0Y2M8EXAMPLE0000000AA", Brain = "auto", Digest = "d1", Name = name, SampleData = true, RestorableUntil = then,
        },
        new SettingsFacts { App = "auto/tag", Version = "1.4.0", Settings = """{"percent":150}"""u8.ToArray(), Schema = """{"type":"object"}"""u8.ToArray() },
        new InvokeReceipt
        {
            Invocation = "01J6N0Y2M8EXAMPLE0000000AB", Result = """{"ok":true}"""u8.ToArray(), Refused = Refusal.Of("tag.unknown", ("code", "X-1")),
            Cost = new Cost { Total = 10, Platform = 3, Publisher = 5, Resources = 2 }, Meter = meter, DryRun = true, Operation = "op-1", Replayed = true, Logs = ["a line"],
        },
        new ImportReport
        {
            Columns = [new ImportColumn("编号", "code", "formula")], Missing = ["title"], Rows = ["""{"code":"a"}"""],
            Faults = [new ImportFault(3, "编号", "code", "maxLength", "abc", "2")],
        },
        new SubsidyProgram { Program = "spring", Purse = "a bureau", From = "2026-01-01", To = "2026-12-31", Share = 300, FirmMonth = 5_000_000, Budget = 9_000_000, Apps = ["auto/tag"] },
        new PendingCall("firm", "auto/tag", "onScan", "{}", "device:m-1", Trace) { Cause = "record", Chain = ["firm/auto/tag"], Job = "01J6N0Y2M8EXAMPLE0000000AB-0002", From = "auto/job", Effect = "01J6N0Y2M8EXAMPLE0000000AB-0001", Roles = ["leader"] },
        new PublishedMonth([new Figure { District = "north", IsAll = true, Firms = ["firm"], Part = 1.5m, Whole = 2.25m, Hidden = "few" }], new Dictionary<string, IReadOnlyDictionary<string, string>> { ["north"] = name }),
        new PendingCommand("firm", "auto/tag", "M-1", "01J6N0Y2M8EXAMPLE0000000AC", "label.print", "{}", Trace),
        new PendingEvent("firm", "auto/tag", "auto.tag.scanned.v1", "{}", Trace) { Chain = ["firm/auto/tag"], For = "auto/tag" },
        new PendingTick("firm", "auto/tag", "01J6N0Y2M8EXAMPLE0000000AA", "0123456789abcdef", then),
        new PendingAct("firm", "auto/tag", "auto", "owner", "01J6N0Y2M8EXAMPLE0000000AB-0003", "finance", "calloffs", "co-1", "accept", "{}", 5_000_000, Trace) { Chain = ["firm/auto/tag"] },
        new ResourceView { Collection = "calloffs", Id = "co-1", State = "OPEN", Seq = 2, Mine = ["seller"], Can = ["accept"], Body = "{}", Due = then, Created = then, Changed = then },
        new HookReceipt { Operation = "call:firm:hook:h:d-1", Replayed = true },
    ];
}
