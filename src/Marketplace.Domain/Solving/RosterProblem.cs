namespace Marketplace.Domain.Solving;

/// <summary>Shifts over some days and people who may take them, within the hours of the law.</summary>
public sealed record RosterProblem
{
    /// <summary>Days, numbered from 0.</summary>
    public required int Days { get; init; }

    /// <summary>The day of the week of day 0: 0 is Monday. Weeks begin on Mondays.</summary>
    public int FirstWeekday { get; init; }

    /// <summary>Days on which all work is overtime: weekly rest days and holidays.</summary>
    public IReadOnlyList<int> FreeDays { get; init => field = value ?? []; } = [];

    /// <summary>What is to be filled.</summary>
    public required IReadOnlyList<RosterShift> Shifts { get; init; }

    /// <summary>Who may fill it.</summary>
    public required IReadOnlyList<RosterWorker> Workers { get; init; }

    /// <summary>The hours of the law.</summary>
    public required RosterLimits Limits { get; init; }

    /// <summary>What an hour costs by which the busiest and the idlest differ.</summary>
    public long HourSpread { get; init; }

    /// <summary>What a shift costs by which two people's numbers of hard shifts differ at most.</summary>
    public long HardSpread { get; init; }
}

/// <summary>A shift.</summary>
public sealed record RosterShift
{
    /// <summary>A name of the caller's, unique in the problem.</summary>
    public required string Id { get; init; }

    /// <summary>The day on which it begins, and to which it counts.</summary>
    public required int Day { get; init; }

    /// <summary>Begins, in minutes of that day.</summary>
    public required int Start { get; init; }

    /// <summary>Takes so many minutes from begin to end, at most a day.</summary>
    public required int Length { get; init; }

    /// <summary>Working minutes of it.</summary>
    public required int Work { get; init; }

    /// <summary>How many people.</summary>
    public required int People { get; init; }

    /// <summary>What each must have.</summary>
    public IReadOnlyList<string> Needs { get; init => field = value ?? []; } = [];

    /// <summary>True for nights and the like, which are shared out evenly.</summary>
    public bool Hard { get; init; }

    /// <summary>What each place costs that stays open.</summary>
    public required long OpenPrice { get; init; }
}

/// <summary>A person.</summary>
public sealed record RosterWorker
{
    /// <summary>A name of the caller's, unique in the problem.</summary>
    public required string Id { get; init; }

    /// <summary>Certificates and the like.</summary>
    public IReadOnlyList<string> Has { get; init => field = value ?? []; } = [];

    /// <summary>Days on which the person does not begin or go on with a shift.</summary>
    public IReadOnlyList<int> Off { get; init => field = value ?? []; } = [];

    /// <summary>Shifts, by their ids, that the person would rather not have.</summary>
    public IReadOnlyList<string> Dislikes { get; init => field = value ?? []; } = [];

    /// <summary>What each of these costs.</summary>
    public long DislikePrice { get; init; }

    /// <summary>Overtime that the person may still do, in minutes.</summary>
    public required int OvertimeLeft { get; init; }
}

/// <summary>The hours of the law, in minutes.</summary>
/// <param name="Day">Of a working day before overtime.</param>
/// <param name="OvertimeDay">Overtime on top of that on any day.</param>
/// <param name="Week">Normal hours of a week; tighter than the law's average over several.</param>
/// <param name="RestDays">Days of a whole week that no shift touches.</param>
/// <param name="Between">From the end of a shift to the beginning of the next.</param>
public sealed record RosterLimits(int Day, int OvertimeDay, int Week, int RestDays, int Between);

/// <summary>Who takes which shift. A proposal: whoever commits it checks it first.</summary>
/// <param name="Picks">Person and shift, by their ids.</param>
/// <param name="Open">Places of shifts that stay open.</param>
/// <param name="Cost">The terms of the cost.</param>
/// <param name="Bound">No roster costs less.</param>
public sealed record RosterPlan(IReadOnlyList<RosterPick> Picks, IReadOnlyList<RosterOpen> Open, RosterCost Cost, long Bound);

/// <summary>A person takes a shift.</summary>
public sealed record RosterPick(string Worker, string Shift);

/// <summary>Places of a shift that stay open, and how many people could take it at all.</summary>
public sealed record RosterOpen(string Shift, int Places, int Able);

/// <summary>Where the cost comes from.</summary>
/// <param name="Open">Places that stay open.</param>
/// <param name="Dislikes">Shifts that people would rather not have.</param>
/// <param name="Hours">Uneven hours; a part of an hour counts whole.</param>
/// <param name="Hard">Uneven hard shifts.</param>
public sealed record RosterCost(long Open, long Dislikes, long Hours, long Hard)
{
    /// <summary>All terms.</summary>
    public long Total => Open + Dislikes + Hours + Hard;
}
