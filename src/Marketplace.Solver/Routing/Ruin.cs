namespace Marketplace.Solver.Routing;

/// <summary>Takes strings of neighbouring stops, with their pairs, out of neighbouring trips: room appears where it can be used. After
/// J. Christiaens and G. Vanden Berghe, Slack Induction by String Removals (2020), for pairs.</summary>
internal sealed class Ruin
{
    private const int LongestString = 10;
    private const double SplitShare = 0.5, SplitGrows = 0.5, LooseShare = 0.1;

    private readonly Draft draft;
    private readonly Dice dice;
    private readonly int[][] near;
    private readonly int[] chosen;
    private readonly bool[] isChosen;
    private readonly long[] ruined;
    private long turn;
    private int count;

    public Ruin(Draft draft, Dice dice)
    {
        (this.draft, this.dice) = (draft, dice);
        var net = draft.Net;
        (chosen, isChosen) = (new int[net.Pairs], new bool[net.Pairs]);
        ruined = new long[draft.Trips.Length];
        near = [.. Enumerable.Range(0, 2 * net.Pairs).Select(node =>
        {
            var others = Enumerable.Range(0, 2 * net.Pairs).ToArray();
            Array.Sort(others.Select(other => net.Distance[node * net.Nodes + other] + net.DistanceTo[node * net.Nodes + other]).ToArray(), others);
            return others;
        })];
    }

    /// <summary>Removes about as many pairs; answers which.</summary>
    public ReadOnlySpan<int> Run(double size)
    {
        count = 0;
        turn++;
        if (draft.Absent.Length == draft.Net.Pairs) return [];
        if (dice.Chance(LooseShare)) Loose(1 + dice.Below(Math.Max(1, (int)size)));
        else Strings(size);
        foreach (var pair in chosen.AsSpan(0, count)) isChosen[pair] = false;
        draft.Remove(chosen.AsSpan(0, count));
        return chosen.AsSpan(0, count);
    }

    private void Strings(double size)
    {
        var stops = 2.0 * (draft.Net.Pairs - draft.Absent.Length) / draft.Used;
        var longest = Math.Min(LongestString, stops);
        var strings = (int)(1 + dice.Unit() * Math.Max(0, 4 * size / (1 + longest) - 1));
        foreach (var node in near[dice.Below(near.Length)])
        {
            var slot = draft.TripOf[node >> 1];
            if (slot < 0 || ruined[slot] == turn || isChosen[node >> 1]) continue;
            ruined[slot] = turn;
            String(draft.Trips[slot], node, (int)(1 + dice.Unit() * Math.Min(longest, draft.Trips[slot].Length - 2)));
            if (--strings <= 0) break;
        }
    }

    private void String(Trip trip, int node, int length)
    {
        var stops = trip.Length - 2;
        var spared = 0;
        if (length > 1 && length < stops && dice.Chance(SplitShare))
            do spared++;
            while (length + spared < stops && dice.Chance(SplitGrows));
        var whole = length + spared;
        var at = Array.IndexOf(trip.Nodes, node, 1, stops);
        var (lowest, highest) = (Math.Max(1, at - whole + 1), Math.Min(at, stops - whole + 1));
        var start = lowest + dice.Below(highest - lowest + 1);
        var spare = start + (spared > 0 ? 1 + dice.Below(length - 1) : whole);
        for (var i = start; i < start + whole; i++)
            if (i < spare || i >= spare + spared) Choose(trip.Nodes[i] >> 1);
    }

    /// <summary>Pairs without any order: their neighbours, each with some luck.</summary>
    private void Loose(int most)
    {
        foreach (var node in near[dice.Below(near.Length)])
        {
            if (draft.TripOf[node >> 1] >= 0 && dice.Chance(0.5)) Choose(node >> 1);
            if (count >= most) return;
        }
    }

    private void Choose(int pair)
    {
        if (isChosen[pair]) return;
        isChosen[pair] = true;
        chosen[count++] = pair;
    }
}
