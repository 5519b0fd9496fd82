using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Installs;
using Marketplace.Storage;
using Marketplace.Storage.Billing;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Operations;
using Orleans;
using Orleans.Runtime;
using InstallRows = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Tenants;

internal sealed class TenantGrain : Grain, ITenantGrain
{
    private readonly Shelf<TenantState> shelf;
    private readonly Database database;
    private readonly TimeProvider time;

    public TenantGrain([PersistentState("tenant", StoreNames.Documents)] IPersistentState<TenantState> slot, Database database, TimeProvider time)
    {
        shelf = new Shelf<TenantState>(slot, TenantState.Empty, this.DeactivateOnIdle);
        (this.database, this.time) = (database, time);
    }

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public Task<Answer<TenantFacts>> Get(Caller caller) => Task.FromResult<Answer<TenantFacts>>(
        shelf.Current.Facts is { } facts ? facts : Refusal.Of(Codes.NotFound, ("what", "tenant")));

    public async Task<Answer<TenantFacts>> Found(Caller caller, TenantFacts facts)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        await shelf.Commit(new TenantState { Facts = facts });
        foreach (var brain in facts.Brains)
            await database.Project(Projecting.Firm, brain, facts.Tenant, facts.Tenant, GrainJson.Bytes(facts));
        return facts;
    }

    public async Task<Answer<IReadOnlyList<InstallFacts>>> Installs(Caller caller)
    {
        var heads = await InstallRows.List(database, Tenant);
        var facts = new List<InstallFacts>();
        foreach (var head in heads.Where(static h => h.State != InstallStates.Purged).OrderByDescending(h => h.InstalledAt))
            if (await GrainFactory.GetGrain<IInstallGrain>(Keys.Install(Tenant, head.App)).Get(caller) is { Ok: true, Value: { } value })
                facts.Add(value);
        return facts;
    }

    public async Task<Answer<UsageFacts>> Usage(Caller caller)
    {
        var zone = shelf.Current.Facts?.Zone ?? "Asia/Shanghai";
        var (month, today) = (Spending.Month(time.GetUtcNow(), zone), Spending.Day(time.GetUtcNow(), zone));
        var days = await MeterFacts.Days(database, Tenant, "", $"{month}-01", $"{month}-31");
        var fees = await BillFacts.Fees(database, Tenant, month);
        var caps = (await InstallRows.List(database, Tenant)).ToDictionary(h => h.App, h => h.MonthlyCap, StringComparer.Ordinal);
        var byApp = days.ToLookup(static d => d.App, StringComparer.Ordinal);
        var lines = byApp.Select(static g => g.Key).Union(fees.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(app => Line(app, [.. byApp[app]], fees.GetValueOrDefault(app), today) with { Cap = caps.GetValueOrDefault(app) }).ToList();
        return new UsageFacts
        {
            Month = month, Calls = lines.Sum(l => l.Calls), Total = lines.Sum(l => l.Total), Platform = lines.Sum(l => l.Platform),
            Publisher = lines.Sum(l => l.Publisher), Resources = lines.Sum(l => l.Resources), Apps = lines,
        };
    }

    public async Task<Answer<OperationEnd>> Operation(Caller caller, string key) =>
        await OperationFacts.Get(database, Tenant, key) is { } known
            ? new OperationEnd { Key = known.Key, State = known.Code.Length == 0 ? "completed" : "refused", Code = known.Code, At = known.At }
            : Refusal.Of(Codes.NotFound, ("what", "operation"));

    private static UsageLine Line(string app, IReadOnlyList<MeterDay> days, long fee, string today) => new()
    {
        App = app,
        Calls = days.Sum(Calls),
        Total = days.Sum(static d => d.Cost.Total) + fee,
        Platform = days.Sum(static d => d.Cost.Platform),
        Publisher = days.Sum(static d => d.Cost.Publisher) + fee,
        Resources = days.Sum(static d => d.Cost.Resources),
        Fee = fee,
        CallsToday = days.Where(d => d.Day == today).Sum(Calls),
        TotalToday = days.Where(d => d.Day == today).Sum(static d => d.Cost.Total),
    };

    private static long Calls(MeterDay day) => day.Completed + day.Refused + day.Failed;
}

/// <summary>A firm's document.</summary>
public sealed record TenantState
{
    /// <summary>Not registered.</summary>
    public static readonly TenantState Empty = new();
    public TenantFacts? Facts { get; init; }
}
