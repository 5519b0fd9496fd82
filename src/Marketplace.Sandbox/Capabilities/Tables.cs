using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.table</c>: work over lists of rows that would cost a statement for each cell in the script. Rows are read by the fields named;
/// those of the answers are new, but for <c>sort</c>, which answers with the rows given.</summary>
internal static class Tables
{
    private const int MostColumns = 500;

    public static readonly Capability Table = new("Tables",
        "Groups, orders and joins of lists of rows. Keys are texts, numbers, booleans or null; sums are exact decimals of at most 28 digits.",
        new HostFunction("group", HostKind.Local, "rows: object[], options: TableGroups", "TableGroup[]",
            "One row for each combination of the fields of `by`, in the order of their first appearance, shaped like `aggregate`.", Group),
        new HostFunction("sort", HostKind.Local, "rows: any[], orderBy: string | string[], options?: { decimals?: string[] }", "any[]",
            "The rows in order; `-` before a field descends. Texts compare by code point, `decimals` names fields whose texts are numbers, null comes last both ways; equal rows keep their order.", Sort),
        new HostFunction("join", HostKind.Local, "left: object[], right: object[], options: { on: string | [string, string]; as: string; kind?: 'left' | 'inner' }", "Record<string, any>[]",
            "Each left row with the right row of the same key under `as`: once for each that fits, null (or with `inner` no row) where none does. A null key fits nothing.", Join),
        new HostFunction("pivot", HostKind.Local, "rows: object[], options: { row: string; column: string; value?: string }", "Pivot",
            "Sums of `value` (or counts) by two fields: at most 500 columns, rows and columns in the order of their first appearance.", Pivot));

    private static JsValue Group(HostScope scope, JsValue[] args)
    {
        var rows = HostLists.Rows(scope, args.At(0), "the rows");
        var options = args.Object(1, scope, "the options");
        string[] Fields(string name) => HostLists.Names(scope, options.Get(name), name);
        var (by, sum, avg, min, max) = (Fields("by"), Fields("sum"), Fields("avg"), Fields("min"), Fields("max"));
        var groups = new Dictionary<string, TableTally>(StringComparer.Ordinal);
        var order = new List<TableTally>();
        for (var i = 0; i < rows.Length; i++)
        {
            if ((i & 63) == 63) scope.Run.Checkpoint();
            JsValue[] keys = [.. by.Select(field => TableCells.Key(scope, rows[i], field))];
            var key = TableCells.Text(scope, keys);
            if (!groups.TryGetValue(key, out var tally)) order.Add(groups[key] = tally = new TableTally(keys, sum, avg, min, max));
            tally.Add(scope, rows[i]);
        }
        return HostLists.Js(scope, order.Select(tally => tally.Answer(scope, by)));
    }

    private static JsValue Sort(HostScope scope, JsValue[] args)
    {
        var rows = HostLists.Rows(scope, args.At(0), "the rows");
        var names = HostLists.Names(scope, args.At(1), "orderBy");
        var decimals = HostLists.Names(scope, args.At(2).Option("decimals"), "decimals");
        IOrderedEnumerable<int> ordered = Enumerable.Range(0, rows.Length).Order(Comparer<int>.Create(static (_, _) => 0));
        foreach (var name in names)
        {
            var (field, descends) = name.StartsWith('-') ? (name[1..], true) : (name, false);
            var cells = new SortCell[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                cells[i] = SortCell.Of(scope, rows[i], field, decimals.Contains(field, StringComparer.Ordinal));
                if ((i & 63) == 63) scope.Run.Checkpoint();
            }
            ordered = ordered.ThenBy(i => cells[i], new SortOrder(descends, scope.Run.Checkpoint));
        }
        return HostLists.Js(scope, ordered.Select(JsValue (i) => rows[i]));
    }

