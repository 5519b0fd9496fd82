using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Talent;

/// <summary>Who could work a firm's open shifts. It only proposes; a shift is offered by the firm and accepted by the person, under the same rules, on what
/// is true then. Stateless; key <see cref="Keys.Resources"/> of <c>talent</c>.</summary>
[Alias("talent.board")]
public interface IShiftBoardGrain : IGrainWithStringKey
{
    /// <summary>For each open shift of the caller's firm in the next 14 days, at most 50: the person on loan to it with whom all of a day's shifts cost
    /// least together, and what else there was. Takes up to a few seconds. For those who may offer shifts.</summary>
    [Alias("propose")] Task<Answer<IReadOnlyList<ShiftProposal>>> Propose(Caller caller);

    /// <summary>The same shifts planned together: as many as can be filled, then hours and nights shared out evenly over the people; what they work elsewhere
    /// counts. Costs are told, not minimised. Takes up to six seconds. For those who may offer shifts.</summary>
    [Alias("roster")] Task<Answer<IReadOnlyList<ShiftProposal>>> Roster(Caller caller);
}

/// <summary>A person proposed for a shift, or nobody and what stands in the way of each.</summary>
[GenerateSerializer, Immutable, Alias("talent.board.proposal")]
public sealed record ShiftProposal
{
    /// <summary>The open shift.</summary>
    [Id(0)] public required string Shift { get; init; }
    /// <summary>The agreement of the person who is proposed, or empty.</summary>
    [Id(1)] public string Agreement { get; init; } = "";
    /// <summary>The wage with premiums, fen.</summary>
    [Id(2)] public long WageFen { get; init; }
    /// <summary>A price on the hours that the person has this month, so that work is shared out; nobody pays it. Fen.</summary>
    [Id(3)] public long LoadFen { get; init; }
    /// <summary>How many people no rule keeps out.</summary>
    [Id(4)] public int Able { get; init; }
    /// <summary>How many people each rule keeps out, by the code of its refusal.</summary>
    [Id(5)] public IReadOnlyDictionary<string, int> Blocked { get; init; } = new Dictionary<string, int>();
    /// <summary>The agreement of who would come next, or empty.</summary>
    [Id(6)] public string NextBest { get; init; } = "";
    /// <summary>By how much at least the day would cost more with them, fen.</summary>
    [Id(7)] public long MoreFen { get; init; }
}
