using Marketplace.Contracts.Resources;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Views;
using Marketplace.Web.Accounts;
using Orleans;

namespace Marketplace.Web.Freight;

/// <summary>What the freight pages read.</summary>
internal sealed class FreightDesk(IGrainFactory grains, CurrentCaller me, Words words)
{
    private readonly Dictionary<string, string> names = [];

    public const string Service = "logistics";

    /// <summary>Things of a collection: the firm's own, or those open to the brain; newest change first.</summary>
    public async Task<IReadOnlyList<FreightRow>> List(string collection, bool open = false, string state = "")
    {
        if (me.Person.Brain.Length == 0) return [];
        var page = await Board.List(me.As(), new ResourceQuery { Collection = collection, Open = open, State = state, Limit = 200 });
        return page.Ok ? [.. page.Must().Things.Select(static one => new FreightRow(one))] : [];
    }

    /// <summary>One thing, or null.</summary>
    public async Task<FreightRow?> Get(string collection, string id) =>
        Domain.Resources.ResourceName.IsId(id) && me.Person.Brain.Length > 0 && await Board.Get(me.As(), collection, id) is { Ok: true } found ? new FreightRow(found.Must()) : null;

    /// <summary>What firms are called, as they are registered: who takes part in the same thing knows that.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Names(IEnumerable<string> firms)
    {
        foreach (var firm in firms.Where(Keys.IsSlug).Where(firm => !names.ContainsKey(firm)).Distinct())
            names[firm] = await grains.GetGrain<ITenantGrain>(Keys.Tenant(firm)).Get(Caller.System(firm)) is { Ok: true } found ? words.Of(found.Must().Name) : firm;
        return names;
    }

    /// <summary>Whether freight is shared in this brain at all.</summary>
    public async Task<bool> IsOn() => await Mode() != "OFF";

    /// <summary>The mode of freight in this brain today.</summary>
    public async Task<string> Mode() => me.Person.Brain.Length > 0 && await Board.Mode(me.As()) is { Ok: true } mode ? mode.Must() : "OFF";

    private IResourceBoardGrain Board => grains.GetGrain<IResourceBoardGrain>(Keys.Resources(me.Person.Brain, Service));
}
