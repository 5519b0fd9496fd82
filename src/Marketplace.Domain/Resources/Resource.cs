namespace Marketplace.Domain.Resources;

/// <summary>The name of a shared thing within its service and brain: <c>consignments/8f3a…</c>.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Id">Made by the host, 1 to 64 of <c>a-z 0-9 -</c>.</param>
public readonly record struct ResourceName(string Collection, string Id)
{
    /// <summary>True for what can be an id.</summary>
    public static bool IsId(string id) => id.Length is >= 1 and <= 64 && id.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") < 0;

    /// <summary><c>collection/id</c>.</summary>
    public override string ToString() => $"{Collection}/{Id}";
}

/// <summary>A firm's part in a shared thing.</summary>
/// <param name="Word">What it is in it: <c>shipper</c>, <c>carrier</c>, <c>debtor</c>, <c>lender</c> …</param>
/// <param name="Tenant">The firm.</param>
public sealed record Party(string Word, string Tenant);

/// <summary>A time at which the host does a command by itself, unless the thing was changed before. Every hold has one.</summary>
public sealed record Deadline(DateTimeOffset At, string Command);

/// <summary>One shared thing as it is stored. <see cref="Body"/> is an immutable record of the service; a change makes a new one.</summary>
public sealed record Resource
{
    /// <summary>Its name.</summary>
    public required ResourceName Name { get; init; }

    /// <summary>A state of its table.</summary>
    public required string State { get; init; }

    /// <summary>Counts its changes from 1; 0 for one that is not stored yet. The shell counts, rules never do.</summary>
    public long Seq { get; init; }

    /// <summary>What the service keeps of it.</summary>
    public required object Body { get; init; }

    /// <summary>The firms that see it and may act on it.</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];

    /// <summary>True while every firm of the brain may see it (as its service shows it): an open offer on a board.</summary>
    public bool Open { get; init; }

    /// <summary>Words it is found by within its collection: <c>worker:…</c>, <c>voucher:…</c>. Reading all things of a mark is fenced: a
    /// decision does not count when one was added, changed or taken away meanwhile.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>What the host does by itself, or null.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>The body as its type.</summary>
    public T As<T>() => (T)Body;

    /// <summary>True when the firm is a party by one of the words.</summary>
    public bool Is(string tenant, string word) => Parties.Any(one => one.Tenant == tenant && one.Word == word);
}
