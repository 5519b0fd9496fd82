using Marketplace.Domain;

namespace Marketplace.Storage;

/// <summary>One statement of a unit of work. <see cref="Rows"/> of -1 accepts any count; otherwise another count, or a broken
/// unique constraint, ends the unit with <see cref="Conflict"/>.</summary>
internal sealed record Step(string Sql, Arg[] Args, int Rows, string Conflict, string Detail);

/// <summary>A unit of work: statements that happen all or not at all, in their order. The rooms append to it; the first statement
/// of a call's unit is the compare-and-swap on its head. Parameters are <c>$1, $2 …</c> in order of first appearance.</summary>
public sealed class Unit
{
    private readonly List<Step> steps = [];

    internal IReadOnlyList<Step> Steps => steps;

    internal bool Wakes { get; private set; }

    /// <summary>How many statements it holds.</summary>
    public int Count => steps.Count;

    /// <summary>A statement that may touch any number of rows.</summary>
    public Unit Do(string sql, params ReadOnlySpan<Arg> args) => Add(new Step(sql, args.ToArray(), -1, "", ""));

    /// <summary>A statement that must touch exactly one row, or the unit ends with this conflict.</summary>
    public Unit Must(string sql, string conflict, string detail, params ReadOnlySpan<Arg> args) =>
        Add(new Step(sql, args.ToArray(), 1, conflict, detail));

    /// <summary>A statement that must touch exactly <paramref name="rows"/> rows, or the unit ends with this conflict.</summary>
    public Unit Exactly(int rows, string sql, string conflict, string detail, params ReadOnlySpan<Arg> args) =>
        Add(new Step(sql, args.ToArray(), rows, conflict, detail));

    /// <summary>Says that somebody waits for what this unit adds: the sweeper is woken when it commits.</summary>
    public void Wake() => Wakes = true;

    private Unit Add(Step step)
    {
        steps.Add(step);
        return this;
    }
}

/// <summary>How a unit ended. A conflict left nothing behind.</summary>
/// <param name="Ok">True when everything happened.</param>
/// <param name="Conflict">The conflict code of the step that failed, or empty.</param>
/// <param name="Detail">What the step said of itself: a field's name, an id; or empty.</param>
public sealed record Committed(bool Ok, string Conflict, string Detail)
{
    /// <summary>All of it happened.</summary>
    public static readonly Committed Done = new(true, "", "");

    /// <summary>An earlier unit of the same chain ended in a conflict; this one was not tried.</summary>
    public static readonly Committed NotTried = new(false, Codes.ConflictHead, "");
}

/// <summary>The store could not say whether a unit happened (a lost connection, a failed disk). The operation id settles it.</summary>
public sealed class OutcomeUnknownException(string message, Exception inner) : UnansweredException(message, inner);

/// <summary>The store could not be asked; nothing happened.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : UnansweredException(message, inner);

/// <summary>The storage code of conflicts that are not refusals by themselves.</summary>
public static class Conflicts
{
    /// <summary>The operation id was there before: its stored reply is the answer.</summary>
    public const string Operation = "operation";

    /// <summary>A message at or below the receiver's mark: it was applied before; acknowledge it.</summary>
    public const string InboxSeen = "inbox.seen";

    /// <summary>The thing to be made exists.</summary>
    public const string Exists = "exists";

    /// <summary>The thing to be taken away is not there.</summary>
    public const string Gone = "gone";

    /// <summary>The lease of due work or of a message went to somebody else.</summary>
    public const string Lease = "lease";
}
