using Marketplace.Contracts.Talent;
using Marketplace.Domain;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Talent;

/// <summary>Asks the board of its brain; holds nothing.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class ShiftBoardGrain(ShiftBoard board) : Grain, IShiftBoardGrain
{
    public Task<Answer<IReadOnlyList<ShiftProposal>>> Propose(Caller caller) => board.Propose(Keys.Parse(this.GetPrimaryKeyString()).Owner, caller);

    public Task<Answer<IReadOnlyList<ShiftProposal>>> Roster(Caller caller) => board.Roster(Keys.Parse(this.GetPrimaryKeyString()).Owner, caller);
}
