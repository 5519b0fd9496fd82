namespace Marketplace.Solver.Routing;

/// <summary>One vehicle's nodes in order, with what makes a change cheap to judge: how early service can begin at each (forward), how late
/// it may begin (backward), and what is carried after it.</summary>
internal sealed class Trip(Network net)
{
    /// <summary>The kind of vehicle; -1 while the trip is not made.</summary>
    public int Kind { get; private set; } = -1;

    /// <summary>Nodes with both ends; 0 while the trip is not made.</summary>
    public int Length { get; private set; }

    /// <summary>Nodes in order.</summary>
    public int[] Nodes { get; private set; } = new int[16];

    /// <summary>By position: when service begins at the earliest, and when it must begin at the latest.</summary>
    public double[] Early { get; private set; } = new double[16];
    public double[] Late { get; private set; } = new double[16];

    /// <summary>By position and dimension: the load after it.</summary>
    public double[] Carried { get; private set; } = new double[16 * net.Dimensions];

    /// <summary>The way, and the time on the road.</summary>
    public double Distance { get; private set; }
    public double Driving { get; private set; }

    /// <summary>Classes of goods on it, as bits.</summary>
    public ulong Classes { get; private set; }

    /// <summary>A number no other state of any trip has.</summary>
    public long Version { get; private set; }

    /// <summary>True where something is carried.</summary>
    public bool IsMade => Length > 2;

    /// <summary>What it costs.</summary>
    public double Cost => IsMade ? net.FixedCost[Kind] + net.CostPerDistance[Kind] * Distance : 0;

    /// <summary>True where the pair's class and needs do not speak against it.</summary>
    public bool Suits(int pair) => (net.Against[pair] & Classes) == 0 && (net.Needs[pair] & ~net.Has[Kind]) == 0;

    /// <summary>True where the load after a position leaves room for the pair.</summary>
    public bool HasRoom(int position, int pair)
    {
        var width = net.Dimensions;
        for (var d = 0; d < width; d++)
            if (Carried[position * width + d] + net.Load[pair * width + d] > net.Capacity[Kind * width + d] + 1e-9) return false;
        return true;
    }

    /// <summary>Begins anew, with a vehicle of a kind and no stops.</summary>
    public void Open(int kind, long version)
    {
        Kind = kind;
        Length = 2;
        Nodes[0] = net.StartOf(kind);
        Nodes[1] = net.StartOf(kind) + 1;
        Refresh(version);
    }

    /// <summary>Takes a pair in: its pickup after one position, its delivery after the same or a later one.</summary>
    public void Insert(int pair, Spot spot, long version)
    {
        Grow(Length + 2);
        Array.Copy(Nodes, spot.Then + 1, Nodes, spot.Then + 3, Length - spot.Then - 1);
        Nodes[spot.Then + 2] = 2 * pair + 1;
        Array.Copy(Nodes, spot.After + 1, Nodes, spot.After + 2, spot.Then - spot.After);
        Nodes[spot.After + 1] = 2 * pair;
        Length += 2;
        Refresh(version);
    }

    /// <summary>Drops pairs.</summary>
    public void Drop(ReadOnlySpan<bool> gone, long version)
    {
        var kept = 1;
        for (var at = 1; at < Length - 1; at++)
            if (!gone[Nodes[at] >> 1]) Nodes[kept++] = Nodes[at];
        Nodes[kept++] = Nodes[Length - 1];
        Length = kept;
        Refresh(version);
    }

    /// <summary>Becomes what another is.</summary>
    public void CopyFrom(Trip other)
    {
        Grow(other.Length);
        (Kind, Length, Distance, Driving, Classes, Version) = (other.Kind, other.Length, other.Distance, other.Driving, other.Classes, other.Version);
        Array.Copy(other.Nodes, Nodes, Length);
        Array.Copy(other.Early, Early, Length);
        Array.Copy(other.Late, Late, Length);
        Array.Copy(other.Carried, Carried, Length * net.Dimensions);
    }

    private void Grow(int length)
    {
        if (length <= Nodes.Length) return;
        var size = Math.Max(length, 2 * Nodes.Length);
        (Nodes, Early, Late, Carried) = (Sized(Nodes, size), Sized(Early, size), Sized(Late, size), Sized(Carried, size * net.Dimensions));
        static T[] Sized<T>(T[] array, int size)
        {
            Array.Resize(ref array, size);
            return array;
        }
    }

    private void Refresh(long version)
    {
        Version = version;
        var (width, steps, ways) = (net.Dimensions, net.Step, net.Distance);
        var (early, distance, driving, classes) = (net.Ready[Nodes[0]], 0.0, 0.0, 0UL);
        Early[0] = early;
        Array.Clear(Carried, 0, width);
        for (var at = 1; at < Length; at++)
        {
            var (from, node) = (Nodes[at - 1], Nodes[at]);
            var step = steps[from * net.Nodes + node];
            distance += ways[from * net.Nodes + node];
            driving += step - net.Service[from];
            Early[at] = early = Math.Max(net.Ready[node], early + step);
            var pair = node >> 1;
            var sign = at == Length - 1 ? 0 : (node & 1) == 0 ? 1 : -1;
            if (sign > 0) classes |= net.Class[pair];
            for (var d = 0; d < width; d++)
                Carried[at * width + d] = Carried[(at - 1) * width + d] + (sign == 0 ? 0 : sign * net.Load[pair * width + d]);
        }
        (Distance, Driving, Classes) = (distance, driving, classes);
        var late = net.Due[Nodes[Length - 1]];
        Late[Length - 1] = late;
        for (var at = Length - 2; at >= 0; at--)
            Late[at] = late = Math.Min(net.Due[Nodes[at]], late - steps[Nodes[at] * net.Nodes + Nodes[at + 1]]);
    }
}
