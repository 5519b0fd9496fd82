namespace Marketplace.Solver.Routing;

/// <summary>Saves vehicles: dissolves a trip and seats its pairs in the others, at the price of ejecting pairs that were easier to seat so
/// far. A pair that cannot be seated weighs more each time, until it is others that have to go. Between the ejections the plan is shaken.
/// After Y. Nagata and S. Kobayashi, A memetic algorithm for the pickup and delivery problem (2010).</summary>
internal sealed class FleetCut(Draft draft, InsertionTable table, Dice dice)
{
    private const int TripleStops = 24;
    private readonly double[] weight = new double[draft.Net.Pairs];
    private readonly bool[] gone = new bool[draft.Net.Pairs];
    private readonly Trip scratch = new(draft.Net);
    private readonly Shake shake = new(draft, dice);

    /// <summary>Makes one trip fewer; false when that was not done before so much of the budget was spent, or in so many rounds.</summary>
    public bool Cut(Budget budget, double until, int rounds)
    {
        var made = Enumerable.Range(0, draft.Trips.Length).Where(slot => draft.Trips[slot].IsMade).ToArray();
        draft.MostTrips = made.Length - 1;
        var chosen = made[dice.Below(made.Length)];
        var pairs = PairsOf(draft.Trips[chosen]);
        dice.Shuffle(pairs);
        draft.Begin();
        draft.Remove(pairs);
        return Seat(budget, until, rounds);
    }

    /// <summary>Seats every absent pair that must be carried; false when it could not in time.</summary>
    public bool Seat(Budget budget, double until, int rounds)
    {
        Array.Fill(weight, 1);
        while (Next() is var pair && pair >= 0)
        {
            if (budget.Spent >= until || rounds-- <= 0) return false;
            budget.Step();
            draft.Begin();
            if (SeatAnywhere(pair)) continue;
            weight[pair]++;
            if (Eject(pair) is { } ejection)
            {
                draft.Remove(ejection.Pairs);
                draft.Insert(pair, ejection.Slot, ejection.Spot);
            }
            shake.Run(8 + 2 * draft.Used);
        }
        return true;
    }

    /// <summary>The one that came last, among those that must be carried.</summary>
    private int Next()
    {
        for (var at = draft.Absent.Length - 1; at >= 0; at--)
            if (double.IsPositiveInfinity(draft.Net.Price[draft.Absent[at]])) return draft.Absent[at];
        return -1;
    }

    private bool SeatAnywhere(int pair)
    {
        var (chosen, seen) = (-1, 0);
        for (var slot = 0; slot < draft.Trips.Length; slot++)
            if (draft.Trips[slot].IsMade && table[pair, slot].Exists && dice.Below(++seen) == 0) chosen = slot;
        if (chosen >= 0)
        {
            draft.Insert(pair, chosen, table[pair, chosen]);
            return true;
        }
        var kind = table.Cheapest(pair);
        if (kind >= 0) draft.Open(pair, kind);
        return kind >= 0;
    }

    private sealed record Ejection(int Slot, int[] Pairs, Spot Spot);

    private Ejection? Eject(int pair)
    {
        Ejection? best = null;
        var lightest = double.PositiveInfinity;
        var slots = Enumerable.Range(0, draft.Trips.Length).Where(slot => draft.Trips[slot].IsMade).ToArray();
        dice.Shuffle(slots);
        foreach (var slot in slots)
        {
            var pairs = PairsOf(draft.Trips[slot]);
            dice.Shuffle(pairs);
            pairs.AsSpan().Sort((a, b) => weight[a].CompareTo(weight[b]));
            var triples = pairs.Length * 2 <= TripleStops;
            for (var a = 0; a < pairs.Length && weight[pairs[a]] < lightest; a++)
            {
                Try(slot, weight[pairs[a]], pairs[a]);
                for (var b = a + 1; b < pairs.Length && weight[pairs[a]] + weight[pairs[b]] < lightest; b++)
                {
                    Try(slot, weight[pairs[a]] + weight[pairs[b]], pairs[a], pairs[b]);
                    for (var c = b + 1; triples && c < pairs.Length && weight[pairs[a]] + weight[pairs[b]] + weight[pairs[c]] < lightest; c++)
                        Try(slot, weight[pairs[a]] + weight[pairs[b]] + weight[pairs[c]], pairs[a], pairs[b], pairs[c]);
                }
            }
        }
        return best;

        void Try(int slot, double sum, params ReadOnlySpan<int> ejected)
        {
            foreach (var one in ejected) gone[one] = true;
            scratch.CopyFrom(draft.Trips[slot]);
            scratch.Drop(gone, -1);
            foreach (var one in ejected) gone[one] = false;
            var spot = Insertion.Find(draft.Net, scratch, pair, new AtRandom(dice));
            if (!spot.Exists) return;
            lightest = sum;
            best = new Ejection(slot, ejected.ToArray(), spot);
        }
    }

    private static int[] PairsOf(Trip trip)
    {
        var pairs = new int[(trip.Length - 2) / 2];
        var count = 0;
        for (var at = 1; at < trip.Length - 1; at++)
            if ((trip.Nodes[at] & 1) == 0) pairs[count++] = trip.Nodes[at] >> 1;
        return pairs;
    }
}
