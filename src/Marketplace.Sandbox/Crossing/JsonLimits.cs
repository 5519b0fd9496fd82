using Jint;
using Jint.Runtime;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Crossing;

/// <summary>How much JSON may be written in one piece, and what happens beyond.</summary>
internal sealed record JsonLimits(int Depth, int Nodes, int Length, Func<string, Exception> Over)
{
    /// <summary>For what crosses out of a script: beyond it, the call ends.</summary>
    public static JsonLimits Crossing(int bytes) =>
        new(Ceilings.CrossingDepth, Ceilings.CrossingNodes, bytes, what => new BudgetExceeded(Verdict.Result, what, bytes));

    /// <summary>For <c>JSON.stringify</c> inside a script: beyond it, a RangeError.</summary>
    public static JsonLimits Inside(Engine engine) =>
        new(Ceilings.StringifyDepth, Ceilings.StringifyNodes, Ceilings.StringLength, _ => ScriptErrors.Range(engine, "The JSON text is too large"));
}
