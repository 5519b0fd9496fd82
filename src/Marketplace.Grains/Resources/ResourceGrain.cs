using System.Globalization;
using System.Text.Json;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Resources;
using Orleans;

namespace Marketplace.Grains.Resources;

/// <summary>One shared thing's queue: callers of one silo come one after the other and so do not race for it. It holds nothing.</summary>
internal sealed class ResourceGrain(ResourceDesk desk, Database database) : Grain, IResourceGrain
{
    private (ResourceShelf Shelf, ResourceName Name) Self
    {
        get
        {
            var (_, brain, id) = Keys.Parse(this.GetPrimaryKeyString());
            var parts = id.Split('/');
            return (new ResourceShelf(brain, parts[0]), new ResourceName(parts[1], parts[2]));
        }
    }

    public async Task<Answer<ResourceView>> Do(Caller caller, ResourceOrder order)
    {
        var (shelf, name) = Self;
        if (!caller.Is(Roles.System) && caller.Brain != shelf.Brain) return Refusal.Of(Codes.NotFound, ("what", name.Collection));
        if (caller.Operation.Length is 0 or > 200) return Refusal.Of(Codes.InputInvalid, ("pointer", "/operation"), ("rule", "required"));
        return await desk.Do(shelf, caller, new ResourceCommand
        {
            On = name, Name = order.Command, Input = JsonElement.Parse(order.Input), Tenant = caller.Tenant, Actor = caller.Actor, Roles = caller.Roles,
            Operation = caller.Operation, App = order.App, Cap = order.Cap,
        });
    }

    public async Task<Answer<Done>> Due(Caller caller, long seq)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        var (shelf, name) = Self;
        if (await ResourceReads.Get(database, shelf, name) is not { Deadline: { } due } row || row.Seq != seq) return Done.It;
        var done = await desk.Do(shelf, caller with { Brain = shelf.Brain }, new ResourceCommand
        {
            On = name, Name = due.Command, Roles = [Roles.System], Operation = string.Create(CultureInfo.InvariantCulture, $"due:{name}:{seq}"),
        });
        return done.Refusal is { } no && no.Code != Codes.ConflictState ? no : Done.It;
    }
}
