using Marketplace.Domain.Solving;

namespace Marketplace.Solver.Assignment;

/// <summary>Assignment of least cost by shortest augmenting paths with prices (the Hungarian method as R. Jonker and A. Volgenant carry it
/// out): each row in turn finds the cheapest chain of changes to a free column. Whole numbers throughout, so the sum is exact; the prices
/// prove it.</summary>
internal static class ShortestPaths
{
    private const long Never = long.MaxValue / 4;

    public static AssignmentPlan Solve(AssignmentProblem problem)
    {
        var rows = problem.Costs.Count;
        var columns = rows == 0 ? 0 : problem.Costs[0].Count;
        var costs = problem.Costs.Select(static row => row.Select(static cost => cost ?? Never).ToArray()).ToArray();
        var (rowPrice, columnPrice) = (new long[rows], new long[columns]);
        var (columnOf, rowOf) = (new int[rows], new int[columns]);
        Array.Fill(columnOf, -1);
        Array.Fill(rowOf, -1);
        var (distance, from, done) = (new long[columns], new int[columns], new bool[columns]);
        for (var row = 0; row < rows; row++) Augment(row);
        var sum = 0L;
        for (var row = 0; row < rows; row++) if (columnOf[row] >= 0) sum += costs[row][columnOf[row]];
        return new AssignmentPlan(columnOf, sum, rowPrice, columnPrice);

        void Augment(int first)
        {
            Array.Fill(distance, Never);
            Array.Fill(from, -1);
            Array.Clear(done);
            var (row, reached, end) = (first, 0L, -1);
            while (end < 0)
            {
                var nearest = -1;
                for (var column = 0; column < columns; column++)
                {
                    if (done[column]) continue;
                    if (costs[row][column] < Never)
                    {
                        var way = reached + costs[row][column] - rowPrice[row] - columnPrice[column];
                        if (way < distance[column]) (distance[column], from[column]) = (way, row);
                    }
                    if (distance[column] < Never && (nearest < 0 || distance[column] < distance[nearest])) nearest = column;
                }
                if (nearest < 0) return; // no chain leads to a free column: this row stays without one
                reached = distance[nearest];
                done[nearest] = true;
                if (rowOf[nearest] < 0) end = nearest;
                else row = rowOf[nearest];
            }
            for (var column = 0; column < columns; column++)
                if (done[column] && column != end)
                {
                    columnPrice[column] += distance[column] - reached;
                    rowPrice[rowOf[column]] -= distance[column] - reached;
                }
            rowPrice[first] += reached;
            for (var column = end; ;)
            {
                var giver = from[column];
                (rowOf[column], columnOf[giver], column) = (giver, column, columnOf[giver]);
                if (giver == first) return;
            }
        }
    }
}
