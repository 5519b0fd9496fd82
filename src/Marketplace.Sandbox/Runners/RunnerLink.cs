using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Runners;

/// <summary>A runner process died under a call. <see cref="WasRunning"/>: the script was on a thread, not waiting for an answer.</summary>
internal sealed class RunnerDiedException(bool wasRunning) : Exception("The runner process ended.")
{
    public bool WasRunning { get; } = wasRunning;
}

/// <summary>One runner process and the silo's end of its socket.</summary>
internal sealed partial class RunnerLink : IAsyncDisposable
{
    private readonly Process process;
    private readonly Frames frames;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<long, Pending> pending = new();
    private readonly ConcurrentDictionary<string, Task> prepared = new(StringComparer.Ordinal);
    private long next;
    private volatile bool dead;

    private RunnerLink(Process process, Frames frames, TimeProvider time) => (this.process, this.frames, this.time) = (process, frames, time);

    /// <summary>False once the process or its socket is gone.</summary>
    public bool Alive => !dead;

    /// <summary>Operating system id of the process.</summary>
    public int ProcessId => process.Id;

    /// <summary>Calls on this runner now.</summary>
    public int InFlight => pending.Count;

    /// <summary>Starts a runner and waits until it has warmed up.</summary>
    public static async Task<RunnerLink> Start(RunnerPoolOptions options, TimeProvider time, CancellationToken cancel)
    {
        var path = Path.Combine(options.SocketFolder(), $"{Guid.NewGuid().ToString("N")[..12]}.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var process = Process.Start(options.Command(path)) ?? throw new InvalidOperationException("The runner did not start.");
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(options.StartsWithin);
            var socket = await listener.AcceptAsync(patience.Token);
            CheckPeer(socket, process.Id);
            var link = new RunnerLink(process, new Frames(socket), time);
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
        var mine = new Pending(call, broker, time);
        var id = Interlocked.Increment(ref next);
        pending[id] = mine;
        try
        {
            if (dead) throw new RunnerDiedException(false);
            await prepared.GetOrAdd(script.Digest, _ => frames.Send(FrameKind.Prepare, JsonSerializer.SerializeToUtf8Bytes(script, FrameJson.Default.Script)));
            mine.Turn();
            await frames.Send(FrameKind.Invoke, JsonSerializer.SerializeToUtf8Bytes(new InvokeFrame(id, script.Digest, call), FrameJson.Default.InvokeFrame));
            return await mine.Done.Task;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            throw new RunnerDiedException(mine.Running);
        }
        finally
        {
            pending.TryRemove(id, out _);
        }
    }

    /// <summary>The longest that a script here has held its thread in its present turn, and that call's budget.</summary>
    public (TimeSpan Held, int CpuMs) Longest()
    {
        var (held, cpu) = (TimeSpan.Zero, 0);
        foreach (var one in pending.Values)
            if (one.Running && time.GetElapsedTime(one.Since) is var so && so > held) (held, cpu) = (so, one.Call.Budget.CpuMs);
        return (held, cpu);
    }

    /// <summary>CPU time that the process has used so far.</summary>
    public TimeSpan Cpu()
    {
        try
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return TimeSpan.Zero;
        }
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
            Die();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Kill();
        Die();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task Listen()
    {
        while (await frames.Next() is { } frame)
        {
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
            else break;
        }
        Kill();
        Die();
    }

    private async Task Answer(AskFrame ask, Pending asking)
    {
        asking.Park();
        HostAnswer? answer = null;
        try
        {
            answer = await asking.Broker.Ask(ask.Question, CancellationToken.None);
        }
        catch (Exception fault)
        {
            asking.Fault = fault;
        }
        asking.Turn();
        try
        {
            await frames.Send(FrameKind.Reply, JsonSerializer.SerializeToUtf8Bytes(new ReplyFrame(ask.Id, ask.Question.Seq, answer), FrameJson.Default.ReplyFrame));
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            asking.Done.TrySetException(new RunnerDiedException(false));
        }
    }

    private void Die()
    {
        dead = true;
        frames.Dispose();
        foreach (var one in pending.Values) one.Done.TrySetException(new RunnerDiedException(one.Running));
    }

    /// <summary>The other end must be the very process that was started, of this user.</summary>
    private static void CheckPeer(Socket socket, int pid)
    {
        if (!OperatingSystem.IsLinux()) return;
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(1, 17, credentials);
        var peer = MemoryMarshal.Cast<byte, int>(credentials);
        if (peer[0] != pid || peer[1] != GetEffectiveUser()) throw new UnauthorizedAccessException("A stranger connected to the runner's socket.");
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial int GetEffectiveUser();

    private sealed class Pending(Call call, IHostBroker broker, TimeProvider time)
    {
        public readonly TaskCompletionSource<Outcome> Done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public Call Call => call;
        public IHostBroker Broker => broker;
        public Exception? Fault;
        public volatile bool Running;
        public long Since = time.GetTimestamp();

        public void Turn()
        {
            Since = time.GetTimestamp();
            Running = true;
        }

        public void Park() => Running = false;
    }
}
