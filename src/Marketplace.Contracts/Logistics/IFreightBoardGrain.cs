using Marketplace.Domain;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Contracts.Logistics;

/// <summary>The freight board of a brain: looks for goods that can share a vehicle. It only proposes; firms commit. Key
/// <see cref="Keys.Resources"/> of <c>logistics</c>.</summary>
[Alias("logistics.board")]
public interface IFreightBoardGrain : IGrainWithStringKey
{
    /// <summary>Looks once over all that is open, city by city and day by day, at most a few seconds each, and writes down what it would propose.
    /// The answer is how many proposals there are now that were not there before. For those who decide for a firm.</summary>
    [Alias("propose")] Task<Answer<int>> Propose(Caller caller);

    /// <summary>When it looked by itself last and what came of it, and when it looks next. For everybody of the brain; what it says is read, whatever the board does meanwhile.</summary>
    [Alias("rounds"), AlwaysInterleave] Task<Answer<BoardRound>> Rounds(Caller caller);

    /// <summary>What happened to a consignment, oldest first, as an EPCIS 2.0 document in JSON-LD. For its parties: to another firm there is no such consignment. Read, whatever
    /// the board does meanwhile.</summary>
    [Alias("track"), AlwaysInterleave] Task<Answer<string>> Track(Caller caller, string consignment);
}

/// <summary>The board's own looks.</summary>
[GenerateSerializer, Immutable, Alias("logistics.board.round")]
public sealed record BoardRound
{
    /// <summary>The last one; null before the first.</summary>
    [Id(0)] public DateTimeOffset? LastAt { get; init; }
    /// <summary>Proposals that it made.</summary>
    [Id(1)] public int Made { get; init; }
    /// <summary>The next one.</summary>
    [Id(2)] public DateTimeOffset NextAt { get; init; }
}
