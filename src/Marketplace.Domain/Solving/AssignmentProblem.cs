namespace Marketplace.Domain.Solving;

/// <summary>What each row costs in each column; every row gets a column of its own. At least as many columns as rows.</summary>
/// <param name="Costs">By row, then column; whole numbers, so that the least sum is exact. Null: this row may not have this column.</param>
public sealed record AssignmentProblem(IReadOnlyList<IReadOnlyList<long?>> Costs);

/// <summary>An assignment of least cost.</summary>
/// <param name="Columns">The column of each row; -1 for a row that has none, which happens only where no assignment of every row exists.</param>
/// <param name="Cost">The sum over the rows that have one.</param>
/// <param name="RowPrices">A proof: with these and <paramref name="ColumnPrices"/>, no cost is below the sum of its two prices.</param>
/// <param name="ColumnPrices">Never above 0; 0 for a column that is free. All prices together sum to the cost, so that none is lower.</param>
public sealed record AssignmentPlan(
    IReadOnlyList<int> Columns, long Cost, IReadOnlyList<long> RowPrices, IReadOnlyList<long> ColumnPrices);
