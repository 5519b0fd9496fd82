namespace Marketplace.Solver.Routing;

/// <summary>The plan the search works on. Changes after <see cref="Begin"/> are kept, or taken back as a whole at the price of the trips
/// they touched.</summary>
internal sealed class Draft
{
    private readonly Trip[] before;
    private readonly int[] touchedAt;
    private readonly int[] touched;
    private readonly bool[] gone;
    private readonly int[] absentBefore;
    private readonly int[] absent;
    private readonly int[] seatOf;
    private int touchedCount, absentBeforeCount, absentCount, turn = 1;
    private long versions;

    public Draft(Network net)
    {
        Net = net;
        var slots = Math.Min(net.Pairs, net.Problem.Vehicles.Sum(static kind => kind.Count));
        Trips = [.. Enumerable.Range(0, slots).Select(_ => new Trip(net))];
        before = [.. Enumerable.Range(0, slots).Select(_ => new Trip(net))];
        (touched, touchedAt) = (new int[slots], new int[slots]);
        TripOf = new int[net.Pairs];
        (gone, absent, absentBefore, seatOf) = (new bool[net.Pairs], new int[net.Pairs], new int[net.Pairs], new int[net.Pairs]);
        UsedOf = new int[net.Kinds];
        MostTrips = slots;
        Array.Fill(TripOf, -1);
        for (var pair = 0; pair < net.Pairs; pair++) Miss(pair);
    }

    public Network Net { get; }

    /// <summary>One for each vehicle that may be used; not all are made.</summary>
    public Trip[] Trips { get; }

    /// <summary>By pair: the trip that carries it, or -1.</summary>
    public int[] TripOf { get; }

    /// <summary>By kind: trips made.</summary>
    public int[] UsedOf { get; }

    /// <summary>Trips made, and how many there may be.</summary>
    public int Used { get; private set; }
    public int MostTrips { get; set; }

    /// <summary>Pairs that no trip carries.</summary>
    public ReadOnlySpan<int> Absent => absent.AsSpan(0, absentCount);

    /// <summary>Of these, how many must be carried.</summary>
    public int Missing
    {
        get
        {
            var missing = 0;
            foreach (var pair in Absent) if (double.IsPositiveInfinity(Net.Price[pair])) missing++;
            return missing;
        }
    }

    /// <summary>What all trips cost, and the prices of what is left behind.</summary>
    public double Cost
    {
        get
        {
            var cost = 0.0;
            foreach (var trip in Trips) cost += trip.Cost;
            foreach (var pair in Absent) if (!double.IsPositiveInfinity(Net.Price[pair])) cost += Net.Price[pair];
            return cost;
        }
    }

    /// <summary>From here on changes can be taken back.</summary>
    public void Begin()
    {
        turn++;
        touchedCount = 0;
        absentBeforeCount = absentCount;
        Array.Copy(absent, absentBefore, absentCount);
    }

    /// <summary>Takes back what was changed since <see cref="Begin"/>.</summary>
    public void Rollback()
    {
        for (var pair = 0; pair < absentCount; pair++) seatOf[absent[pair]] = -1;
        absentCount = absentBeforeCount;
        for (var at = 0; at < absentCount; at++) seatOf[absent[at] = absentBefore[at]] = at;
        foreach (var slot in touched.AsSpan(0, touchedCount))
        {
            if (Trips[slot].IsMade) Count(Trips[slot].Kind, -1);
            (Trips[slot], before[slot]) = (before[slot], Trips[slot]);
            var trip = Trips[slot];
            if (!trip.IsMade) continue;
            Count(trip.Kind, 1);
            for (var at = 1; at < trip.Length - 1; at++) TripOf[trip.Nodes[at] >> 1] = slot;
        }
        foreach (var pair in Absent) TripOf[pair] = -1;
        turn++;
        touchedCount = 0;
    }

    /// <summary>Takes pairs out of their trips.</summary>
    public void Remove(ReadOnlySpan<int> pairs)
    {
        foreach (var pair in pairs) gone[pair] = true;
        foreach (var pair in pairs)
        {
            var slot = TripOf[pair];
            if (slot >= 0)
            {
                var trip = Touch(slot);
                trip.Drop(gone, ++versions);
                if (!trip.IsMade) Count(trip.Kind, -1);
                foreach (var other in pairs)
                    if (TripOf[other] == slot) Miss(other);
            }
        }
        foreach (var pair in pairs) gone[pair] = false;
    }

