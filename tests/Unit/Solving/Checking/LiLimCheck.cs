using System.Globalization;

namespace Marketplace.Tests.Solving;

/// <summary>Judges a plan against the text of the instance itself, so that a reader who misread the instance is seen too. A plan is, for each
/// vehicle, the ids of the tasks in order.</summary>
internal static class LiLimCheck
{
    /// <summary>Faults, and the way of all vehicles.</summary>
    public static (IReadOnlyList<string> Faults, double Distance) Judge(string text, IReadOnlyList<IReadOnlyList<int>> plan)
    {
        var rows = text.Split('\n').Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(static word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray()).Where(static row => row.Length > 0).ToList();
        var (fleet, capacity) = (rows[0][0], rows[0][1]);
        var task = rows.Skip(1).ToDictionary(static row => (int)row[0]);
        var faults = new List<string>();
        var vehicleOf = new Dictionary<int, int>();
        var orderOf = new Dictionary<int, int>();
        var total = 0.0;
        if (plan.Count > fleet) faults.Add($"{plan.Count} vehicles of {fleet}");
        for (var vehicle = 0; vehicle < plan.Count; vehicle++)
        {
            var (before, clock, load) = (task[0], task[0][4], 0.0);
            foreach (var id in plan[vehicle].Append(0))
            {
                var here = task[id];
                var way = Math.Sqrt((here[1] - before[1]) * (here[1] - before[1]) + (here[2] - before[2]) * (here[2] - before[2]));
                total += way;
                clock = Math.Max(here[4], clock + before[6] + way);
                if (clock > here[5] + 1e-6) faults.Add($"task {id} is late");
                load += here[3];
                if (load > capacity) faults.Add($"too much is on board after task {id}");
                if (id != 0 && !vehicleOf.TryAdd(id, vehicle)) faults.Add($"task {id} is done twice");
                if (id != 0) orderOf[id] = orderOf.Count;
                before = here;
            }
            if (load != 0) faults.Add($"vehicle {vehicle} comes home with {load}");
        }
        foreach (var (id, row) in task)
        {
            if (id == 0) continue;
            if (!vehicleOf.TryGetValue(id, out var vehicle)) faults.Add($"task {id} is not done");
            else if (row[8] != 0 && vehicleOf.TryGetValue((int)row[8], out var other))
            {
                if (other != vehicle) faults.Add($"task {id} and {row[8]} are on two vehicles");
                else if (orderOf[(int)row[8]] < orderOf[id]) faults.Add($"task {row[8]} comes before {id}");
            }
        }
        return (faults, total);
    }
}
