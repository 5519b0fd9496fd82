using System.Text.Json;
using Marketplace.Contracts.Resources;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;
using Marketplace.Views;
using Marketplace.Web.Accounts;
using Orleans;

namespace Marketplace.Web.Finance;

/// <summary>A thing as the reader's firm sees it, and what it is.</summary>
public sealed record Seen<T>(ResourceView View, T Body)
{
    /// <summary>Its id.</summary>
    public string Id => View.Id;

    /// <summary>A state of its table.</summary>
    public string State => View.State;

    /// <summary>True when the reader may try the command now.</summary>
    public bool Can(string command) => View.Can.Contains(command);
}

/// <summary>Reads the firm's things of finance for a page.</summary>
internal sealed class FinanceReader(IGrainFactory grains, CurrentCaller me, Words words)
{
    /// <summary>As many as a page shows of one collection; newest change first.</summary>
    public const int Most = 200;

    private static readonly FinanceService service = new();
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    /// <summary>Whether the service is switched on in the reader's brain.</summary>
    public async Task<bool> IsOn() => me.Person.Brain.Length > 0 && (await Board.Mode(me.As())) is { Ok: true } mode && mode.Must() != ResourcePolicy.Off;

    /// <summary>The firm's things of a collection, in a state or in any.</summary>
    public async Task<IReadOnlyList<Seen<T>>> Mine<T>(string collection, string state = "")
    {
        if (me.Person.Brain.Length == 0 || me.Person.Tenant.Length == 0) return [];
        var page = await Board.List(me.As(), new ResourceQuery { Collection = collection, State = state, Limit = Most });
        return page.Ok ? [.. page.Must().Things.Select(static one => As<T>(one))] : [];
    }

    /// <summary>One thing, or null when it is not there for the firm.</summary>
    public async Task<Seen<T>?> One<T>(string collection, string id) =>
        ResourceName.IsId(id) && await Board.Get(me.As(), collection, id) is { Ok: true } found ? As<T>(found.Must()) : null;

    /// <summary>A firm's name. What a firm is called is no secret in its brain; nothing else of it is read here.</summary>
    public async Task<string> Name(string tenant)
    {
        if (names.TryGetValue(tenant, out var known)) return known;
        var firm = Keys.IsSlug(tenant) ? await grains.GetGrain<ITenantGrain>(Keys.Tenant(tenant)).Get(Caller.System(tenant)) : null;
        return names[tenant] = firm is { Ok: true } && firm.Must().Brains.Contains(me.Person.Brain) ? words.Of(firm.Must().Name) : tenant;
    }

    /// <summary>Funders that the firm has asked or that have granted it a line.</summary>
    public async Task<IReadOnlyList<string>> Funders(IReadOnlyList<Seen<Financing>> asked)
    {
        var lines = (await Mine<CreditLine>(FinanceCollections.Lines)).Where(static one => one.View.Mine.Contains(FinanceParty.Firm)).Select(static one => one.Body.Funder);
        return [.. lines.Concat(asked.SelectMany(static one => one.Body.Funders)).Where(one => one != me.Person.Tenant).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(8)];
    }

    private IResourceBoardGrain Board => grains.GetGrain<IResourceBoardGrain>(Keys.Resources(me.Person.Brain, FinanceEndpoints.Service));

    private static Seen<T> As<T>(ResourceView view) => new(view, (T)JsonSerializer.Deserialize(view.Body, service.Shape(view.Collection))!);
}
