using System.Text;
using Jint.Native;
using Jint.Native.Promise;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Resources;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Crossing;

namespace Marketplace.Sandbox.Calls;

/// <summary>The questions of one call and the promises that wait for their answers, settled strictly in the order they were asked, so
/// that a replay runs the same way.</summary>
internal sealed class HostAsks(Call call)
{
    private readonly Queue<ManualPromise> _waiting = new();
    private List<HostQuestion> _open = [];

    public int Asked { get; private set; }
    /// <summary>Of those asked, questions to shared services.</summary>
    public int Shared { get; private set; }
    /// <summary>Of those asked, requests to the world.</summary>
    public int Externals { get; private set; }
    public long Rows { get; private set; }

    public JsValue Ask(CallRun run, string op, string argsJson)
    {
        if (Asked >= call.Budget.HostCalls) throw new BudgetExceeded(Verdict.HostCalls, "host calls", call.Budget.HostCalls);
        if (op == HostQuestion.Fetch && ++Externals > Domain.Egress.EgressRules.PerCall) throw new BudgetExceeded(Verdict.HostCalls, "requests to the world", Domain.Egress.EgressRules.PerCall);
        if (SharedAsks.Is(op) && ++Shared > SharedAsks.PerCall) throw new BudgetExceeded(Verdict.HostCalls, "questions to shared services", SharedAsks.PerCall);
        _open.Add(new HostQuestion(++Asked, op, Encoding.UTF8.GetBytes(argsJson), [.. run.Effects]));
        var promise = run.Engine.Advanced.RegisterPromise();
        _waiting.Enqueue(promise);
        return promise.Promise;
    }

    public IReadOnlyList<HostQuestion> TakeOpen()
    {
        var open = _open;
        _open = [];
        return open;
    }

    /// <summary>Settles the oldest waiting promise; says how many bytes came in.</summary>
    public int Settle(CallRun run, HostAnswer answer)
    {
        var promise = _waiting.Dequeue();
        if (answer.Refusal is { } refusal)
        {
            promise.Reject(run.Errors.Make(run.Engine, refusal));
            return 0;
        }
        Rows += answer.Rows;
        promise.Resolve(JsonIn.Read(run.Engine, answer.Json));
        return answer.Json.Length;
    }
}
