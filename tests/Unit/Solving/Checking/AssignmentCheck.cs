using System.Globalization;
using Marketplace.Domain.Solving;

namespace Marketplace.Tests.Solving;

/// <summary>Reads assignments of the OR-Library and judges answers: each column once, and prices that no assignment can go below.</summary>
internal static class AssignmentCheck
{
    /// <summary>The size, then the costs by row.</summary>
    public static IReadOnlyList<IReadOnlyList<long?>> Read(string text)
    {
        var numbers = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static word => long.Parse(word, CultureInfo.InvariantCulture)).ToList();
        var size = (int)numbers[0];
        return [.. Enumerable.Range(0, size).Select(row => (IReadOnlyList<long?>)[.. numbers.Skip(1 + row * size).Take(size).Select(static cost => (long?)cost)])];
    }

    /// <summary>The cost added up here, and what is wrong with an answer that assigns every row.</summary>
    public static (long Cost, IReadOnlyList<string> Faults) Judge(IReadOnlyList<IReadOnlyList<long?>> costs, AssignmentPlan plan)
    {
        var faults = new List<string>();
        var (sum, taken) = (0L, new HashSet<int>());
        for (var row = 0; row < costs.Count; row++)
        {
            var column = plan.Columns[row];
            if (column < 0 || column >= costs[row].Count || costs[row][column] is not { } cost) faults.Add($"row {row} has no column it may have");
            else
            {
                sum += cost;
                if (!taken.Add(column)) faults.Add($"column {column} is given twice");
            }
        }
        if (plan.ColumnPrices.Any(static price => price > 0)) faults.Add("a column has a price above 0");
        for (var row = 0; row < costs.Count; row++)
            for (var column = 0; column < costs[row].Count; column++)
                if (costs[row][column] < plan.RowPrices[row] + plan.ColumnPrices[column]) faults.Add($"the prices of {row} and {column} are above their cost");
        if (plan.RowPrices.Sum() + plan.ColumnPrices.Sum() != sum || plan.Cost != sum) faults.Add("the prices do not sum to the cost");
        return (sum, faults);
    }
}
