using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Records;

namespace Marketplace.Storage.Records;

/// <summary>Walks the rows of a plan in pieces and lets Domain's evaluator decide. The SQL only narrows: whatever it finds is judged
/// by the same code that judges rows in memory.</summary>
internal sealed class RecordScan(Database database, string install, Entity entity, EffectOverlay overlay)
{
    /// <summary>The most rows that one query may look at.</summary>
    public const int Most = 5_000;

    private const int LargePiece = 500, SmallPiece = 100;

    public async Task<Answer<IReadOnlyList<RecordRow>>> Page(Query query, CancellationToken cancel)
    {
        var plan = RecordPlan.For(entity, query.Where, query.OrderBy);
        var start = plan.IsOrdered ? QueryEvaluator.PositionOf(entity, query) : null;
        var rows = await Walk(plan, query.Where, plan.IsOrdered ? query.Limit : int.MaxValue, start, query.OrderBy.Count > 0, cancel);
        if (rows is null) return Refusal.Of(Codes.QueryNeedsIndex, ("entity", entity.Name), ("rows", Most));
        return new Answer<IReadOnlyList<RecordRow>> { Value = QueryEvaluator.Run(entity, query, rows.Concat(overlay.Rows(entity.Name))) };
    }

    public async Task<Answer<IReadOnlyList<RecordRow>>> All(Filter? where, CancellationToken cancel)
    {
        var rows = await Walk(RecordPlan.For(entity, where, []), where, int.MaxValue, null, false, cancel);
        if (rows is null) return Refusal.Of(Codes.QueryNeedsIndex, ("entity", entity.Name), ("rows", Most));
        return new Answer<IReadOnlyList<RecordRow>> { Value = [.. rows, .. overlay.Rows(entity.Name)] };
    }

    public async Task<Answer<long>> Count(Filter? where, CancellationToken cancel)
    {
        var plan = RecordPlan.For(entity, where, []);
        var touched = overlay.Changes.Where(change => change.Entity.Name == entity.Name && change.Before is not null).Select(static change => (Arg)change.Id).ToList();
        if (plan.IsExact)
        {
            var sql = new Sql(plan, install, entity);
            var counted = await database.First(sql.Counting(touched), static row => row.Number(0), cancel, [.. sql.Args]);
            return counted + QueryEvaluator.Count(entity, where, overlay.Rows(entity.Name));
        }
        var rows = await All(where, cancel);
        return rows.Ok ? QueryEvaluator.Count(entity, where, rows.Value!) : rows.Refusal!;
    }

    /// <summary>The stored, untouched rows that hold, up to <paramref name="wanted"/>; null when too many had to be looked at.</summary>
    private async Task<List<RecordRow>?> Walk(
        RecordPlan plan, Filter? where, int wanted, (IReadOnlyList<Cell> Cells, string Id)? start, bool isByField, CancellationToken cancel)
    {
        var holds = QueryEvaluator.Matcher(entity, where);
        List<RecordRow> kept = [];
        var place = start is null ? default : new Place(isByField ? start.Value.Cells[0] : default, start.Value.Id);
        var isInNothing = plan.WithNothing && start is not null && isByField && !start.Value.Cells[0].IsPresent;
        var piece = wanted <= SmallPiece ? SmallPiece : LargePiece;
        var seen = 0;
        while (true)
        {
            var sql = new Sql(plan, install, entity);
            var rows = await database.Read(sql.Finding(place, isInNothing, piece), RecordFacts.Read, cancel, [.. sql.Args]);
            foreach (var row in rows)
            {
                if (overlay.Touched(entity.Name, row.Id) || !holds(row)) continue;
                kept.Add(row);
                if (kept.Count >= wanted) return kept;
            }
            seen += rows.Count;
            if (rows.Count == piece)
            {
                if (seen >= Most) return null;
                place = Place.After(plan, rows[^1]);
                continue;
            }
            if (!plan.WithNothing || isInNothing || IsOfHost(plan)) return kept;
            (isInNothing, place) = (true, default);
        }
    }

    private bool IsOfHost(RecordPlan plan) => plan.Field is null || !entity.Fields.ContainsKey(plan.Field.Name);

    /// <summary>Where a walk goes on: behind this value and this id.</summary>
    private readonly record struct Place(Cell Value, string? Id)
    {
        public static Place After(RecordPlan plan, RecordRow row) =>
            new(plan.Field is null ? default : RecordCells.Read(row, [plan.Field])[0], row.Id);
    }

