using System.Globalization;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Resources;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Resources;

/// <summary>Shows shared things; holds nothing.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class ResourceBoardGrain(ResourceShelves shelves, Database database) : Grain, IResourceBoardGrain
{
    private const int MostRows = 200;
    /// <summary>Where a list begins.</summary>
    internal static readonly (DateTimeOffset, string) Newest = (DateTimeOffset.MaxValue.AddDays(-1), "");

    private ResourceShelf Shelf => Keys.Parse(this.GetPrimaryKeyString()) is var (_, brain, service) ? new ResourceShelf(brain, service) : default;

    public async Task<Answer<ResourcePage>> List(Caller caller, ResourceQuery query)
    {
        var service = shelves.Service(Shelf.Service);
        if (caller.Brain != Shelf.Brain && !caller.Is(Roles.System) || ResourceRules.Table(service, query.Collection) is not { } table) return Missing(query.Collection);
        if (query.State.Length > 0 && !table.States.Contains(query.State))
            return Refusal.Of(Codes.InputInvalid, ("pointer", "?state"), ("rule", string.Join(" | ", table.States)));
        if (Past(query.After) is not { } before) return Refusal.Of(Codes.InputInvalid, ("pointer", "?after"), ("rule", "a cursor of a page"));
        var most = Math.Clamp(query.Limit, 1, MostRows);
        var rows = query.Open ? await ResourceReads.Open(database, Shelf, query.Collection, query.State, before, most)
            : await ResourceReads.Of(database, Shelf, query.Collection, caller.Tenant, query.State, before, most);
        return new ResourcePage
        {
            Things = [.. rows.Select(row => ResourceShelves.View(service, row, caller))],
            Next = rows.Count == most ? string.Create(CultureInfo.InvariantCulture, $"{rows[^1].Changed.ToUnixTimeMilliseconds()}.{rows[^1].Name.Id}") : "",
        };
    }

    public async Task<Answer<ResourceView>> Get(Caller caller, string collection, string id) =>
        await Seen(caller, collection, id) is { } row ? ResourceShelves.View(shelves.Service(Shelf.Service), row, caller) : Missing(collection);

    public async Task<Answer<IReadOnlyList<ResourceStepView>>> Steps(Caller caller, string collection, string id)
    {
        if (await Seen(caller, collection, id) is not { } row || !row.Parties.Any(one => one.Tenant == caller.Tenant)) return Missing(collection);
        var steps = await ResourceReads.Steps(database, Shelf, row.Name);
        return new Answer<IReadOnlyList<ResourceStepView>>
        {
            Value = [.. steps.Select(static one => new ResourceStepView { Seq = one.Seq, Command = one.Command, From = one.Before, To = one.After, By = one.Tenant, App = one.App, At = one.At })],
        };
    }

    public async Task<Answer<IReadOnlyList<string>>> Partners(Caller caller) => caller.Brain != Shelf.Brain || caller.Tenant.Length == 0 ? Missing("firms")
        : new Answer<IReadOnlyList<string>> { Value = await ResourceReads.Partners(database, Shelf.Brain, caller.Tenant, MostRows) };

    public async Task<Answer<string>> Mode(Caller caller) => (await shelves.Policy(Shelf, database.Time.GetUtcNow())).Mode;

    private async Task<ResourceRow?> Seen(Caller caller, string collection, string id)
    {
        if (caller.Brain != Shelf.Brain && !caller.Is(Roles.System)) return null;
        if (ResourceRules.Table(shelves.Service(Shelf.Service), collection) is null || await ResourceReads.Get(database, Shelf, new ResourceName(collection, id)) is not { } row) return null;
        return row.Open || caller.Is(Roles.System) || (caller.Tenant.Length > 0 && row.Parties.Any(one => one.Tenant == caller.Tenant)) ? row : null;
    }

    private static (DateTimeOffset At, string Id)? Past(string cursor)
    {
        if (cursor.Length == 0) return Newest;
        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(cursor[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < Newest.Item1.ToUnixTimeMilliseconds()
            ? (DateTimeOffset.FromUnixTimeMilliseconds(at), cursor[(dot + 1)..]) : null;
    }

    private static Refusal Missing(string what) => Refusal.Of(Codes.NotFound, ("what", what));
}
