using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Runners;

/// <summary>A runner's whole life: connect, warm up, run calls until the silo is gone. It has no other door.</summary>
public static class RunnerLoop
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private const int LooksPerBeat = 10;

    /// <summary>Serves one silo over its socket; returns when the silo closes it.</summary>
    public static async Task Serve(string socketPath, int threads)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
        using var frames = new Frames(socket);
        using var kernel = new Kernel(new KernelOptions { Threads = threads });
        await kernel.WarmUp();
        await frames.Send(FrameKind.Ready, [Frames.Version]);
        _ = Watch(kernel, frames);
        var scripts = new ConcurrentDictionary<string, Script>(StringComparer.Ordinal);
        var brokers = new ConcurrentDictionary<long, RemoteBroker>();
        while (await frames.Next() is { } frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Prepare:
                    var script = JsonSerializer.Deserialize(frame.Body, FrameJson.Default.Script)!;
                    scripts[script.Digest] = script;
                    _ = Prepare(kernel, script);
                    break;
                case FrameKind.Invoke:
                    var invoke = JsonSerializer.Deserialize(frame.Body, FrameJson.Default.InvokeFrame)!;
                    var broker = brokers[invoke.Id] = new RemoteBroker(invoke.Id, frames);
                    _ = RunOne(kernel, scripts[invoke.Digest], invoke, broker, frames, brokers);
                    break;
                case FrameKind.Reply:
                    var reply = JsonSerializer.Deserialize(frame.Body, FrameJson.Default.ReplyFrame)!;
                    if (brokers.TryGetValue(reply.Id, out var waiting)) waiting.Answer(reply);
                    break;
                default:
                    return;
            }
        }
    }

    private static async Task Prepare(Kernel kernel, Script script)
    {
        try
        {
            await kernel.Prepare(script);
        }
        catch (Exception)
        {
            // Nobody waits for this. The first call tries again, and says what is wrong.
            return;
        }
    }

    private static async Task RunOne(
        Kernel kernel, Script script, InvokeFrame invoke, RemoteBroker broker, Frames frames, ConcurrentDictionary<long, RemoteBroker> brokers)
    {
        var outcome = await Outcome(kernel, script, invoke.Call, broker);
        brokers.TryRemove(invoke.Id, out _);
        await frames.Send(FrameKind.Done, JsonSerializer.SerializeToUtf8Bytes(new DoneFrame(invoke.Id, outcome), FrameJson.Default.DoneFrame));
    }

    private static async Task<Outcome> Outcome(Kernel kernel, Script script, Call call, RemoteBroker broker)
    {
        try
        {
            return await kernel.Run(script, call, broker, CancellationToken.None);
        }
        catch (Exception bug)
        {
            // A failure of ours, not the script's. The call must still end, and is not billed.
            return new Outcome { Verdict = Verdict.HostFault, Refusal = Refusal.Of(Codes.HostFault, ("why", bug.GetType().Name)) };
        }
    }

    /// <summary>Says that the runner is alive, and asks for its end when a script holds a thread that no limit frees. From inside the
    /// process the CPU time of one thread can be seen; from outside, a queue and a wedge look the same.</summary>
    private static async Task Watch(Kernel kernel, Frames frames)
    {
        using var timer = new PeriodicTimer(Look);
        var told = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            for (var look = 0; await timer.WaitForNextTickAsync(); look++)
            {
                foreach (var subject in kernel.Overrunning.Where(told.Add)) await frames.Send(FrameKind.Stuck, Encoding.UTF8.GetBytes(subject));
                if (look % LooksPerBeat == 0) await frames.Send(FrameKind.Beat, []);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The silo has closed the socket; the process is about to end.
            return;
        }
    }

    /// <summary>Asks the silo over the socket.</summary>
    private sealed class RemoteBroker(long id, Frames frames) : IHostBroker
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource<HostAnswer>> open = new();

        public async ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel)
        {
            var answer = open[question.Seq] = new TaskCompletionSource<HostAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            await frames.Send(FrameKind.Ask, JsonSerializer.SerializeToUtf8Bytes(new AskFrame(id, question), FrameJson.Default.AskFrame));
            return await answer.Task.WaitAsync(cancel);
        }

        public void Answer(ReplyFrame reply)
        {
            if (!open.TryRemove(reply.Seq, out var waiting)) return;
            if (reply.Answer is null) waiting.SetException(new InvalidOperationException("The host could not answer."));
            else waiting.SetResult(reply.Answer);
        }
    }
}
