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
    /// <summary>A process is young for so many calls: its first ones run code that was never run before.</summary>
    private const int Young = 200;

    /// <summary>More patience with a turn in a young process, in nanoseconds: the watchdog cannot tell a script from the compiler.</summary>
    private const long PatienceWithTheYoung = 500_000_000;

    /// <summary>Patience with parsing a source, which is bounded by its size alone.</summary>
    private const long PatienceWithAScript = 10_000_000_000;

    private readonly PreparedApps _apps;
    private readonly BigStackThreads _threads;
    private readonly Lazy<Task> _warm;
    private readonly string _without;
    private int _calls;

    /// <summary>A kernel with its own threads and cache.</summary>
    public Kernel(KernelOptions? options = null)
    {
        options ??= new KernelOptions();
        _without = options.Without;
        _threads = new BigStackThreads(options.Threads, "kernel");
        _apps = new PreparedApps(options.CacheBytes, Make);
        _warm = new Lazy<Task>(() => Calls.WarmUp.Run(RunCold, DateTimeOffset.UnixEpoch));
    }

    /// <summary>Who to blame for work that no limit stops any more: invocations, or digests of scripts. Only the end of the process ends it.</summary>
    public IReadOnlyList<string> Overrunning => _threads.Overrunning();

    /// <inheritdoc />
    public async Task<Outcome> Run(Script script, Call call, IHostBroker broker, CancellationToken cancel)
    {
        await _warm.Value;
        var app = await _apps.Get(script);
        if (app.Refused is { } finding) return NotAdmitted(finding);
        var young = Interlocked.Increment(ref _calls) <= Young;
        for (var attempt = 0; ; attempt++)
        {
            var allowance = _without.Length == 0 ? Allowance.Attempts[attempt] : Allowance.Attempts[attempt] with { Without = _without };
            var run = new CallRun(app, call, allowance);
            var patience = allowance.Patience(call.Budget.CpuMs) + (young ? PatienceWithTheYoung : 0);
            var outcome = await RunOnce(run, patience, broker, cancel);
            var doubtful = run.LostItsCore || (young && attempt == 0 && outcome.Verdict is Verdict.Cpu or Verdict.Regex);
            if (!doubtful || attempt == Allowance.Attempts.Count - 1) return outcome;
        }
    }

    /// <summary>Pays for the just-in-time compiler now, before a customer's budget does. The first call does it otherwise.</summary>
    public Task WarmUp() => _warm.Value;

    /// <summary>Parses, admits and warms up an app before its first call. The first call does it otherwise, and is not charged for it.</summary>
    public async Task Prepare(Script script)
    {
        await _warm.Value;
        await _apps.Get(script);
    }

    /// <inheritdoc />
    public void Dispose() => _threads.Dispose();

    private async Task<Outcome> RunCold(Script script, Call call, IHostBroker broker) =>
        await RunOnce(new CallRun(await _apps.Get(script), call, Allowance.Attempts[0]), PatienceWithAScript, broker, CancellationToken.None);

    private async Task<Outcome> RunOnce(CallRun run, long patience, IHostBroker broker, CancellationToken cancel)
    {
        var (tenant, subject) = (run.Call.Tenant, run.Call.Invocation);
        var turn = await Take(tenant, subject, patience, run.Start, IsDeep);
        while (turn.Outcome is null)
        {
            var answers = await Ask(turn.Questions, run, broker, cancel);
            if (answers.Fault is { } fault) return fault with { Logs = run.Logs, Meter = run.Measure() };
            turn = await Take(tenant, subject, patience, () => run.Resume(answers.Answers), IsDeep);
        }
        return turn.Outcome;
    }

    private async Task<PreparedApp> Make(Script script)
    {
        var app = await Take(script.Digest, script.Digest, PatienceWithAScript, () => PreparedApp.Of(script), _ => true);
        var warm = Calls.WarmUp.CallOf(app.Script.Digest);
        if (app.Refused is null)
            await Take(script.Digest, script.Digest, PatienceWithAScript, () => new CallRun(app, warm, Allowance.Attempts[0]).WarmUp(), IsDeep);
        return app;
    }

    private Task<T> Take<T>(string tenant, string subject, long patience, Func<T> work, Func<T, bool> deep)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _threads.Post(new Work(tenant, subject, patience, () =>
        {
            try
            {
                var end = work();
                done.SetResult(end);
                return deep(end);
            }
            catch (Exception bug)
            {
                done.SetException(bug);
                return true;
            }
        }));
        return done.Task;
    }

    private static bool IsDeep(Turn turn) => turn.Outcome?.Verdict is Verdict.Depth or Verdict.Memory;

    private static Outcome NotAdmitted(Domain.Publishing.Finding finding) => new()
    {
        Verdict = Verdict.NotAdmitted,
        Refusal = Refusal.Of(Codes.NotAdmitted, ("rule", finding.Rule), ("message", finding.Message), ("at", $"{finding.File}:{finding.Line}")),
    };

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
