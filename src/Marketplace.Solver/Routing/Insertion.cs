namespace Marketplace.Solver.Routing;

/// <summary>Where a pair may go into a trip: pickup after one position, delivery after the same or a later one; the way it adds.</summary>
internal record struct Spot(double Added, int After, int Then)
{
    /// <summary>No such place.</summary>
    public static Spot None => new(double.PositiveInfinity, -1, -1);

    /// <summary>True where there is one.</summary>
    public readonly bool Exists => After >= 0;
}

/// <summary>What makes one spot better than another; a structure, so that each search is compiled for its own.</summary>
internal interface ITaste
{
    /// <summary>The lower, the better; infinite to pass over it.</summary>
    double Of(double added);

    /// <summary>True where no spot that adds more can be better.</summary>
    bool IsGreedy { get; }
}

/// <summary>The shortest.</summary>
internal readonly struct Shortest : ITaste
{
    public bool IsGreedy => true;

    public double Of(double added) => added;
}

/// <summary>Any, each as likely.</summary>
internal readonly struct AtRandom(Dice dice) : ITaste
{
    public bool IsGreedy => false;

    public double Of(double added) => dice.Unit();
}

/// <summary>The shortest of those that a blink did not miss.</summary>
internal readonly struct Blinking(Dice dice, double rate) : ITaste
{
    public bool IsGreedy => true;

    public double Of(double added) => dice.Unit() < rate ? double.PositiveInfinity : added;
}

/// <summary>Looks through a trip for the best spot of a pair. Each pair of positions costs a constant: what the trip's own times allow later
/// on is known from <see cref="Trip.Late"/>. It counts on a detour saving neither time nor way: with matrices where one does, it may
/// overlook a spot, but never takes one that is not allowed.</summary>
internal static class Insertion
{
    public static Spot Find<T>(Network net, Trip trip, int pair, T taste) where T : struct, ITaste
    {
        if (!trip.Suits(pair)) return Spot.None;
        var count = net.Nodes;
        var (pickup, delivery) = (2 * pair, 2 * pair + 1);
        var nodes = trip.Nodes.AsSpan(0, trip.Length);
        var early = trip.Early.AsSpan(0, trip.Length);
        var late = trip.Late.AsSpan(0, trip.Length);
        var ready = net.Ready;
        var stepToPickup = net.StepTo.AsSpan(pickup * count, count);
        var stepFromPickup = net.Step.AsSpan(pickup * count, count);
        var stepToDelivery = net.StepTo.AsSpan(delivery * count, count);
        var stepFromDelivery = net.Step.AsSpan(delivery * count, count);
        var wayToPickup = net.DistanceTo.AsSpan(pickup * count, count);
        var wayFromPickup = net.Distance.AsSpan(pickup * count, count);
        var wayToDelivery = net.DistanceTo.AsSpan(delivery * count, count);
        var wayFromDelivery = net.Distance.AsSpan(delivery * count, count);
        var (readyPickup, duePickup, readyDelivery, dueDelivery) = (ready[pickup], net.Due[pickup], ready[delivery], net.Due[delivery]);
        var (stepBetween, wayBetween) = (stepFromPickup[delivery], wayFromPickup[delivery]);
        var flat = net.Dimensions == 1;
        var room = flat ? net.Capacity[trip.Kind] + 1e-9 - net.Load[pair] : 0;
        var limit = net.MostDriving[trip.Kind] - trip.Driving + net.Service[pickup] + net.Service[delivery] + 1e-9;
        var isLimited = limit < double.PositiveInfinity;
        var best = Spot.None;
        var bestScore = double.PositiveInfinity;

        for (var i = 0; i < nodes.Length - 1; i++)
        {
            if (early[i] > duePickup) break;
            if (flat ? trip.Carried[i] > room : !trip.HasRoom(i, pair)) continue;
            var from = nodes[i];
            var atPickup = early[i] + stepToPickup[from];
            if (atPickup > duePickup) continue;
            if (atPickup < readyPickup) atPickup = readyPickup;
            var next = nodes[i + 1];
            var leg = net.Distance[from * count + next];
            var atDelivery = Math.Max(readyDelivery, atPickup + stepBetween);
            if (atDelivery > dueDelivery) continue;
            if (atDelivery + stepFromDelivery[next] <= late[i + 1])
            {
                var added = wayToPickup[from] + wayBetween + wayFromDelivery[next] - leg;
                if (!isLimited || stepToPickup[from] + stepBetween + stepFromDelivery[next] - net.Step[from * count + next] <= limit)
                    Weigh(added, i, i);
            }
            var at = atPickup + stepFromPickup[next];
            if (at > late[i + 1]) continue;
            var first = wayToPickup[from] + wayFromPickup[next] - leg;
            if (taste.IsGreedy && first >= bestScore) continue;
            var firstStep = isLimited ? stepToPickup[from] + stepFromPickup[next] - net.Step[from * count + next] : 0;
            at = Math.Max(at, ready[next]);
            for (var j = i + 1; j < nodes.Length - 1; j++)
            {
                if (flat ? trip.Carried[j] > room : !trip.HasRoom(j, pair)) break;
                from = nodes[j];
                atDelivery = Math.Max(readyDelivery, at + stepToDelivery[from]);
                if (atDelivery > dueDelivery) break;
                next = nodes[j + 1];
                if (atDelivery + stepFromDelivery[next] <= late[j + 1])
                {
                    var added = first + wayToDelivery[from] + wayFromDelivery[next] - net.Distance[from * count + next];
                    if (!isLimited || firstStep + stepToDelivery[from] + stepFromDelivery[next] - net.Step[from * count + next] <= limit)
                        Weigh(added, i, j);
                }
                at += net.Step[from * count + next];
                if (at > late[j + 1]) break;
                if (at < ready[next]) at = ready[next];
            }
        }
        return best;

        void Weigh(double added, int i, int j)
        {
            var score = taste.Of(added);
            if (score >= bestScore) return;
            bestScore = score;
            best = new Spot(added, i, j);
        }
    }
}