    private static JsValue Join(HostScope scope, JsValue[] args)
    {
        var (left, right) = (HostLists.Rows(scope, args.At(0), "the left rows"), HostLists.Rows(scope, args.At(1), "the right rows"));
        var options = args.Object(2, scope, "the options");
        var on = HostLists.Names(scope, options.Get("on"), "on");
        var into = HostLists.Names(scope, options.Get("as"), "as");
        if (on.Length is 0 or > 2 || into.Length != 1) throw ScriptErrors.Type(scope.Run.Engine, "A join names \"on\", one field or two, and \"as\"");
        var isInner = options.Get("kind") is JsString kind && kind.ToString() == "inner";
        var found = new Dictionary<string, List<ObjectInstance>>(StringComparer.Ordinal);
        for (var i = 0; i < right.Length; i++)
        {
            if ((i & 63) == 63) scope.Run.Checkpoint();
            var key = TableCells.Key(scope, right[i], on[^1]);
            if (key.IsNull()) continue;
            var text = TableCells.Text(scope, [key]);
            if (found.TryGetValue(text, out var same)) same.Add(right[i]);
            else found[text] = [right[i]];
        }
        var joined = new List<JsValue>();
        foreach (var row in left)
        {
            var key = TableCells.Key(scope, row, on[0]);
            IReadOnlyList<JsValue> fits = !key.IsNull() && found.TryGetValue(TableCells.Text(scope, [key]), out var list) ? list : isInner ? [] : [JsValue.Null];
            foreach (var other in fits)
            {
                if (joined.Count >= left.Length) scope.Run.Charge(1); // more comes out than went in
                joined.Add(TableCells.With(scope, row, into[0], other));
            }
        }
        return HostLists.Js(scope, joined);
    }

    private static JsValue Pivot(HostScope scope, JsValue[] args)
    {
        var rows = HostLists.Rows(scope, args.At(0), "the rows");
        var options = args.Object(1, scope, "the options");
        string One(string name) => HostLists.Names(scope, options.Get(name), name) is [var field] ? field : throw ScriptErrors.Type(scope.Run.Engine, $"A pivot names one field as \"{name}\"");
        var (down, across) = (One("row"), One("column"));
        string[] value = options.Get("value").IsUndefined() ? [] : [One("value")];
        var (columns, lines) = (new PivotKeys(), new PivotKeys());
        var cells = new Dictionary<(int, int), TableTally>();
        for (var i = 0; i < rows.Length; i++)
        {
            if ((i & 63) == 63) scope.Run.Checkpoint();
            var (line, column) = (lines.Place(scope, TableCells.Key(scope, rows[i], down)), columns.Place(scope, TableCells.Key(scope, rows[i], across)));
            if (columns.Keys.Count > MostColumns) throw ScriptErrors.Range(scope.Run.Engine, $"A pivot has at most {MostColumns} columns");
            foreach (var at in ((int, int)[])[(line, column), (line, -1)])
            {
                if (!cells.TryGetValue(at, out var tally)) cells[at] = tally = new TableTally([], value, [], [], []);
                tally.Add(scope, rows[i]);
            }
        }
        scope.Run.Charge((long)lines.Keys.Count * columns.Keys.Count);
        JsValue Cell(int line, int column) => cells.TryGetValue((line, column), out var tally) ? tally.First(scope) : JsNumber.Create(0);
        return HostLists.Js(scope,
            ("columns", HostLists.Js(scope, columns.Keys)),
            ("rows", HostLists.Js(scope, lines.Keys.Select(JsValue (key, line) => HostLists.Js(scope,
                ("key", key), ("cells", HostLists.Js(scope, Enumerable.Range(0, columns.Keys.Count).Select(c => Cell(line, c)))), ("total", Cell(line, -1)))))));
    }
}

/// <summary>Keys in the order of their first appearance.</summary>
internal sealed class PivotKeys
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public List<JsValue> Keys { get; } = [];

    public int Place(HostScope scope, JsValue key)
    {
        if (_places.TryGetValue(TableCells.Text(scope, [key]), out var place)) return place;
        Keys.Add(key);
        return _places[TableCells.Text(scope, [key])] = Keys.Count - 1;
    }
}
