using Marketplace.Contracts.Catalogue;
using Marketplace.Domain;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Grains.Catalogue;

internal sealed class CollectionGrain : Grain, ICollectionGrain
{
    private readonly Shelf<CollectionState> shelf;
    private readonly Database database;

    public CollectionGrain([PersistentState("collection", StoreNames.Documents)] IPersistentState<CollectionState> slot, Database database)
    {
        shelf = new Shelf<CollectionState>(slot, CollectionState.Empty, this.DeactivateOnIdle);
        this.database = database;
    }

    /// <summary>Writes the row again that a crash may have kept from being written.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        shelf.Current.Facts is { } facts ? Show(facts) : Task.CompletedTask;

    public async Task<Answer<CollectionFacts>> Put(Caller caller, CollectionFacts facts)
    {
        var brain = Keys.Parse(this.GetPrimaryKeyString()).Owner;
        if (!caller.Is(Roles.System) && !(caller.Is(Roles.Operator) && caller.Brain == brain))
            return Refusal.Of(Codes.RoleMissing, ("role", $"{Roles.Operator} of {brain}"));
        if (facts.Apps.Any(app => !Keys.IsApp(app)))
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/apps"), ("rule", "publisher/app"));
        await shelf.Commit(new CollectionState { Facts = facts });
        await Show(facts);
        return facts;
    }

    public Task<Answer<CollectionFacts>> Get(Caller caller) => Task.FromResult<Answer<CollectionFacts>>(
        shelf.Current.Facts is { } facts && (caller.Is(Roles.System) || caller.Brain == Keys.Parse(this.GetPrimaryKeyString()).Owner) ? facts : Refusal.Of(Codes.NotFound, ("what", "collection")));

    private Task Show(CollectionFacts facts) =>
        database.Project(Projecting.Collection, Keys.Parse(this.GetPrimaryKeyString()).Owner, facts.Id, facts.Id, GrainJson.Bytes(facts));
}

/// <summary>A collection's document.</summary>
public sealed record CollectionState
{
    /// <summary>Never put.</summary>
    public static readonly CollectionState Empty = new();
    public CollectionFacts? Facts { get; init; }
}
