using Marketplace.Contracts.Brains;
using Marketplace.Domain;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Grains.Brains;

internal sealed class BrainGrain : Grain, IBrainGrain
{
    private readonly Shelf<BrainState> shelf;
    private readonly Database database;

    public BrainGrain([PersistentState("brain", StoreNames.Documents)] IPersistentState<BrainState> slot, Database database)
    {
        shelf = new Shelf<BrainState>(slot, BrainState.Empty, this.DeactivateOnIdle);
        this.database = database;
    }

    public Task<Answer<BrainFacts>> Get(Caller caller) => Task.FromResult<Answer<BrainFacts>>(
        shelf.Current.Facts is { } facts ? facts : Refusal.Of(Codes.NotFound, ("what", "brain")));

    public async Task<Answer<BrainFacts>> Found(Caller caller, BrainFacts facts)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        await shelf.Commit(new BrainState { Facts = facts });
        await database.Project(Projecting.Brain, "-", facts.Brain, facts.Brain, GrainJson.Bytes(facts));
        return facts;
    }
}

/// <summary>A brain's document.</summary>
public sealed record BrainState
{
    /// <summary>Not founded.</summary>
    public static readonly BrainState Empty = new();
    public BrainFacts? Facts { get; init; }
}
