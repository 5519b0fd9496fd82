using Jint;
using Jint.Native;
using Jint.Native.Promise;
using Jint.Runtime;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Calls;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox;

/// <summary>How one plain script ended.</summary>
/// <param name="Verdict">Completed, Threw, NotAdmitted, or the limit that stopped it.</param>
/// <param name="Word">The error's name, the limit's code, or the rule of admission; empty when it completed.</param>
/// <param name="Message">One line for people.</param>
public sealed record PlainEnding(Verdict Verdict, string Word, string Message);

/// <summary>Evaluates one plain script, no package around it, in the production profile with production limits: for conformance suites and
/// for looking at what the profile does. It runs in this process, so whoever runs hostile text gives it a process of its own.</summary>
public static class PlainScript
{
    /// <summary>Evaluates and drains the microtasks.</summary>
    public static Task<PlainEnding> Run(string source, string name, DateTimeOffset now)
    {
        var done = new TaskCompletionSource<PlainEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => done.SetResult(Evaluate(source, name, now)), (int)Ceilings.StackBytes) { IsBackground = true, Name = "script" };
        thread.Start();
        return done.Task;
    }

    private static PlainEnding Evaluate(string source, string name, DateTimeOffset now)
    {
        if (Admission.CheckScript(source, name).FirstOrDefault(f => f.Severity == Severity.Red) is { } refused)
            return refused.Rule == "script.syntax" ? new(Verdict.Threw, "SyntaxError", refused.Message)
                : new(Verdict.NotAdmitted, refused.Rule, refused.Message);
        var budget = Budget.Default;
        var meter = new CallMeter(budget);
        var cpu = new CpuLimit(budget.CpuMs);
        var engine = EngineRecipe.Make(new EngineLimits(meter, cpu, budget.MemoryMb, Allowance.Attempts[^1].Regex), now, new SeededRandom(1), null);
        var rejections = new Rejections(engine);
        meter.BeginTurn();
        cpu.BeginTurn();
        try
        {
            engine.Evaluate(source, name);
            engine.Advanced.ProcessTasks();
            return new(Verdict.Completed, "", rejections.Line);
        }
        catch (JavaScriptException thrown)
        {
            return new(Verdict.Threw, Outcomes.NameOf(thrown.Error), Outcomes.MessageOf(thrown.Error));
        }
        catch (ScriptPreparationException unfit)
        {
            return new(Verdict.NotAdmitted, "script.nesting", unfit.Message);
        }
        catch (BudgetExceeded over)
        {
            return Limit(over.Verdict);
        }
        catch (Exception ended) when (ended is RecursionDepthOverflowException or InsufficientExecutionStackException)
        {
            return Limit(Verdict.Depth);
        }
        catch (Exception ended) when (ended is MemoryLimitExceededException or OutOfMemoryException or OverflowException)
        {
            return Limit(Verdict.Memory);
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            return Limit(Verdict.Regex);
        }
        catch (Exception bug)
        {
            // The engine's own failure: the app saw no end of its making, so it is no thrown error.
            return new(Verdict.HostFault, Outcomes.CodeOf(Verdict.HostFault), bug.GetType().Name);
        }
    }

    private static PlainEnding Limit(Verdict verdict) => new(verdict, Outcomes.CodeOf(verdict), "");

    /// <summary>Promises that were rejected and that nobody handled. They end nothing, here as in a handler, but an author wants to know.</summary>
    private sealed class Rejections
    {
        private readonly Dictionary<JsValue, JsValue> _open = new(ReferenceEqualityComparer.Instance);

        public Rejections(Engine engine) => engine.Advanced.PromiseRejectionTracker += (_, e) =>
        {
            if (e.Operation != PromiseRejectionOperation.Reject) _open.Remove(e.Promise);
            else if (_open.Count < Most) _open[e.Promise] = e.Value ?? JsValue.Undefined;
        };

        public string Line => _open.Count == 0 ? ""
            : $"{_open.Count} rejected {(_open.Count == 1 ? "promise" : "promises")} nobody handled, first {Outcomes.NameOf(_open.Values.First())}: {Outcomes.MessageOf(_open.Values.First())}";

        private const int Most = 1000;
    }
}
