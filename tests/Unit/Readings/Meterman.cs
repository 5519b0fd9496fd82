using System.Numerics;
using Marketplace.Domain.Devices;

namespace Marketplace.Tests.Unit.Readings;

/// <summary>A man with a list of readings and a clock, who knows no panes: he keeps every reading that came, and works each window out from all of
/// them when it is over. Numbers are whole thousandths.</summary>
internal sealed class Meterman(long size, long step, long lateness, long offset, bool isCounter, BigInteger? rollover)
{
    private readonly List<(long At, long Seq, BigInteger Value)> kept = [];
    private long over = long.MinValue, reached = long.MinValue;

    public int Late { get; private set; }

    public int Kept => kept.Count;

    /// <summary>Readings that are in no window yet.</summary>
    public int Open => kept.Count(reading => FirstEnd(reading.At) > over);

    public int Drops { get; private set; }

    public List<string> Hear(IEnumerable<(long At, long Seq, BigInteger Value)> batch)
    {
        var readings = batch.ToList();
        foreach (var reading in readings)
            if (FirstEnd(reading.At) <= over) Late++;
            else kept.Add(reading);
        if (readings.Count == 0) return [];
        reached = Math.Max(reached, readings.Max(static r => r.At));
        var told = new List<string>();
        var order = kept.OrderBy(static r => r.At).ThenBy(static r => r.Seq).ToList();
        var end = order.Count == 0 ? long.MaxValue : FirstEnd(order[0].At);
        for (; end <= reached - lateness; end += step)
            if (end > over && order.Exists(r => r.At > end - size && r.At <= end)) told.Add(Window(order, end));
        over = Math.Max(over, LastEnd(reached - lateness));
        return told;
    }

    private string Window(List<(long At, long Seq, BigInteger Value)> order, long end)
    {
        var inside = order.FindAll(r => r.At > end - size && r.At <= end);
        var (rise, drops) = (BigInteger.Zero, 0);
        for (var i = 1; i < order.Count; i++)
        {
            if (order[i].At <= end - size || order[i].At > end) continue;
            var (from, to) = (order[i - 1].Value, order[i].Value);
            if (to >= from) rise += to - from;
            else
            {
                drops++;
                if (rollover is { } top && from < top) rise += top - from + to;
            }
        }
        Drops += drops;
        var sum = inside.Aggregate(BigInteger.Zero, static (all, r) => all + r.Value);
        var counter = isCounter ? $" rose {rise} fell {drops}" : "";
        return $"{end}: {inside.Count} sum {sum} min {inside.Min(static r => r.Value)} max {inside.Max(static r => r.Value)} first {inside[0].Value} last {inside[^1].Value}{counter}";
    }

    /// <summary>What the rules closed, in the same words.</summary>
    public static string Say(ClosedWindow window)
    {
        static BigInteger Whole(decimal value) => new(value * 1000m);
        var counter = window.Delta is { } delta ? $" rose {Whole(delta)} fell {window.Drops}" : "";
        return $"{window.To}: {window.Count} sum {Whole(window.Sum)} min {Whole(window.Min)} max {Whole(window.Max)} first {Whole(window.First.Value)} last {Whole(window.Last.Value)}{counter}";
    }

    private long FirstEnd(long at)
    {
        var end = LastEnd(at);
        return end == at ? end : end + step;
    }

    private long LastEnd(long at)
    {
        var past = (at + offset) % step;
        return at - (past < 0 ? past + step : past);
    }
}
