using System.Text.Json;
using Marketplace.Domain.Records;

namespace Marketplace.Storage.Records;

/// <summary>How the rows of a query are found. Exactly one of: a list of ids, an index of one field (whole or bounded), or
/// everything in the order of ids. <see cref="IsOrdered"/> says that the rows come in the order the query asks for.</summary>
internal sealed record RecordPlan
{
    /// <summary>The indexed field that is walked, or null for the primary key.</summary>
    public Field? Field { get; init; }
    public IReadOnlyList<Cell>? Among { get; init; }
    public Cell Low { get; init; }
    public Cell High { get; init; }
    public bool IsLowOpen { get; init; }
    public bool IsHighOpen { get; init; }
    public bool IsDescending { get; init; }
    public bool IsOrdered { get; init; }
    /// <summary>True when rows without a value belong to the walk.</summary>
    public bool WithNothing { get; init; }
    /// <summary>True when the plan alone decides: every row it finds holds.</summary>
    public bool IsExact { get; init; }

    /// <summary>Plans a query: equality first, then a bounded index, then an index that gives the order, then everything.</summary>
    public static RecordPlan For(Entity entity, Filter? where, IReadOnlyList<Order> orderBy)
    {
        var conditions = Conjuncts(where).ToList();
        var indexed = conditions.Where(one => one.How != Comparison.IsNull && RecordCells.IsIndexed(entity, one.Field)).ToList();
        var chosen = indexed.Find(static one => one.Field == "id" && one.How is Comparison.Eq or Comparison.In)
            ?? indexed.Find(one => one.How == Comparison.Eq && entity.Fields.TryGetValue(one.Field, out var field) && field.Unique)
            ?? indexed.Find(static one => one.How == Comparison.Eq)
            ?? indexed.Find(static one => one.How == Comparison.In)
            ?? indexed.Find(static one => one.How is Comparison.Gt or Comparison.Gte or Comparison.Lt or Comparison.Lte or Comparison.Between);
        if (chosen is not null) return Bounded(entity, chosen, conditions, where, orderBy);
        if (orderBy.Count > 0 && RecordCells.IsIndexed(entity, orderBy[0].Field))
            return new RecordPlan
            {
                Field = RecordCells.Find(entity, orderBy[0].Field), IsDescending = orderBy[0].Descending, IsOrdered = orderBy.Count == 1,
                WithNothing = true, IsExact = where is null,
            };
        return new RecordPlan { IsOrdered = orderBy.Count == 0, IsExact = where is null };
    }

    private static RecordPlan Bounded(Entity entity, Filter.Compare chosen, List<Filter.Compare> conditions, Filter? where, IReadOnlyList<Order> orderBy)
    {
        var field = RecordCells.Find(entity, chosen.Field)!;
        var isSole = conditions.Count == 1 && where is Filter.Compare;
        var isFirst = orderBy.Count == 1 && orderBy[0].Field == field.Name;
        if (chosen.How is Comparison.Eq or Comparison.In)
        {
            Cell[] among = chosen.How == Comparison.Eq ? [Forms.Operand(field, chosen.Value)] : [.. chosen.Value.EnumerateArray().Select(item => Forms.Operand(field, item))];
            // One value: its rows stand in the order of their ids.
            return new RecordPlan { Field = field, Among = among, IsExact = isSole, IsOrdered = among.Length == 1 && (orderBy.Count == 0 || isFirst) };
        }
        var plan = new RecordPlan { Field = field, IsDescending = isFirst && orderBy[0].Descending, IsOrdered = isFirst, IsExact = isSole };
        foreach (var one in conditions.Where(one => one.Field == field.Name)) plan = plan.Narrowed(field, one);
        return plan;
    }

    private RecordPlan Narrowed(Field field, Filter.Compare one)
    {
        Cell Value(JsonElement element) => Forms.Operand(field, element);
        return one.How switch
        {
            Comparison.Gt => Above(Value(one.Value), isOpen: true),
            Comparison.Gte => Above(Value(one.Value), isOpen: false),
            Comparison.Lt => Below(Value(one.Value), isOpen: true),
            Comparison.Lte => Below(Value(one.Value), isOpen: false),
            Comparison.Between => Above(Value(one.Value[0]), isOpen: false).Below(Value(one.Value[1]), isOpen: false),
            _ => this,
        };
    }

    // The filter runs over every row found anyhow, so the first bound of each kind is enough.
    private RecordPlan Above(Cell low, bool isOpen) => Low.IsPresent ? this : this with { Low = low, IsLowOpen = isOpen };

    private RecordPlan Below(Cell high, bool isOpen) => High.IsPresent ? this : this with { High = high, IsHighOpen = isOpen };

    private static IEnumerable<Filter.Compare> Conjuncts(Filter? where) => where switch
    {
        Filter.Compare compare => [compare],
        Filter.Group { All: true } group => group.Parts.SelectMany(Conjuncts),
        _ => [],
    };
}
