using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace Marketplace.Load.Wire;

/// <summary>Requests that begin when they are due, whatever the server does: arrivals are Poisson's, drawn from a seed. A client that
/// waits for an answer before it sends again would spare the server just when it is slow.</summary>
internal sealed class OpenModel(int port, int seed) : IDisposable
{
    private const int MostLines = 3_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentStack<Line> idle = new();
    private readonly Random dice = new(seed);
    private int lines, open;

    /// <summary>Lines that were ever open at once.</summary>
    public int Lines => Volatile.Read(ref lines);

    /// <summary>Sends at a rate for so long. <paramref name="next"/> gives the request; <paramref name="of"/> where the one that was due
    /// after so many seconds is counted. Returns when all were answered.</summary>
    public async Task Send(double perSecond, TimeSpan length, Func<Random, ReadOnlyMemory<byte>> next, Func<double, Tally> of)
    {
        var clock = Stopwatch.StartNew();
        await Task.Factory.StartNew(() => Dispatch(clock, perSecond, length, next, of), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (Volatile.Read(ref open) > 0 && clock.Elapsed < length + Patience) await Task.Delay(20);
    }

    public void Dispose()
    {
        while (idle.TryPop(out var line)) line.Dispose();
    }

    private void Dispatch(Stopwatch clock, double perSecond, TimeSpan length, Func<Random, ReadOnlyMemory<byte>> next, Func<double, Tally> of)
    {
        for (var due = TimeSpan.Zero; due < length; due += TimeSpan.FromSeconds(-Math.Log(1 - dice.NextDouble()) / perSecond))
        {
            while (clock.Elapsed < due) Thread.Sleep(1);
            var tally = of(due.TotalSeconds);
            tally.Came();
            Interlocked.Increment(ref open);
            _ = One(clock, due, next(dice), tally);
        }
    }

    private async Task One(Stopwatch clock, TimeSpan due, ReadOnlyMemory<byte> request, Tally tally)
    {
        var got = default(Reception);
        try
        {
            tally.Slip.Add(clock.Elapsed - due);
            if (await Free() is not { } line) return;
            (got, var reusable) = await line.Exchange(request);
            if (reusable) idle.Push(line);
            else Close(line);
        }
        catch (SocketException)
        {
            Interlocked.Decrement(ref lines); // broken off: counted below as no answer
        }
        finally
        {
            tally.Ended(got, clock.Elapsed - due);
            Interlocked.Decrement(ref open);
        }
    }

    private async ValueTask<Line?> Free()
    {
        if (idle.TryPop(out var line)) return line;
        if (Interlocked.Increment(ref lines) > MostLines)
        {
            Interlocked.Decrement(ref lines);
            return null;
        }
        line = new Line();
        await line.Open(port);
        return line;
    }

    private void Close(Line line)
    {
        line.Dispose();
        Interlocked.Decrement(ref lines);
    }
}
