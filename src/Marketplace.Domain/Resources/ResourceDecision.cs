using System.Text.Json.Nodes;
using Marketplace.Domain.Ledger;

namespace Marketplace.Domain.Resources;

/// <summary>A thing as it will be, and the command of its own table that leads there.</summary>
public sealed record ResourcePut(Resource After, string Command);

/// <summary>A key that one thing at a time may hold within the service and brain: an invoice's line, a truck's day. Two that race for it have
/// one winner, the other is refused with <paramref name="Code"/>.</summary>
/// <param name="Key">1 to 200 characters.</param>
/// <param name="Holder">Who holds it; it is let go of by the holder alone.</param>
/// <param name="Code">A constant of <see cref="Codes"/>.</param>
public sealed record ResourceClaim(string Key, ResourceName Holder, string Code);

/// <summary>Money that moves with the decision, in the book <c>{brain}/{service}</c>: one transfer, its lines sum to zero.</summary>
/// <param name="Lines">In fen.</param>
/// <param name="Opens">The accounts it names; those that are not there are opened.</param>
/// <param name="Memo">For what, in ids.</param>
public sealed record ResourceTransfer(IReadOnlyList<LedgerLine> Lines, IReadOnlyList<LedgerAccount> Opens, string Memo);

/// <summary>Something that happened, for those whose business it is.</summary>
/// <param name="Type"><c>{service}.{aggregate}.{past}.v1</c>.</param>
/// <param name="Subject">What it happened to.</param>
/// <param name="Tenants">The firms that hear it.</param>
/// <param name="Data">Ids, states and amounts.</param>
public sealed record ResourceEvent(string Type, ResourceName Subject, IReadOnlyList<string> Tenants, JsonObject Data);

/// <summary>What a command comes to. All of it happens in one commit or none of it.</summary>
public sealed record ResourceDecision
{
    /// <summary>The things that change, the one the command is asked of first.</summary>
    public required IReadOnlyList<ResourcePut> Puts { get; init; }

    /// <summary>Keys that are taken.</summary>
    public IReadOnlyList<ResourceClaim> Claims { get; init; } = [];

    /// <summary>Keys that are let go of.</summary>
    public IReadOnlyList<ResourceClaim> Frees { get; init; } = [];

    /// <summary>Money that moves, or null.</summary>
    public ResourceTransfer? Transfer { get; init; }

    /// <summary>What the asking firm is committed to pay by it, in fen: an app's cap counts it.</summary>
    public long Commits { get; init; }

    /// <summary>What is told.</summary>
    public IReadOnlyList<ResourceEvent> Events { get; init; } = [];

    /// <summary>A decision that changes one thing.</summary>
    public static ResourceDecision Of(Resource after, string command, params IReadOnlyList<ResourceEvent> events) =>
        new() { Puts = [new ResourcePut(after, command)], Events = events };
}
