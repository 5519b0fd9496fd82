namespace Marketplace.Domain.Records;

/// <summary>Answers a query over rows in memory. The store narrows the rows by its indexes and then asks here, so that every
/// engine, <c>mkt dev</c> and a spec give the same answer.</summary>
public static class QueryEvaluator
{
    /// <summary>The page: rows that hold, in order, after the cursor, at most <see cref="Query.Limit"/>.</summary>
    public static IReadOnlyList<RecordRow> Run(Entity entity, Query query, IEnumerable<RecordRow> rows)
    {
        var predicates = new Predicates();
        var holds = predicates.Compile(entity, query.Where);
        var terms = query.OrderBy.Select(order => (Slot: predicates.Slot(entity, order.Field), order.Descending)).ToArray();
        var after = Place(entity, query);
        List<(RecordRow Row, Cell[] Cells)> found = [];
        foreach (var row in rows)
        {
            var cells = RecordCells.Read(row, predicates.Fields);
            if (!holds(cells)) continue;
            if (after is null || IsAfter(terms, cells, row.Id, after)) found.Add((row, cells));
        }
        found.Sort((left, right) => Compare(terms, left.Cells, left.Row.Id, right.Cells, right.Row.Id));
        return [.. found.Take(query.Limit).Select(static one => one.Row)];
    }

    /// <summary>How many rows hold; limit and cursor do not count.</summary>
    public static long Count(Entity entity, Filter? where, IEnumerable<RecordRow> rows) => rows.LongCount(Matcher(entity, where));

    /// <summary>The cursor that continues after <paramref name="last"/>.</summary>
    public static string CursorOf(Entity entity, Query query, RecordRow last)
    {
        var fields = query.OrderBy.Select(order => RecordCells.Find(entity, order.Field)!).ToArray();
        return Cursor.Write(RecordCells.Read(last, fields), last.Id);
    }

    /// <summary>The values and the id at which the query continues, or null when it starts at the beginning.</summary>
    public static (IReadOnlyList<Cell> Cells, string Id)? PositionOf(Entity entity, Query query) =>
        Place(entity, query) is { } cursor ? (cursor.Cells, cursor.Id) : null;

    /// <summary>The condition as a question about one row.</summary>
    public static Func<RecordRow, bool> Matcher(Entity entity, Filter? where)
    {
        var predicates = new Predicates();
        var holds = predicates.Compile(entity, where);
        return row => holds(RecordCells.Read(row, predicates.Fields));
    }

    private static Cursor? Place(Entity entity, Query query)
    {
        if (query.After is null) return null;
        return Cursor.TryRead(entity, query.OrderBy, query.After, out var cursor)
            ? cursor
            : throw new ArgumentException("Not a cursor of this query.", nameof(query));
    }

    private static bool IsAfter((int Slot, bool Descending)[] terms, Cell[] cells, string id, Cursor after)
    {
        for (var i = 0; i < terms.Length; i++)
        {
            var order = Cell.Compare(cells[terms[i].Slot], after.Cells[i], terms[i].Descending);
            if (order != 0) return order > 0;
        }
        return Cell.CompareText(id, after.Id) > 0;
    }

    private static int Compare((int Slot, bool Descending)[] terms, Cell[] left, string leftId, Cell[] right, string rightId)
    {
        foreach (var (slot, descending) in terms)
        {
            var order = Cell.Compare(left[slot], right[slot], descending);
            if (order != 0) return order;
        }
        return Cell.CompareText(leftId, rightId);
    }
}
