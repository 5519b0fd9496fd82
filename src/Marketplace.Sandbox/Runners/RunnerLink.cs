using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Marketplace.Domain.Invocations;
using Microsoft.Extensions.Logging;

namespace Marketplace.Sandbox.Runners;

/// <summary>A runner process died under a call. <see cref="Suspect"/>: this call may have been the reason. <see cref="Named"/>: the runner
/// said that it was.</summary>
internal sealed class RunnerDiedException(bool suspect, bool named) : Exception("The runner process ended.")
{
    public bool Suspect { get; } = suspect;
    public bool Named { get; } = named;
}

/// <summary>One runner process and the silo's end of its socket.</summary>
internal sealed partial class RunnerLink : IAsyncDisposable
{
    private static readonly TimeSpan Neighbours = TimeSpan.FromMilliseconds(100);
    private readonly Process process;
    private readonly Frames frames;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ConcurrentDictionary<long, Pending> pending = new();
    private readonly TaskCompletionSource<int> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, Task> prepared = new(StringComparer.Ordinal);
    private long next;
    private volatile bool dead, condemned;
    private long heard, stuck;

    private RunnerLink(Process process, Frames frames, TimeProvider time, ILogger log) =>
        (this.process, this.frames, this.time, this.log, heard, ProcessId) = (process, frames, time, log, time.GetTimestamp(), process.Id);

    /// <summary>False once the process or its socket is gone, or it is about to be ended.</summary>
    public bool Alive => !dead && !condemned;

    /// <summary>Whether the pool ended it.</summary>
    public bool WasCondemned => condemned;

    /// <summary>The exit code, once the process is gone.</summary>
    public Task<int> Ended => ended.Task;

    /// <summary>How long the runner has not said anything.</summary>
    public TimeSpan Silent => time.GetElapsedTime(Volatile.Read(ref heard));

    /// <summary>Operating system id of the process.</summary>
    public int ProcessId { get; }

    /// <summary>Calls on this runner now.</summary>
    public int InFlight => pending.Count;

