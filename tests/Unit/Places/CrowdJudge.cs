using Marketplace.Domain.Places;

namespace Marketplace.Tests.Unit.Places;

/// <summary>Watches a crowd from outside and names the first rule that it breaks. It keeps books of its own from the answers alone.</summary>
internal sealed class CrowdJudge(ICrowd crowd, PlaceLimits limits)
{
    private readonly List<string> held = [];
    private readonly List<Piece> waiting = [];
    private int number, queue = limits.Queue;

    /// <summary>Arrivals so far, and what became of them.</summary>
    public int Arrived => number;

    public int Seated { get; private set; }

    public int TurnedAway { get; private set; }

    public int PushedOut { get; private set; }

    /// <summary>One step drawn with the dice; what was broken, or null.</summary>
    public string? Step(Random dice, int callers, bool isCrowded)
    {
        // Caller 0 sends half of everything.
        var who = dice.Next(2) == 0 ? "a" : "" + (char)('a' + dice.Next(callers));
        var step = dice.Next(100) switch
        {
            < 55 => Come(who),
            < 95 when held.Count > 0 && (!isCrowded || dice.Next(3) > 0) => Leave(held[dice.Next(held.Count)]),
            >= 97 => TakeOut(number - dice.Next(limits.Queue + 1)),
            95 => Shorten(dice.Next(limits.Queue + 1)),
            _ => null,
        };
        return step ?? Standing();
    }

    private string? Come(string who)
    {
        var (mine, all, isFull) = (Waiting(who), All(who), crowd.IsFullFor(who));
        var piece = new Piece(number++, who);
        var arrival = crowd.Come(piece);
        if (isFull != (arrival.Entrance == Entrance.TurnedAway)) return "it does not do what it said it would";
        switch (arrival.Entrance)
        {
            case Entrance.Seated:
                Seated++;
                held.Add(who);
                return mine > 0 ? "somebody overtook their own earlier work" : null;
            case Entrance.TurnedAway:
                TurnedAway++;
                return waiting.Count < queue ? "turned away from a queue with room"
                    : MostThatWait() > all + 1 ? "turned away while somebody who waits had more" : null;
            default:
                if (arrival.PushedOut is { } pushed && Pushed(pushed, all) is { } wrong) return wrong;
                if (arrival.PushedOut is null && waiting.Count >= queue) return "more wait than the queue holds";
                waiting.Add(piece);
                return null;
        }
    }

    private string? Pushed(Piece pushed, int all)
    {
        PushedOut++;
        if (waiting.Count < queue) return "pushed out of a queue with room";
        if (waiting.LastOrDefault(piece => piece.Who == pushed.Who) != pushed) return "pushed out somebody who was not the last of their line";
        if (All(pushed.Who) <= all + 1 || All(pushed.Who) < MostThatWait()) return "pushed out somebody who had not the most";
        waiting.Remove(pushed);
        return null;
    }

    private string? Leave(string who)
    {
        held.Remove(who);
        if (crowd.Leave(who) is not { } next) return null;
        var first = waiting.FirstOrDefault(piece => piece.Who == next.Who);
        if (first != next) return "a line was not served in the order of arrival";
        if (Held(next.Who) >= limits.Most) return "one caller holds more than its most";
        var fewest = waiting.Where(piece => Held(piece.Who) < limits.Most).Min(piece => Held(piece.Who));
        if (Held(next.Who) > fewest) return "somebody waits while another with more in progress is served";
        if (waiting.First(piece => Held(piece.Who) == fewest) != next) return "among equals, one who had waited longer was passed over";
        waiting.Remove(next);
        held.Add(next.Who);
        Seated++;
        return null;
    }

    private string? Shorten(int to)
    {
        crowd.Queue = queue = to;
        return null;
    }

    private string? TakeOut(int before)
    {
        var late = crowd.TakeOut(piece => piece.Number < before).ToHashSet();
        if (!late.SetEquals(waiting.Where(piece => piece.Number < before))) return "the late were not the ones taken out";
        waiting.RemoveAll(late.Contains);
        return null;
    }

    private string? Standing() =>
        held.Count > limits.Places ? "more in progress than there are places"
        : held.GroupBy(static who => who).Any(line => line.Count() > limits.Most) ? "one caller holds more than its most"
        : waiting.Count > limits.Queue ? "more wait than the queue holds"
        : held.Count < limits.Places && waiting.Any(piece => Held(piece.Who) < limits.Most) ? "a place is empty while somebody waits who may have it"
        : null;

    /// <summary>What whoever has most has, in progress and waiting, of those that wait.</summary>
    private int MostThatWait() => waiting.Select(piece => All(piece.Who)).DefaultIfEmpty(0).Max();

    private int All(string who) => Held(who) + Waiting(who);

    private int Held(string who) => held.Count(one => one == who);

    private int Waiting(string who) => waiting.Count(piece => piece.Who == who);
}
