using System.Globalization;
using Marketplace.Domain.Solving;

namespace Marketplace.Tests.Solving;

/// <summary>An instance in the form of H. Li and A. Lim: a first line of vehicles, capacity and speed, then a line for each task, the depot
/// first: id, x, y, demand, ready, due, service, sibling to pick up, sibling to deliver. Travel takes as long as it is far, in doubles;
/// the published figures do not use the speed.</summary>
internal sealed record LiLimInstance(int Vehicles, int Capacity, IReadOnlyList<LiLimTask> Tasks)
{
    public static LiLimInstance Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Numbers).ToList();
        return new((int)lines[0][0], (int)lines[0][1], [.. lines.Skip(1).Select(static n =>
            new LiLimTask((int)n[0], n[1], n[2], n[3], n[4], n[5], n[6], (int)n[7], (int)n[8]))]);
    }

    /// <summary>What the solver is asked: vehicles first, then the way. Consignments are named by their pickup's id.</summary>
    public RoutingProblem Problem()
    {
        var places = Tasks.Select(static (task, at) => (task, at)).ToDictionary(static t => t.task.Id, static t => t.at);
        var depot = Tasks[0];
        return new()
        {
            Points = [.. Tasks.Select(static task => new PlacePoint(task.X, task.Y))],
            FewestVehiclesFirst = true,
            Vehicles = [new() { Id = "vehicle", Count = Vehicles, Start = 0, End = 0, Capacity = [Capacity], Earliest = depot.Ready, Latest = depot.Due }],
            Consignments = [.. Tasks.Where(static task => task.DeliveredAt != 0).Select(task => new RoutedConsignment
            {
                Id = task.Id.ToString(CultureInfo.InvariantCulture),
                Pickup = Stop(task),
                Delivery = Stop(Tasks[places[task.DeliveredAt]]),
                Load = [task.Demand],
            })],
        };

        RoutedStop Stop(LiLimTask task) => new() { Place = places[task.Id], Earliest = task.Ready, Latest = task.Due, Service = task.Service };
    }

    private static double[] Numbers(string line) =>
        [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static word => double.Parse(word, CultureInfo.InvariantCulture))];
}

/// <summary>One line of an instance.</summary>
internal sealed record LiLimTask(int Id, double X, double Y, double Demand, double Ready, double Due, double Service, int PickedUpAt, int DeliveredAt);
