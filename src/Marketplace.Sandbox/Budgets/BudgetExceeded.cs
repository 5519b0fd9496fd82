using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Budgets;

/// <summary>Ends a call at a ceiling. Not a JavaScript error, so no <c>catch</c> or <c>finally</c> of a script ever sees it.</summary>
internal sealed class BudgetExceeded(Verdict verdict, string unit, long ceiling) : Exception($"{verdict} over {ceiling} {unit}")
{
    public Verdict Verdict { get; } = verdict;
    public string Unit { get; } = unit;
    public long Ceiling { get; } = ceiling;
}