    /// <summary>The SQL of one piece. Text is built of fixed parts only; every value is a parameter.</summary>
    private sealed class Sql(RecordPlan plan, string install, Entity entity)
    {
        private readonly StringBuilder text = new();
        public readonly List<Arg> Args = [];

        private bool IsKeyed => plan.Field is not null && entity.Fields.ContainsKey(plan.Field.Name);

        private bool IsText => plan.Field?.Type is FieldType.Text or FieldType.LongText or FieldType.Choice or FieldType.Reference;

        private string Column => !IsKeyed ? plan.Field?.Name == "updatedAt" ? "r.updated_at" : "r.id" : IsText ? "k.txt" : "k.num";

        private string Id => IsKeyed ? "k.id" : "r.id";

        public string Finding(Place place, bool isInNothing, int limit)
        {
            text.Append("SELECT ").Append(RecordFacts.Columns).Append(" FROM ");
            From(isInNothing, isJoined: true);
            var way = plan.IsDescending && !isInNothing ? " DESC" : "";
            if (!isInNothing) Bounds();
            if (place.Id is not null) Continue(place, isInNothing);
            text.Append(" ORDER BY ");
            if (!isInNothing && Column != "r.id") text.Append(Column).Append(way).Append(", ");
            text.Append(Id).Append(Column == "r.id" ? way : "").Append(" LIMIT ").Append(Parameter(limit));
            return text.ToString();
        }

        public string Counting(List<Arg> without)
        {
            text.Append("SELECT count(*) FROM ");
            From(isInNothing: false, isJoined: false);
            Bounds();
            if (without.Count > 0) text.Append(" AND ").Append(Id).Append(" NOT IN (").Append(List(without)).Append(')');
            return text.ToString();
        }

        private void From(bool isInNothing, bool isJoined)
        {
            if (!IsKeyed)
            {
                text.Append("record r WHERE r.install = ").Append(Parameter(install)).Append(" AND r.entity = ").Append(Parameter(entity.Name));
                return;
            }
            text.Append("record_key k");
            if (isJoined) text.Append(" JOIN record r ON r.install = k.install AND r.entity = k.entity AND r.id = k.id");
            text.Append(" WHERE k.install = ").Append(Parameter(install)).Append(" AND k.entity = ").Append(Parameter(entity.Name))
                .Append(" AND k.field = ").Append(Parameter(plan.Field!.Name)).Append(isInNothing ? " AND k.nil = 1" : " AND k.nil = 0");
            if (IsText) text.Append(" AND k.num = 0");
        }

        private void Bounds()
        {
            if (plan.Among is { Count: 0 }) text.Append(" AND 1 = 0");
            else if (plan.Among is { Count: 1 } one) text.Append(" AND ").Append(Column).Append(" = ").Append(Parameter(Value(one[0])));
            else if (plan.Among is { } among) text.Append(" AND ").Append(Column).Append(" IN (").Append(List([.. among.Select(Value)])).Append(')');
            if (plan.Low.IsPresent) text.Append(" AND ").Append(Column).Append(plan.IsLowOpen ? " > " : " >= ").Append(Parameter(Value(plan.Low)));
            if (plan.High.IsPresent) text.Append(" AND ").Append(Column).Append(plan.IsHighOpen ? " < " : " <= ").Append(Parameter(Value(plan.High)));
        }

        private void Continue(Place place, bool isInNothing)
        {
            // Where one value is all there is, ids alone give the order.
            var isById = isInNothing || Column == "r.id" || plan.Among is { Count: 1 };
            var further = plan.IsDescending && !isInNothing ? " < " : " > ";
            text.Append(" AND ");
            if (isById)
            {
                text.Append(Id).Append(further).Append(Parameter(place.Id!));
                return;
            }
            // The first comparison lets the index seek; the second settles equal values by id, which always ascends.
            var value = Parameter(Value(place.Value));
            text.Append(Column).Append(plan.IsDescending ? " <= " : " >= ").Append(value)
                .Append(" AND (").Append(Column).Append(further).Append(value).Append(" OR ").Append(Id).Append(" > ").Append(Parameter(place.Id!)).Append(')');
        }

        private static Arg Value(Cell cell) => cell.Text is { } words ? words : cell.Number;

        private string List(List<Arg> values)
        {
            var list = SqlList.Of(values, Args.Count + 1);
            Args.AddRange(list.Args);
            return list.Sql;
        }

        private string Parameter(Arg value)
        {
            Args.Add(value);
            return $"${Args.Count}";
        }
    }
}
