namespace Marketplace.Domain.Solving;

/// <summary>What goes into the solver process, as one JSON document: exactly one problem, and how long it may be worked on.</summary>
public sealed record SolverRequest
{
    /// <summary>The same seed and the same <see cref="Steps"/> give the same plan.</summary>
    public int Seed { get; init; }

    /// <summary>The time box in seconds, counted from the start of the process; more than 0, at most an hour. The parent kills the process
    /// 5 s after it.</summary>
    public required double Seconds { get; init; }

    /// <summary>Steps of the search after which it ends although there is time left; absent: the box alone ends it.</summary>
    public long? Steps { get; init; }

    /// <summary>True when the box counts processor time: for measurements on a machine that others use too.</summary>
    public bool CountsProcessorTime { get; init; }

    /// <summary>Pickups and deliveries with time windows.</summary>
    public RoutingProblem? Routing { get; init; }

    /// <summary>Each row to a column of its own, at least cost.</summary>
    public AssignmentProblem? Assignment { get; init; }

    /// <summary>People for shifts over days.</summary>
    public RosterProblem? Roster { get; init; }
}
