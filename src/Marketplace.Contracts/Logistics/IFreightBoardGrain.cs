using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Logistics;

/// <summary>The freight board of a brain: looks for goods that can share a vehicle. It only proposes; firms commit. Key
/// <see cref="Keys.Resources"/> of <c>logistics</c>.</summary>
[Alias("logistics.board")]
public interface IFreightBoardGrain : IGrainWithStringKey
{
    /// <summary>Looks once over all that is open, city by city and day by day, at most a few seconds each, and writes down what it would propose.
    /// The answer is how many proposals there are now that were not there before. For those who decide for a firm.</summary>
    [Alias("propose")] Task<Answer<int>> Propose(Caller caller);
}
