using System.Globalization;
using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>Answers an aggregate over rows in memory: an array of <c>{group{}, count, sum{}, avg{}, min{}, max{}}</c> in the
/// order of the group's values. A sum is exact; an average is a decimal string of six digits, rounded half to even.</summary>
public static class AggregateEvaluator
{
    /// <summary>The most groups of one answer.</summary>
    public const int MostGroups = 1_000;

    private sealed class Tally(int sums, int bounds)
    {
        public long Count;
        public readonly Int128[] Sums = new Int128[sums];
        public readonly long[] Present = new long[sums];
        public readonly Cell[] Least = new Cell[bounds];
        public readonly Cell[] Most = new Cell[bounds];
    }

    private sealed class GroupOrder : IComparer<Cell[]>
    {
        public int Compare(Cell[]? left, Cell[]? right)
        {
            for (var i = 0; i < left!.Length; i++)
                if (Cell.Compare(left[i], right![i], descending: false) is var order and not 0) return order;
            return 0;
        }
    }

    /// <summary>The groups as JSON, or <c>query.invalid</c> when there are too many or a sum leaves the safe range.</summary>
    public static Answer<byte[]> Run(Entity entity, Aggregate ask, IEnumerable<RecordRow> rows)
    {
        var predicates = new Predicates();
        var holds = predicates.Compile(entity, ask.Where);
        var groupBy = Slots(predicates, entity, ask.GroupBy);
        string[] summed = [.. ask.Sum.Union(ask.Avg, StringComparer.Ordinal)], bounded = [.. ask.Min.Union(ask.Max, StringComparer.Ordinal)];
        int[] sums = Slots(predicates, entity, summed), bounds = Slots(predicates, entity, bounded);
        var groups = new SortedDictionary<Cell[], Tally>(new GroupOrder());
        if (groupBy.Length == 0) groups[[]] = new Tally(sums.Length, bounds.Length);
        foreach (var row in rows)
        {
            var cells = RecordCells.Read(row, predicates.Fields);
            if (!holds(cells)) continue;
            var key = Array.ConvertAll(groupBy, slot => cells[slot]);
            if (!groups.TryGetValue(key, out var tally)) groups[key] = tally = new Tally(sums.Length, bounds.Length);
            if (groups.Count > MostGroups) return QueryReader.Wrong("/groupBy", "groups");
            Add(tally, cells, sums, bounds);
        }
        if (groups.Values.Any(static tally => tally.Sums.Any(static sum => sum > long.MaxValue || sum < long.MinValue)))
            return QueryReader.Wrong("/sum", "range");
        return JsonText.Bytes(groups, (writer, all) =>
        {
            writer.WriteStartArray();
            foreach (var (key, tally) in all) Write(writer, entity, ask, summed, bounded, key, tally);
            writer.WriteEndArray();
        });
    }

    private static int[] Slots(Predicates predicates, Entity entity, IEnumerable<string> names) =>
        [.. names.Select(name => predicates.Slot(entity, name))];

    private static void Add(Tally tally, Cell[] cells, int[] sums, int[] bounds)
    {
        tally.Count++;
        for (var i = 0; i < sums.Length; i++)
        {
            if (!cells[sums[i]].IsPresent) continue;
            tally.Sums[i] += cells[sums[i]].Number;
            tally.Present[i]++;
        }
        for (var i = 0; i < bounds.Length; i++)
        {
            var cell = cells[bounds[i]];
            if (!cell.IsPresent) continue;
            if (!tally.Least[i].IsPresent || cell.CompareTo(tally.Least[i]) < 0) tally.Least[i] = cell;
            if (!tally.Most[i].IsPresent || cell.CompareTo(tally.Most[i]) > 0) tally.Most[i] = cell;
        }
    }

    private static void Write(Utf8JsonWriter writer, Entity entity, Aggregate ask, string[] summed, string[] bounded, Cell[] key, Tally tally)
    {
        writer.WriteStartObject();
        Part(writer, "group", ask.GroupBy, name => One(writer, entity, name, key[Place(ask.GroupBy, name)]));
        writer.WriteNumber("count"u8, tally.Count);
        Part(writer, "sum", ask.Sum, name => One(writer, entity, name, Cell.Of((long)tally.Sums[Array.IndexOf(summed, name)])));
        Part(writer, "avg", ask.Avg, name => Average(writer, entity, name, tally, Array.IndexOf(summed, name)));
        Part(writer, "min", ask.Min, name => One(writer, entity, name, tally.Least[Array.IndexOf(bounded, name)]));
        Part(writer, "max", ask.Max, name => One(writer, entity, name, tally.Most[Array.IndexOf(bounded, name)]));
        writer.WriteEndObject();
    }

    private static int Place(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == name) return i;
        return -1;
    }

    private static void Part(Utf8JsonWriter writer, string word, IReadOnlyList<string> names, Action<string> write)
    {
        if (names.Count == 0) return;
        writer.WriteStartObject(word);
        foreach (var name in names) write(name);
        writer.WriteEndObject();
    }

    private static void One(Utf8JsonWriter writer, Entity entity, string name, Cell cell)
    {
        writer.WritePropertyName(name);
        Forms.WriteCell(writer, RecordCells.Find(entity, name)!, cell);
    }

    private static void Average(Utf8JsonWriter writer, Entity entity, string name, Tally tally, int index)
    {
        writer.WritePropertyName(name);
        if (tally.Present[index] == 0)
        {
            writer.WriteNullValue();
            return;
        }
        var scale = RecordCells.Find(entity, name)!.Type == FieldType.Decimal ? 1_000_000m : 1m;
        var average = (decimal)(long)tally.Sums[index] / scale / tally.Present[index];
        writer.WriteStringValue(Math.Round(average, Forms.DecimalDigits).ToString("0.000000", CultureInfo.InvariantCulture));
    }
}
