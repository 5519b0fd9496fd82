namespace Marketplace.Solver.Routing;

/// <summary>The best spot of each pair in each trip, kept as long as the trip is as it was: most trips are untouched from one step to the
/// next, and one that is taken back has its old version again.</summary>
internal sealed class InsertionTable
{
    private readonly Draft draft;
    private readonly int slots;
    private readonly Spot[] spots;
    private readonly long[] versions;
    private readonly double[] alone;

    public InsertionTable(Draft draft)
    {
        this.draft = draft;
        slots = draft.Trips.Length;
        spots = new Spot[draft.Net.Pairs * slots];
        versions = new long[draft.Net.Pairs * slots];
        alone = new double[draft.Net.Pairs * draft.Net.Kinds];
        var empty = new Trip(draft.Net);
        for (var kind = 0; kind < draft.Net.Kinds; kind++)
        {
            empty.Open(kind, -1);
            for (var pair = 0; pair < draft.Net.Pairs; pair++)
                alone[pair * draft.Net.Kinds + kind] = Insertion.Find(draft.Net, empty, pair, default(Shortest)) is { Exists: true } spot
                    ? draft.Net.FixedCost[kind] + draft.Net.CostPerDistance[kind]
                        * (spot.Added + draft.Net.Distance[draft.Net.StartOf(kind) * draft.Net.Nodes + draft.Net.StartOf(kind) + 1])
                    : double.PositiveInfinity;
        }
    }

    /// <summary>The spot that adds the least way.</summary>
    public Spot this[int pair, int slot]
    {
        get
        {
            var trip = draft.Trips[slot];
            var at = pair * slots + slot;
            if (versions[at] != trip.Version)
            {
                versions[at] = trip.Version;
                spots[at] = Insertion.Find(draft.Net, trip, pair, default(Shortest));
            }
            return spots[at];
        }
    }

    /// <summary>What a trip for this pair alone costs; infinite where the kind cannot do it.</summary>
    public double Alone(int pair, int kind) => alone[pair * draft.Net.Kinds + kind];

    /// <summary>The kind that carries the pair alone for least, among those that may still be used; -1 for none.</summary>
    public int Cheapest(int pair)
    {
        var best = -1;
        for (var kind = 0; kind < draft.Net.Kinds; kind++)
            if (draft.MayOpen(kind) && Alone(pair, kind) < (best < 0 ? double.PositiveInfinity : Alone(pair, best))) best = kind;
        return best;
    }
}
