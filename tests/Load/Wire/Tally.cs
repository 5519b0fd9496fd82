using System.Collections.Concurrent;

namespace Marketplace.Load.Wire;

/// <summary>What became of the requests of one phase. Times count from when a request was due, not from when it was sent.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<int, long> statuses = new();
    private long due, silent;

    /// <summary>Answers with 200 to 299.</summary>
    public Histogram Good { get; } = new();

    /// <summary>Refusals of the door: 429 and 503.</summary>
    public Histogram Refused { get; } = new();

    /// <summary>How late the generator itself was: from due to sent.</summary>
    public Histogram Slip { get; } = new();

    /// <summary>Requests that were due.</summary>
    public long Due => Volatile.Read(ref due);

    /// <summary>Refusals that did not say when to come again.</summary>
    public long Silent => Volatile.Read(ref silent);

    /// <summary>Neither answered well nor refused at the door.</summary>
    public long Failed => Due - Good.Count - Refused.Count;

    /// <summary>Share of requests that were not answered well.</summary>
    public double Errors => Due == 0 ? 0 : 1 - (double)Good.Count / Due;

    /// <summary>Every status but the good ones, with its count; 0 stands for no answer.</summary>
    public string Others => string.Join(' ', statuses.Where(static s => s.Key is < 200 or > 299).OrderBy(static s => s.Key).Select(static s => $"{s.Key}:{s.Value}"));

    public void Came() => Interlocked.Increment(ref due);

    public void Ended(Reception got, TimeSpan sinceDue)
    {
        statuses.AddOrUpdate(got.Status, 1, static (_, count) => count + 1);
        if (got.Status is >= 200 and <= 299) Good.Add(sinceDue);
        if (got.Status is not (429 or 503)) return;
        Refused.Add(sinceDue);
        if (!got.SaysWhen) Interlocked.Increment(ref silent);
    }
}
