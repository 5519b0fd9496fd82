using Marketplace.Domain.Places;

namespace Marketplace.Tests.Unit.Places;

/// <summary>One piece of work.</summary>
internal sealed record Piece(int Number, string Who);

/// <summary>What hands out places, as the judge sees it.</summary>
internal interface ICrowd
{
    int Queue { set; }

    bool IsFullFor(string who);

    Arrival<Piece> Come(Piece piece);

    Piece? Leave(string who);

    IReadOnlyList<Piece> TakeOut(Predicate<Piece> isOverdue);
}

/// <summary>The product's.</summary>
internal sealed class ProductCrowd(PlaceLimits limits) : ICrowd
{
    private readonly FairPlaces<Piece> places = new(limits);

    public int Queue { set => places.Queue = value; }

    public bool IsFullFor(string who) => places.IsFullFor(who);

    public Arrival<Piece> Come(Piece piece) => places.Come(piece.Who, piece);

    public Piece? Leave(string who) => places.Leave(who);

    public IReadOnlyList<Piece> TakeOut(Predicate<Piece> isOverdue) => places.TakeOut(isOverdue);
}

/// <summary>Ways to get it wrong.</summary>
public enum Fault
{
    /// <summary>None: the same rules, written another way.</summary>
    None,

    /// <summary>First come, first served: who sends most gets most.</summary>
    FirstCome,

    /// <summary>One caller may hold every place.</summary>
    NoShareKeptFree,

    /// <summary>One place too many.</summary>
    OneTooMany,

    /// <summary>A full queue refuses the newcomer and never whoever has most.</summary>
    QueueBelongsToTheFirst,

    /// <summary>Only what waits is weighed, not what is in progress.</summary>
    ForgetsWhatIsHeld,

    /// <summary>The queue has no end.</summary>
    NoEnd,

    /// <summary>A place that was given back stays empty until somebody arrives.</summary>
    EmptyPlace,

    /// <summary>A caller's last arrival is seated first.</summary>
    LastFirst,

    /// <summary>The queue stays as long as it ever was, whatever the owner sees.</summary>
    QueueStaysLong,

    /// <summary>The late are taken out of the queue but for one.</summary>
    ForgetsALateOne,
}

/// <summary>The rules once more, on plain lists and with a fault.</summary>
internal sealed class NaiveCrowd(PlaceLimits limits, Fault fault) : ICrowd
{
    private readonly List<string> held = [];
    private readonly List<Piece> waiting = [];

    private int Places => fault == Fault.OneTooMany ? limits.Places + 1 : limits.Places;

    public int Queue { private get; set; } = limits.Queue;

    public bool IsFullFor(string who) => !MaySit(who) && IsFull && PushedOutBy(who) is null;

    private bool IsFull => fault != Fault.NoEnd && waiting.Count >= (fault == Fault.QueueStaysLong ? limits.Queue : Queue);

    public Arrival<Piece> Come(Piece piece)
    {
        if (MaySit(piece.Who))
        {
            held.Add(piece.Who);
            return new(Entrance.Seated, null);
        }
        var pushed = IsFull ? PushedOutBy(piece.Who) : null;
        if (IsFull && pushed is null) return new(Entrance.TurnedAway, null);
        if (pushed is not null) waiting.Remove(pushed);
        waiting.Add(piece);
        return new(Entrance.Waits, pushed);
    }

    public Piece? Leave(string who)
    {
        held.Remove(who);
        if (fault == Fault.EmptyPlace || held.Count >= Places) return null;
        var may = waiting.Where(piece => Held(piece.Who) < Most);
        var next = fault switch
        {
            Fault.FirstCome => may.FirstOrDefault(),
            Fault.LastFirst => may.OrderBy(piece => Held(piece.Who)).ThenByDescending(static piece => piece.Number).FirstOrDefault(),
            _ => may.OrderBy(piece => Held(piece.Who)).FirstOrDefault(),
        };
        if (next is null) return null;
        waiting.Remove(next);
        held.Add(next.Who);
        return next;
    }

    public IReadOnlyList<Piece> TakeOut(Predicate<Piece> isOverdue)
    {
        var late = waiting.FindAll(isOverdue);
        if (fault == Fault.ForgetsALateOne && late.Count > 1) late.RemoveAt(0);
        waiting.RemoveAll(late.Contains);
        return late;
    }

    private int Most => fault == Fault.NoShareKeptFree ? limits.Places : limits.Most;

    private int Held(string who) => held.Count(one => one == who);

    private int Waiting(string who) => waiting.Count(piece => piece.Who == who);

    private bool MaySit(string who) => held.Count < Places && Held(who) < Most && Waiting(who) == 0;

    private Piece? PushedOutBy(string who)
    {
        if (fault == Fault.QueueBelongsToTheFirst) return null;
        var most = waiting.GroupBy(static piece => piece.Who).MaxBy(line => All(line.Key));
        return most is not null && All(most.Key) > All(who) + 1 ? most.Last() : null;
    }

    private int All(string who) => Waiting(who) + (fault == Fault.ForgetsWhatIsHeld ? 0 : Held(who));
}