    /// <summary>Starts a runner and waits until it has warmed up.</summary>
    public static async Task<RunnerLink> Start(RunnerPoolOptions options, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        var path = Path.Combine(options.SocketFolder(), $"{Guid.NewGuid().ToString("N")[..12]}.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(8);
        var process = Process.Start(options.Command(path)) ?? throw new InvalidOperationException("The runner did not start.");
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(options.StartsWithin);
            var connected = listener.AcceptAsync(patience.Token).AsTask();
            // A process that ends while it starts connects no more: nobody waits for it until the time is over.
            if (await Task.WhenAny(connected, process.WaitForExitAsync(patience.Token)) != connected) await patience.CancelAsync();
            var socket = await connected;
            while (!IsPeer(socket, process.Id))
            {
                log.Stranger(process.Id);
                socket.Dispose();
                socket = await listener.AcceptAsync(patience.Token);
            }
            var link = new RunnerLink(process, new Frames(socket), time, log);
            if (await link.frames.Next().WaitAsync(patience.Token) is not (FrameKind.Ready, [Frames.Version]))
                throw new InvalidOperationException("The runner speaks another protocol.");
            _ = link.Listen();
            return link;
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Runs one call here; throws <see cref="RunnerDiedException"/> when the process ends first.</summary>
    public async Task<Outcome> Run(Script script, Call call, IHostBroker broker)
    {
        var mine = new Pending(script.Digest, call, broker);
        var id = Interlocked.Increment(ref next);
        pending[id] = mine;
        try
        {
            if (!Alive) throw new RunnerDiedException(false, false);
            await Send(script);
            mine.Running = true;
            await frames.Send(FrameKind.Invoke, JsonSerializer.SerializeToUtf8Bytes(new InvokeFrame(id, script.Digest, call), FrameJson.Default.InvokeFrame));
            return await mine.Done.Task;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            dead = true; // now, not when its end is read: the call would be sent here again and again until it had no tries left
            throw new RunnerDiedException(IsSuspect(mine), mine.Stuck);
        }
        finally
        {
            pending.TryRemove(id, out _);
        }
    }

    /// <summary>Has the runner parse and warm up a script before its first call. A runner that is gone has nothing to prepare.</summary>
    public async Task Prepare(Script script)
    {
        try
        {
            await Send(script);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            dead = true;
            log.RunnerDied(ProcessId);
        }
    }

    /// <summary>Takes no further call, lets the neighbours of a stuck one end, then kills the process.</summary>
    public async Task Condemn(TimeSpan neighbours)
    {
        condemned = true;
        await Task.Delay(neighbours, time);
        Kill();
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            Die(); // it has ended already
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Kill();
        await ended.Task;
    }

    private Task Send(Script script) => prepared.GetOrAdd(script.Digest,
        static (_, sent) => sent.Link.frames.Send(FrameKind.Prepare, JsonSerializer.SerializeToUtf8Bytes(sent.Script, FrameJson.Default.Script)), (Link: this, Script: script));

    private async Task Listen()
    {
        while (await frames.Next() is { } frame)
        {
            Volatile.Write(ref heard, time.GetTimestamp());
            if (frame.Kind == FrameKind.Done)
            {
                var done = JsonSerializer.Deserialize(frame.Body, FrameJson.Default.DoneFrame)!;
                if (pending.TryGetValue(done.Id, out var ended)) ended.Done.TrySetResult(done.Outcome);
            }
            else if (frame.Kind == FrameKind.Ask)
            {
                var ask = JsonSerializer.Deserialize(frame.Body, FrameJson.Default.AskFrame)!;
                if (pending.TryGetValue(ask.Id, out var asking)) _ = Answer(ask, asking);
            }
            else if (frame.Kind == FrameKind.Stuck) Blame(Encoding.UTF8.GetString(frame.Body));
            else if (frame.Kind != FrameKind.Beat) break;
        }
        Kill();
        Die();
        await process.WaitForExitAsync();
        ended.TrySetResult(process.ExitCode);
        process.Dispose();
    }

    private async Task Answer(AskFrame ask, Pending asking)
    {
        asking.Running = false;
        HostAnswer? answer = null;
        try
        {
            answer = await asking.Broker.Ask(ask.Question, CancellationToken.None);
        }
        catch (Exception fault)
        {
            log.BrokerFailed(fault, ask.Question.Op);
        }
        asking.Running = true;
        try
        {
            await frames.Send(FrameKind.Reply, JsonSerializer.SerializeToUtf8Bytes(new ReplyFrame(ask.Id, ask.Question.Seq, answer), FrameJson.Default.ReplyFrame));
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            asking.Done.TrySetException(new RunnerDiedException(false, false));
        }
    }

    private void Blame(string subject)
    {
        // The other calls of the same release share the blame: each would only end the next runner in its turn.
        var digest = pending.Values.FirstOrDefault(p => p.Call.Invocation == subject)?.Digest ?? subject;
        foreach (var one in pending.Values)
            if (one.Digest == digest) one.Stuck = true;
        if (condemned) return;
        Interlocked.Increment(ref stuck);
        log.RunnerStuck(ProcessId, subject);
        _ = Condemn(Neighbours);
    }

    private void Die()
    {
        dead = true;
        frames.Dispose();
        foreach (var one in pending.Values) one.Done.TrySetException(new RunnerDiedException(IsSuspect(one), one.Stuck));
    }

    /// <summary>The runner's own word when it gave one; else whoever was on a thread, or in line for one.</summary>
    private bool IsSuspect(Pending one) => Volatile.Read(ref stuck) > 0 ? one.Stuck : one.Running;

    /// <summary>The other end must be the very process that was started, of this user.</summary>
    private static bool IsPeer(Socket socket, int pid)
    {
        if (!OperatingSystem.IsLinux()) return true;
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(1, 17, credentials);
        var peer = MemoryMarshal.Cast<byte, int>(credentials);
        return peer[0] == pid && peer[1] == GetEffectiveUser();
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial int GetEffectiveUser();

    private sealed class Pending(string digest, Call call, IHostBroker broker)
    {
        public readonly TaskCompletionSource<Outcome> Done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public readonly string Digest = digest;
        public readonly Call Call = call;
        public readonly IHostBroker Broker = broker;
        public volatile bool Running, Stuck;
    }
}