    /// <summary>Puts a pair into a trip that is made, or that has just lost all it carried and keeps its vehicle.</summary>
    public void Insert(int pair, int slot, Spot spot)
    {
        var trip = Touch(slot);
        if (!trip.IsMade) Count(trip.Kind, 1);
        trip.Insert(pair, spot, ++versions);
        Seat(pair, slot);
    }

    /// <summary>Makes a trip for a pair.</summary>
    public void Open(int pair, int kind)
    {
        var slot = Array.FindIndex(Trips, static trip => !trip.IsMade);
        var made = Touch(slot);
        made.Open(kind, ++versions);
        made.Insert(pair, new Spot(0, 0, 0), ++versions);
        Count(kind, 1);
        Seat(pair, slot);
    }

    /// <summary>True where a trip of this kind may still be made.</summary>
    public bool MayOpen(int kind) => Used < MostTrips && UsedOf[kind] < Net.Problem.Vehicles[kind].Count;

    /// <summary>The plan as it is, to come back to.</summary>
    public Kept Keep() => new([.. Trips.Where(static trip => trip.IsMade)
        .Select(static trip => new KeptTrip(trip.Kind, trip.Nodes[1..(trip.Length - 1)]))], Missing, Used, Cost);

    /// <summary>Comes back to a plan.</summary>
    public void Restore(Kept kept)
    {
        for (var slot = 0; slot < Trips.Length; slot++)
        {
            var pairs = Trips[slot].IsMade ? Trips[slot].Nodes[1..(Trips[slot].Length - 1)].Where(static node => node % 2 == 0).Select(static node => node / 2).ToArray() : [];
            if (pairs.Length > 0) Remove(pairs);
        }
        foreach (var (kind, nodes) in kept.Trips)
        {
            var on = new List<int> { Net.StartOf(kind), Net.StartOf(kind) + 1 };
            foreach (var pair in nodes.Where(static node => node % 2 == 0).Select(static node => node / 2))
            {
                // In the order of the kept plan's pickups; each pair goes to where it stands among those put in so far.
                var wanted = nodes.Where(node => node / 2 == pair || on.Contains(node)).ToList();
                var after = wanted.IndexOf(2 * pair);
                var then = wanted.IndexOf(2 * pair + 1) - 1;
                if (on.Count == 2) Open(pair, kind);
                else Insert(pair, TripOf[on[1] / 2], new Spot(0, after, then));
                on.InsertRange(1, [2 * pair, 2 * pair + 1]);
            }
        }
        Begin();
    }

    private Trip Touch(int slot)
    {
        if (touchedAt[slot] != turn)
        {
            touchedAt[slot] = turn;
            touched[touchedCount++] = slot;
            before[slot].CopyFrom(Trips[slot]);
        }
        return Trips[slot];
    }

    private void Count(int kind, int by)
    {
        UsedOf[kind] += by;
        Used += by;
    }

    private void Miss(int pair)
    {
        TripOf[pair] = -1;
        seatOf[pair] = absentCount;
        absent[absentCount++] = pair;
    }

    private void Seat(int pair, int slot)
    {
        TripOf[pair] = slot;
        var last = absent[--absentCount];
        absent[seatOf[last] = seatOf[pair]] = last;
        seatOf[pair] = -1;
    }
}

/// <summary>A plan that was kept: its trips, how many pairs that must be carried are not, its vehicles and its cost.</summary>
internal sealed record Kept(IReadOnlyList<KeptTrip> Trips, int Missing, int Used, double Cost)
{
    /// <summary>True where this one is to be preferred.</summary>
    public bool IsBetterThan(Kept? other, bool fewestFirst)
    {
        if (other is null || Missing != other.Missing) return other is null || Missing < other.Missing;
        if (fewestFirst && Used != other.Used) return Used < other.Used;
        return Cost < other.Cost - 1e-9;
    }
}

/// <summary>A trip that was kept: the kind of vehicle and its stops in order.</summary>
internal sealed record KeptTrip(int Kind, int[] Nodes);
