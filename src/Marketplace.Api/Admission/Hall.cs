using Marketplace.Domain.Places;

namespace Marketplace.Api.Admission;

/// <summary>The places of one kind of work on this host, and the short wait for them.</summary>
internal sealed class Hall : IDisposable
{
    private const double Memory = 16;
    private readonly Lock gate = new();
    private readonly FairPlaces<Waiter> places;
    private readonly TimeSpan patience;
    private readonly TimeProvider clock;
    private readonly ITimer look;
    private readonly int longest;
    private bool isLooking;
    private long lastSeat;
    private double pace;

    public Hall(PlaceLimits limits, TimeSpan patience, TimeProvider clock)
    {
        (places, this.patience, this.clock, longest) = (new FairPlaces<Waiter>(limits), patience, clock, limits.Queue);
        look = clock.CreateTimer(static hall => ((Hall)hall!).SendTheLateAway(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Work in progress, and work that waits.</summary>
    public (int Held, int Waiting) Now
    {
        get
        {
            lock (gate) return (places.Held, places.Waiting);
        }
    }

    /// <summary>True when this caller would be turned away now.</summary>
    public bool IsFullFor(string who)
    {
        lock (gate) return places.IsFullFor(who);
    }

    /// <summary>Asks for a place: true with one, false when turned away. <paramref name="waited"/> says whether there was none at once.
    /// Whoever got a place gives it back with <see cref="Leave"/>.</summary>
    public ValueTask<bool> Enter(string who, out bool waited)
    {
        var waiter = new Waiter(clock.GetTimestamp());
        Arrival<Waiter> arrival;
        lock (gate)
        {
            arrival = places.Come(who, waiter);
            waited = arrival.Entrance == Entrance.Waits;
            if (waited) waiter.Answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (waited && !isLooking) LookAgain(patience);
        }
        arrival.PushedOut?.Tell(false);
        return waiter.Answer is { } answer ? new(answer.Task) : new(arrival.Entrance == Entrance.Seated);
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(string who)
    {
        Waiter? next;
        lock (gate)
        {
            next = places.Leave(who);
            if (next is null) Ease();
            else Pace();
        }
        next?.Tell(true);
    }

    /// <summary>A place came free and nobody was there to take it: the queue may be longer again.</summary>
    private void Ease()
    {
        lastSeat = 0;
        if (places.Queue < longest) places.Queue = Math.Max(1, places.Queue * 2);
    }

    /// <summary>Places come free at some pace. No more may wait than get one in half the patience: the rest hears no at once instead of
    /// late, and who waits is served.</summary>
    private void Pace()
    {
        var now = clock.GetTimestamp();
        if (lastSeat > 0)
        {
            pace += (clock.GetElapsedTime(lastSeat, now).TotalMilliseconds - pace) / Memory;
            places.Queue = (int)Math.Clamp(patience.TotalMilliseconds / 2 / Math.Max(pace, 0.001), 1, longest);
        }
        lastSeat = now;
    }

    public void Dispose() => look.Dispose();

    private void SendTheLateAway()
    {
        IReadOnlyList<Waiter> late;
        lock (gate)
        {
            late = places.TakeOut(waiter => clock.GetElapsedTime(waiter.Since) >= patience);
            isLooking = false;
            if (places.Waiting > 0) LookAgain(patience / 4);
        }
        foreach (var waiter in late) waiter.Tell(false);
    }

    private void LookAgain(TimeSpan after)
    {
        isLooking = true;
        look.Change(after, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The task is made only for those who wait: most find a place or none at once.</summary>
    private sealed class Waiter(long since)
    {
        public long Since => since;

        public TaskCompletionSource<bool>? Answer { get; set; }

        public void Tell(bool isSeated) => Answer?.SetResult(isSeated);
    }
}
