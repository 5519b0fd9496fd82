using Marketplace.Domain.Publishing;

namespace Marketplace.Domain.Views;

/// <summary>What came of reading a view file: the view when nothing red was found, and the findings.</summary>
public sealed record ViewReading(View? View, IReadOnlyList<Finding> Findings);
