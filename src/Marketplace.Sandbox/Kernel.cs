using System.Diagnostics;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Calls;
using Marketplace.Sandbox.Scripts;

namespace Marketplace.Sandbox;

/// <summary>Runs calls in this process: in <c>mkt</c>, in specs, in tests and inside a runner. A server must use the runner pool
/// instead, because a hostile script can end or wedge any process that interprets it.</summary>
public sealed class Kernel : ICallRunner, IDisposable
{
    private readonly PreparedApps _apps;
    private readonly BigStackThreads _threads;
    private readonly Lazy<Task> _warm;

    /// <summary>A kernel with its own threads and cache.</summary>
    public Kernel(KernelOptions? options = null)
    {
        options ??= new KernelOptions();
        _apps = new PreparedApps(options.CacheBytes);
        _threads = new BigStackThreads(options.Threads, "kernel");
        _warm = new Lazy<Task>(() => Calls.WarmUp.Run((script, call, broker) => RunCold(script, call, broker, CancellationToken.None), DateTimeOffset.UnixEpoch));
    }

    /// <inheritdoc />
    public async Task<Outcome> Run(Script script, Call call, IHostBroker broker, CancellationToken cancel)
    {
        await _warm.Value;
        return await RunCold(script, call, broker, cancel);
    }

    /// <summary>Pays for the just-in-time compiler now, before a customer's budget does. The first call does it otherwise.</summary>
    public Task WarmUp() => _warm.Value;

    private async Task<Outcome> RunCold(Script script, Call call, IHostBroker broker, CancellationToken cancel)
    {
        CallRun? run = null;
        var turn = await Take(() => (run = new CallRun(App(script, out var refused), call)) is { } made && refused is null
            ? made.Start()
            : Turn.End(refused!));
        while (turn.Outcome is null)
        {
            var answers = await Ask(turn.Questions, run!, broker, cancel);
            if (answers.Fault is { } fault) return fault with { Logs = run!.Logs, Meter = run.Measure() };
            turn = await Take(() => run!.Resume(answers.Answers));
        }
        return turn.Outcome;
    }

    /// <inheritdoc />
    public void Dispose() => _threads.Dispose();

    private PreparedApp App(Script script, out Outcome? refused)
    {
        var app = _apps.Get(script);
        refused = app.Refused is not { } finding ? null : new Outcome
        {
            Verdict = Verdict.NotAdmitted,
            Refusal = Refusal.Of(Codes.NotAdmitted, ("rule", finding.Rule), ("message", finding.Message), ("at", $"{finding.File}:{finding.Line}")),
        };
        return app;
    }

    private Task<Turn> Take(Func<Turn> work)
    {
        var done = new TaskCompletionSource<Turn>(TaskCreationOptions.RunContinuationsAsynchronously);
        _threads.Post(() =>
        {
            try
            {
                var turn = work();
                done.SetResult(turn);
                return turn.Outcome?.Verdict is Verdict.Depth or Verdict.Memory;
            }
            catch (Exception bug)
            {
                done.SetException(bug);
                return true;
            }
        });
        return done.Task;
    }

    private static async Task<(IReadOnlyList<HostAnswer> Answers, Outcome? Fault)> Ask(
        IReadOnlyList<HostQuestion> questions, CallRun run, IHostBroker broker, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(Ceilings.Parked);
        var answers = new List<HostAnswer>(questions.Count);
        try
        {
            foreach (var question in questions)
                answers.Add(HostAnswers.Bounded(await broker.Ask(question, deadline.Token)));
            return (answers, null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ([], HostAnswers.Late());
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return ([], HostAnswers.Fault());
        }
        finally
        {
            run.ParkedMs += (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
    }
}
