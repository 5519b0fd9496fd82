using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Silos;

/// <summary>A client of several hosts: an answer that does not come, or asks to come again, is asked for at the next host under the same
/// key. It notes why it had to. Told to <see cref="Watch"/>, it passes over hosts that say they are not ready, as a balancer does.</summary>
internal sealed class Patient(IReadOnlyList<RunningHost> hosts, string token) : IDisposable
{
    private static readonly TimeSpan One = TimeSpan.FromSeconds(5), All = TimeSpan.FromSeconds(120), Probe = TimeSpan.FromMilliseconds(100);
    private readonly Talk[] talks = [.. hosts.Select(host => new Talk(host.Address, token))];
    private readonly bool[] away = new bool[hosts.Count];

    /// <summary>Why something was asked again, and how often.</summary>
    public ConcurrentDictionary<string, int> Again { get; } = new(StringComparer.Ordinal);

    /// <summary>How often a host failed: it answered that it could not, or broke off. Not to listen is no failure, and to be slow is none.</summary>
    public int Failures => Again.Where(static why => why.Key is not ("refused" or "slow")).Sum(static why => why.Value);

    /// <summary>The talk with one host.</summary>
    public Talk At(int host) => talks[host % talks.Length];

    /// <summary>Asks every host whether it is ready, until stopped.</summary>
    public Task Watch(CancellationToken stop) => Task.WhenAll(talks.Select(async (talk, host) =>
    {
        while (!stop.IsCancellationRequested)
        {
            var ready = false;
            try
            {
                ready = (await talk.Get("/health/ready").WaitAsync(One, stop)).Status == 200;
            }
            catch (Exception none) when (none is HttpRequestException or OperationCanceledException or TimeoutException or IOException)
            {
                ready = false;
            }
            Volatile.Write(ref away[host], !ready);
            await Task.WhenAny(Task.Delay(Probe, stop));
        }
    }));

    /// <summary>Asks, beginning at one host, until there is an answer that stays.</summary>
    public async Task<Reply> Ask(int first, Func<Talk, Task<Reply>> ask)
    {
        var since = Stopwatch.GetTimestamp();
        for (var host = first; ; host++)
        {
            if (away[host % away.Length] && !away.All(static one => one)) continue;
            var why = "";
            try
            {
                var reply = await ask(At(host)).WaitAsync(One);
                if (!Passing(reply)) return reply;
                why = $"{reply.Status} {reply.Code}";
            }
            catch (Exception none) when (none is HttpRequestException or TaskCanceledException or TimeoutException or IOException)
            {
                why = Refused(none) ? "refused" : none is TimeoutException or TaskCanceledException ? "slow" : none.GetType().Name;
            }
            Again.AddOrUpdate(why, 1, static (_, times) => times + 1);
            if (Stopwatch.GetElapsedTime(since) > All) throw new TimeoutException($"No answer that stays within {All.TotalSeconds} s; the last was {why}.");
            if (host - first >= talks.Length - 1) await Task.Delay(100);
        }
    }

    /// <summary>Posts under a key.</summary>
    public Task<Reply> Post(int first, string path, object? body, string key) => Ask(first, talk => talk.Post(path, body, key));

    /// <summary>Whether nobody listened.</summary>
    public static bool Refused(Exception none) =>
        none is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } };

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var talk in talks) talk.Dispose();
    }

    private static bool Passing(Reply reply) => reply.Status is 429 or 502 or 503 || (reply.Status == 409 && reply.Code is "operation.inFlight" or "conflict.head");
}
