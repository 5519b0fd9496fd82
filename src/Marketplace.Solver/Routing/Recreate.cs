namespace Marketplace.Solver.Routing;

/// <summary>How pairs are ordered before they are put back.</summary>
internal enum Order
{
    /// <summary>By nothing.</summary>
    Any,
    /// <summary>The biggest load first.</summary>
    Big,
    /// <summary>The farthest from the first depot first.</summary>
    Far,
    /// <summary>The nearest first.</summary>
    Near,
    /// <summary>Those with the least leeway first.</summary>
    Tight,
    /// <summary>By when they must be taken up.</summary>
    Soon,
    /// <summary>By when they must be set down, the last first.</summary>
    Last,
}

/// <summary>Puts absent pairs back, one after the other, each where it costs least; now and then a trip is not seen at its best (a blink),
/// so that the same ruin does not always end the same way.</summary>
internal sealed class Recreate
{
    private static readonly Order[] odds =
        [Order.Any, Order.Any, Order.Any, Order.Any, Order.Big, Order.Big, Order.Far, Order.Far, Order.Near, Order.Tight, Order.Tight, Order.Soon, Order.Last];

    private readonly Draft draft;
    private readonly InsertionTable table;
    private readonly Dice dice;
    private readonly double[][] keys;
    private readonly int[] line;
    private readonly double[] sorted;

    public Recreate(Draft draft, InsertionTable table, Dice dice)
    {
        (this.draft, this.table, this.dice) = (draft, table, dice);
        var net = draft.Net;
        (line, sorted) = (new int[net.Pairs], new double[net.Pairs]);
        keys = [.. Enum.GetValues<Order>().Select(order => Enumerable.Range(0, net.Pairs).Select(pair => Key(net, order, pair)).ToArray())];
    }

    /// <summary>Pairs that must be carried and had no spot are left out, and false is answered; with <paramref name="all"/> false the
    /// first of these ends it.</summary>
    public bool Run(double blinks, bool all, bool opensLate) => Run(odds[dice.Below(odds.Length)], blinks, all, opensLate);

    /// <summary>The same, in a given order.</summary>
    public bool Run(Order order, double blinks, bool all, bool opensLate)
    {
        var absent = draft.Absent;
        var waiting = line.AsSpan(0, absent.Length);
        absent.CopyTo(waiting);
        dice.Shuffle(waiting);
        if (order != Order.Any)
        {
            for (var at = 0; at < waiting.Length; at++) sorted[at] = keys[(int)order][waiting[at]];
            sorted.AsSpan(0, waiting.Length).Sort(waiting);
        }
        var complete = true;
        foreach (var pair in waiting)
        {
            if (Place(pair, blinks, opensLate) || !double.IsPositiveInfinity(draft.Net.Price[pair])) continue;
            if (!all) return false;
            complete = false;
        }
        return complete;
    }

    private bool Place(int pair, double blinks, bool opensLate)
    {
        var (best, slotOfBest, least) = (Spot.None, -1, draft.Net.Price[pair]);
        var trips = draft.Trips;
        for (var slot = 0; slot < trips.Length; slot++)
        {
            if (!trips[slot].IsMade) continue;
            var spot = blinks > 0 && dice.Chance(blinks)
                ? Insertion.Find(draft.Net, trips[slot], pair, new Blinking(dice, 0.5))
                : table[pair, slot];
            var cost = spot.Added * draft.Net.CostPerDistance[trips[slot].Kind];
            if (cost < least) (best, slotOfBest, least) = (spot, slot, cost);
        }
        if (slotOfBest < 0 || !opensLate)
        {
            var kind = table.Cheapest(pair);
            if (kind >= 0 && table.Alone(pair, kind) < least)
            {
                draft.Open(pair, kind);
                return true;
            }
        }
        if (slotOfBest < 0) return false;
        draft.Insert(pair, slotOfBest, best);
        return true;
    }

    private static double Key(Network net, Order order, int pair)
    {
        var (pickup, delivery, depot) = (2 * pair, 2 * pair + 1, net.StartOf(0) * net.Nodes);
        var far = net.Distance[depot + pickup] + net.Distance[depot + delivery];
        return order switch
        {
            Order.Big => -Enumerable.Range(0, net.Dimensions).Max(d => net.Load[pair * net.Dimensions + d] / Math.Max(1e-9, net.Capacity[d])),
            Order.Far => -far,
            Order.Near => far,
            Order.Tight => net.Due[pickup] - net.Ready[pickup] + net.Due[delivery] - net.Ready[delivery],
            Order.Soon => net.Due[pickup],
            Order.Last => -net.Due[delivery],
            _ => 0,
        };
    }
}
