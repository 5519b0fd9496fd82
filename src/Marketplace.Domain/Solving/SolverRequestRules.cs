namespace Marketplace.Domain.Solving;

/// <summary>What a request must be before anybody works on it.</summary>
public static class SolverRequestRules
{
    /// <summary>Consignments, vehicles that can be used, kinds of vehicles, places, dimensions of a load, and names of classes or needs at most.</summary>
    public const int MostConsignments = 1000, MostVehicles = 1000, MostKinds = 50, MostPlaces = 2100, MostDimensions = 8, MostNames = 64;

    /// <summary>Rows and columns of an assignment at most.</summary>
    public const int MostColumns = 2000;

    /// <summary>Numbers stay below this, so that sums of them are exact to a millionth.</summary>
    private const double Largest = 1e9;

    /// <summary>What is wrong with a request, or null.</summary>
    public static SolverRefusal? Refuse(SolverRequest request)
    {
        if (!(request.Seconds is > 0 and <= 3600)) return new("seconds", "more than 0 and at most 3600");
        if (request.Steps is <= 0) return new("steps", "at least 1");
        return (request.Routing, request.Assignment, request.Roster) switch
        {
            ({ } routing, null, null) => Faults(routing).FirstOrDefault(),
            (null, { } assignment, null) => Faults(assignment).FirstOrDefault(),
            (null, null, { } roster) => RosterRequestRules.Faults(roster).FirstOrDefault(),
            _ => new("", "exactly one problem"),
        };
    }

    private static IEnumerable<SolverRefusal> Faults(AssignmentProblem problem)
    {
        if (problem.Costs.Any(static row => row is null))
        {
            yield return new("assignment.costs", "null instead of a row");
            yield break;
        }
        var columns = problem.Costs.Count == 0 ? 0 : problem.Costs[0].Count;
        if (columns > MostColumns || problem.Costs.Count > columns) yield return new("assignment.costs", $"at most {MostColumns} columns, and no fewer than rows");
        for (var row = 0; row < problem.Costs.Count; row++)
            if (problem.Costs[row].Count != columns || problem.Costs[row].Any(static cost => cost is < -1_000_000_000_000 or > 1_000_000_000_000))
                yield return new($"assignment.costs[{row}]", "rows of one length, costs within a million million");
    }

    private static IEnumerable<SolverRefusal> Faults(RoutingProblem problem)
    {
        if (HasGaps(problem))
        {
            yield return new("routing", "null where there must be something");
            yield break;
        }
        var places = problem.Points?.Count ?? problem.Distances?.Count ?? 0;
        if (problem.Points is null == problem.Distances is null) yield return new("routing", "either points or distances");
        if (places is 0 or > MostPlaces) yield return new("routing", $"1 to {MostPlaces} places");
        if (problem.Points?.All(static point => Math.Abs(point.X) < Largest && Math.Abs(point.Y) < Largest) == false) yield return new("routing.points", "numbers within a thousand million");
        if (!IsTable(problem.Distances, places)) yield return new("routing.distances", "a square of numbers from 0 to a thousand million");
        if (!IsTable(problem.Durations, places)) yield return new("routing.durations", "a square of numbers from 0 to a thousand million, as many as places");
        if (problem.Consignments.Count is 0 or > MostConsignments) yield return new("routing.consignments", $"1 to {MostConsignments}");
        if (problem.Vehicles.Count is 0 or > MostKinds) yield return new("routing.vehicles", $"1 to {MostKinds} kinds");
        if (problem.Vehicles.Any(static kind => kind.Count is < 1 or > MostVehicles) || problem.Vehicles.Sum(static kind => kind.Count) > MostVehicles)
            yield return new("routing.vehicles", $"at least one of each kind and at most {MostVehicles} in all");
        if (problem.Vehicles.Count == 0) yield break;
        var width = problem.Vehicles[0].Capacity.Count;
        if (width is 0 or > MostDimensions) yield return new("routing.vehicles[0].capacity", $"1 to {MostDimensions} dimensions");
        for (var at = 0; at < problem.Vehicles.Count; at++)
            if (Fault(problem.Vehicles[at], places, width) is { } fault) yield return new($"routing.vehicles[{at}]", fault);
        for (var at = 0; at < problem.Consignments.Count; at++)
            if (Fault(problem.Consignments[at], places, width) is { } fault) yield return new($"routing.consignments[{at}]", fault);
        if (problem.FewestVehiclesFirst && problem.Consignments.Any(static one => one.Price is not null))
            yield return new("routing.consignments", "no price where vehicles count first: none at all would be the fewest");
        if (HasDoubles(problem.Vehicles.Select(static kind => kind.Id))) yield return new("routing.vehicles", "each id once");
        if (HasDoubles(problem.Consignments.Select(static one => one.Id))) yield return new("routing.consignments", "each id once");
        if (problem.Consignments.Select(static one => one.Class).Distinct().Count() > MostNames
            || problem.Consignments.SelectMany(static one => one.Needs).Distinct().Count() > MostNames) yield return new("routing.consignments", $"at most {MostNames} classes and {MostNames} needs");
    }

    /// <summary>The reader refuses null for a property, not for an item of a list.</summary>
    private static bool HasGaps(RoutingProblem problem) =>
        Gap(problem.Points) || Gap(problem.Distances) || Gap(problem.Durations) || Gap(problem.Vehicles) || Gap(problem.Consignments) || Gap(problem.Apart)
        || problem.Vehicles.Any(static kind => Gap(kind.Has)) || problem.Consignments.Any(static one => Gap(one.Needs));

    private static bool Gap<T>(IReadOnlyList<T>? list) where T : class => list?.Any(static item => item is null) == true;

    private static string? Fault(VehicleKind kind, int places, int width) =>
        !IsPlace(kind.Start, places) || !IsPlace(kind.End, places) ? "start and end are places"
        : kind.Capacity.Count != width || !kind.Capacity.All(IsAmount) ? "a capacity from 0 in each dimension"
        : !IsWindow(kind.Earliest, kind.Latest) ? "earliest and latest in this order"
        : !IsAmount(kind.FixedCost) || !IsAmount(kind.CostPerDistance ?? 1) || !IsAmount(kind.MostDriving ?? 0) ? "costs and limits from 0"
        : null;

    private static string? Fault(RoutedConsignment one, int places, int width) =>
        Fault(one.Pickup, places) ?? Fault(one.Delivery, places)
        ?? (one.Load.Count != width || !one.Load.All(IsAmount) ? "a load from 0 in each dimension" : !IsAmount(one.Price ?? 0) ? "a price from 0" : null);

    private static string? Fault(RoutedStop stop, int places) =>
        !IsPlace(stop.Place, places) ? "a stop is at a place"
        : !IsWindow(stop.Earliest, stop.Latest) ? "a window has its ends in order"
        : !IsAmount(stop.Service) ? "service takes time from 0" : null;

    private static bool IsTable(IReadOnlyList<IReadOnlyList<double>>? table, int places) =>
        table is null || (table.Count == places && table.All(row => row.Count == places && row.All(IsAmount)));

    private static bool IsPlace(int place, int places) => place >= 0 && place < places;

    private static bool IsAmount(double amount) => amount is >= 0 and < Largest;

    private static bool IsWindow(double earliest, double latest) => Math.Abs(earliest) < Largest && Math.Abs(latest) < Largest && earliest <= latest;

    private static bool HasDoubles(IEnumerable<string> names) => names.GroupBy(static name => name, StringComparer.Ordinal).Any(static group => group.Skip(1).Any());
}
