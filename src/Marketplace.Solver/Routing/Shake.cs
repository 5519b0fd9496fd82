namespace Marketplace.Solver.Routing;

/// <summary>Moves pairs about at random, within what is allowed and without a look at the cost.</summary>
internal sealed class Shake(Draft draft, Dice dice)
{
    private readonly bool[] gone = new bool[draft.Net.Pairs];
    private readonly Trip left = new(draft.Net), right = new(draft.Net);

    /// <summary>Tries so many moves.</summary>
    public void Run(int moves)
    {
        for (var move = 0; move < moves; move++)
        {
            var pair = dice.Below(draft.Net.Pairs);
            var slot = draft.TripOf[pair];
            if (slot < 0) continue;
            if (dice.Chance(0.5)) Relocate(pair, slot);
            else Exchange(pair, slot);
        }
    }

    private void Relocate(int pair, int slot)
    {
        var target = AnyTrip();
        var spot = Find(target == slot ? Without(left, slot, pair) : draft.Trips[target], pair);
        if (!spot.Exists) return;
        draft.Remove([pair]);
        if (!draft.Trips[target].IsMade) return; // it was alone on its trip; Seat brings it back
        draft.Insert(pair, target, spot);
    }

    private void Exchange(int pair, int slot)
    {
        var other = dice.Below(draft.Net.Pairs);
        var target = draft.TripOf[other];
        if (target < 0 || target == slot || draft.Trips[slot].Length == 4 || draft.Trips[target].Length == 4) return;
        var spotOfOther = Find(Without(left, slot, pair), other);
        if (!spotOfOther.Exists) return;
        var spotOfPair = Find(Without(right, target, other), pair);
        if (!spotOfPair.Exists) return;
        draft.Remove([pair, other]);
        draft.Insert(other, slot, spotOfOther);
        draft.Insert(pair, target, spotOfPair);
    }

    private Spot Find(Trip trip, int pair) => Insertion.Find(draft.Net, trip, pair, new AtRandom(dice));

    private Trip Without(Trip scratch, int slot, int pair)
    {
        scratch.CopyFrom(draft.Trips[slot]);
        gone[pair] = true;
        scratch.Drop(gone, -1);
        gone[pair] = false;
        return scratch;
    }

    private int AnyTrip()
    {
        int slot;
        do slot = dice.Below(draft.Trips.Length);
        while (!draft.Trips[slot].IsMade);
        return slot;
    }
}
