using Marketplace.Domain.Resources;

namespace Marketplace.Storage.Resources;

/// <summary>Whose things: a brain's, of one service.</summary>
public readonly record struct ResourceShelf(string Brain, string Service)
{
    /// <summary><c>brain/service</c>: also the book of its ledger.</summary>
    public override string ToString() => $"{Brain}/{Service}";
}

/// <summary>A shared thing as it lies in the store; <see cref="Body"/> is the service's JSON.</summary>
public sealed record ResourceRow(
    ResourceName Name, long Seq, string State, byte[] Body, IReadOnlyList<Party> Parties, IReadOnlyList<string> Marks, bool Open, Deadline? Deadline,
    DateTimeOffset Created, DateTimeOffset Changed);

/// <summary>A change of a thing: how it was, how it is to be, and by which command of its table.</summary>
/// <param name="Before">Null for a new one.</param>
/// <param name="After">Its number is the new one.</param>
/// <param name="Command">The command.</param>
public sealed record ResourceChange(ResourceRow? Before, ResourceRow After, string Command);

/// <summary>Who changed it.</summary>
public sealed record ResourceHand(string Tenant, string Actor, string App, string Operation);

/// <summary>One step of a thing's life.</summary>
public sealed record ResourceStep(long Seq, string Command, string Before, string After, string Tenant, string Actor, string App, DateTimeOffset At);

/// <summary>A mark whose things were read, and where its fence stood before they were.</summary>
public sealed record ReadFence(string Collection, string Mark, long Seq);
