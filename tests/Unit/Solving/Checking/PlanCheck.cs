using System.Text.Json;

namespace Marketplace.Tests.Solving;

/// <summary>Judges a plan from the JSON of the request and of the answer alone: it reads both itself and shares no code with the solver.
/// It says every fault it finds, and adds up vehicles and way itself.</summary>
internal sealed class PlanCheck
{
    private const double Grain = 1e-6;

    private readonly JsonElement problem;
    private readonly List<string> faults = [];
    private readonly Dictionary<string, JsonElement> consignments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> deliveries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> vehicles = new(StringComparer.Ordinal);

    public PlanCheck(JsonElement request, JsonElement answer)
    {
        problem = request.GetProperty("routing");
        var plan = answer.GetProperty("routing");
        foreach (var one in problem.GetProperty("consignments").EnumerateArray()) consignments.Add(Text(one, "id"), one);
        foreach (var kind in problem.GetProperty("vehicles").EnumerateArray()) vehicles.Add(Text(kind, "id"), kind.GetProperty("count").GetInt32());
        foreach (var trip in plan.GetProperty("trips").EnumerateArray()) Drive(trip);
        foreach (var (kind, left) in vehicles) if (left < 0) faults.Add($"{-left} vehicles of {kind} too many");
        Left = [.. plan.GetProperty("leftBehind").EnumerateArray().Select(static left => Text(left, "consignment"))];
        foreach (var id in consignments.Keys)
        {
            var times = deliveries.GetValueOrDefault(id) + Left.Count(left => left == id);
            if (times != 1) faults.Add($"{id} is accounted for {times} times");
        }
        var price = Left.Sum(left => consignments.TryGetValue(left, out var one) ? Number(one, "price", 0) : 0);
        Cost += price;
        Same("the plan's distance", Number(plan, "distance", double.NaN), Distance);
        Same("the plan's cost", Number(plan.GetProperty("cost"), "total", double.NaN), Cost);
    }

    /// <summary>What is wrong; empty for a plan that keeps every rule.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Trips, the way and the cost, added up here.</summary>
    public int Trips { get; private set; }
    public double Distance { get; private set; }
    public double Cost { get; private set; }

    /// <summary>What the plan says it leaves behind.</summary>
    public IReadOnlyList<string> Left { get; }

    private void Drive(JsonElement trip)
    {
        Trips++;
        var name = Text(trip, "vehicle");
        if (!vehicles.ContainsKey(name))
        {
            faults.Add($"there is no vehicle {name}");
            return;
        }
        vehicles[name]--;
        var kind = problem.GetProperty("vehicles").EnumerateArray().Single(one => Text(one, "id") == name);
        var capacity = kind.GetProperty("capacity").EnumerateArray().Select(static c => c.GetDouble()).ToArray();
        var (load, onBoard, classes) = (new double[capacity.Length], new HashSet<string>(), new HashSet<string>());
        var (at, clock, way, driving) = (kind.GetProperty("start").GetInt32(), Number(kind, "earliest", 0), 0.0, 0.0);
        foreach (var stop in trip.GetProperty("stops").EnumerateArray())
        {
            var id = Text(stop, "consignment");
            var delivers = stop.TryGetProperty("delivers", out var word) && word.GetBoolean();
            if (!consignments.TryGetValue(id, out var one))
            {
                faults.Add($"there is no consignment {id}");
                continue;
            }
            var place = one.GetProperty(delivers ? "delivery" : "pickup");
            Go(place.GetProperty("place").GetInt32());
            clock = Math.Max(clock, Number(place, "earliest", 0));
            Same($"when service of {id} begins", Number(stop, "begins", double.NaN), clock);
            if (clock > place.GetProperty("latest").GetDouble() + Grain) faults.Add($"{id} is late at its {(delivers ? "delivery" : "pickup")}");
            clock += Number(place, "service", 0);
            var amounts = one.GetProperty("load").EnumerateArray().Select(static l => l.GetDouble()).ToArray();
            for (var d = 0; d < load.Length; d++)
            {
                load[d] += delivers ? -amounts[d] : amounts[d];
                if (load[d] > capacity[d] + Grain) faults.Add($"too much is on board after {id}");
            }
            if (delivers ? !onBoard.Remove(id) : !onBoard.Add(id)) faults.Add(delivers ? $"{id} is set down before it is on board" : $"{id} is taken up twice");
            if (delivers) deliveries[id] = deliveries.GetValueOrDefault(id) + 1;
            if (one.TryGetProperty("needs", out var needs))
                foreach (var need in needs.EnumerateArray())
                    if (!kind.TryGetProperty("has", out var has) || !has.EnumerateArray().Any(h => h.GetString() == need.GetString()))
                        faults.Add($"{id} needs {need}, which {name} has not");
            if (one.TryGetProperty("class", out var goods) && goods.ValueKind == JsonValueKind.String) classes.Add(goods.GetString()!);
        }
        Go(kind.GetProperty("end").GetInt32());
        if (clock > kind.GetProperty("latest").GetDouble() + Grain) faults.Add($"{name} is late at its end");
        if (driving > Number(kind, "mostDriving", double.PositiveInfinity) + Grain) faults.Add($"{name} drives too long");
        if (onBoard.Count > 0) faults.Add($"{string.Join(", ", onBoard)} stays on board");
        if (problem.TryGetProperty("apart", out var apart))
            foreach (var two in apart.EnumerateArray())
                if (classes.Contains(Text(two, "one")) && classes.Contains(Text(two, "other"))) faults.Add($"{two} share a trip");
        Distance += way;
        Cost += Number(kind, "fixedCost", 0) + way * Number(kind, "costPerDistance", 1);

        void Go(int place)
        {
            var leg = Between("distances", at, place);
            way += leg;
            var time = problem.TryGetProperty("durations", out var durations) && durations.ValueKind == JsonValueKind.Array ? Between("durations", at, place) : leg;
            clock += time;
            driving += time;
            at = place;
        }
    }

    private double Between(string table, int from, int to)
    {
        if (problem.TryGetProperty(table, out var rows) && rows.ValueKind == JsonValueKind.Array) return rows[from][to].GetDouble();
        var points = problem.GetProperty("points");
        return double.Hypot(Number(points[from], "x", 0) - Number(points[to], "x", 0), Number(points[from], "y", 0) - Number(points[to], "y", 0));
    }

    private void Same(string what, double said, double found)
    {
        if (!(Math.Abs(said - found) <= Grain * Math.Max(1, Math.Abs(found)))) faults.Add($"{what} is said to be {said} and is {found}");
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static double Number(JsonElement of, string name, double otherwise) =>
        of.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : otherwise;
}
