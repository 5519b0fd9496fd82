using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Domain.Imports;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.csv</c>: tables as text (RFC 4180), in and out.</summary>
internal static class Csvs
{
    public static readonly Capability Csv = new("Csv", "Tables as text. A text has at most 1 M characters, a line at most 256 cells.",
        new HostFunction("parse", HostKind.Local, "text: string, options?: { separator?: ',' | ';' | '\\t'; header?: boolean }", "CsvTable",
            "Columns and rows of texts. Without a separator the first line decides. With a header (when not said) each row is an object by column; its `$line` is the line it began at. "
            + "Throws a RangeError that names the line where a quote is open, a row is too long or a column stands twice.", Parse),
        new HostFunction("write", HostKind.Local, "rows: object[], columns: (string | { field: string; label: string })[]", "string",
            "A table with a heading and CRLF line ends. Texts that a spreadsheet would take for a formula (`= + - @`) get an apostrophe; numbers do not.", Write));

    private static JsValue Parse(HostScope scope, JsValue[] args)
    {
        var text = args.Text(0, scope, "the text");
        if (text.Length > CsvReader.MostLength) throw ScriptErrors.Range(scope.Run.Engine, "The text has more than 1 M characters");
        var separator = args.At(1).Option("separator") switch
        {
            JsString { Length: 1 } said when ",;\t".Contains(said.ToString()[0], StringComparison.Ordinal) => said.ToString()[0],
            { } none when none.IsUndefined() => CsvReader.Guess(text),
            _ => throw ScriptErrors.Range(scope.Run.Engine, "A separator is a comma, a semicolon or a tab"),
        };
        var reader = new CsvReader(scope, text.StartsWith('\uFEFF') ? text[1..] : text, separator);
        var hasHeader = args.At(1).Option("header") != JsBoolean.False;
        string[] columns = hasHeader && reader.Next() is { } first ? [.. first.Select(static c => c.Trim())] : [];
        if (columns.GroupBy(static c => c, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw reader.Wrong($"the column '{twice.Key}' stands there twice");
        var rows = new List<JsValue>();
        while (reader.Next() is { } cells)
        {
            scope.Run.Charge(1);
            if (hasHeader && cells.Count > columns.Length) throw reader.Wrong($"{cells.Count} cells for {columns.Length} columns");
            rows.Add(hasHeader ? Row(scope, columns, cells, reader.Line) : HostLists.Js(scope, cells.Select(JsValue (c) => new JsString(SheetText.Unguarded(c)))));
            if ((rows.Count & 15) == 15) scope.Run.Checkpoint();
        }
        return HostLists.Js(scope, ("columns", HostLists.Js(scope, columns.Select(JsValue (c) => new JsString(c)))), ("rows", HostLists.Js(scope, rows)));
    }

    private static JsObject Row(HostScope scope, string[] columns, List<string> cells, int line)
    {
        var row = new JsObject(scope.Run.Engine);
        for (var i = 0; i < columns.Length; i++) row.CreateDataProperty(columns[i], new JsString(i < cells.Count ? SheetText.Unguarded(cells[i]) : ""));
        row.CreateDataProperty("$line", line);
        return row;
    }

    private static JsValue Write(HostScope scope, JsValue[] args)
    {
        var rows = HostLists.Rows(scope, args.At(0), "the rows");
        var columns = HostLists.Items(scope, args.At(1), "the columns").Select(c => Column(scope, c)).ToList();
        if (columns.Count is 0 or > CsvReader.MostCells) throw ScriptErrors.Range(scope.Run.Engine, $"A table has 1 to {CsvReader.MostCells} columns");
        var text = new StringBuilder();
        SheetText.Line(text, [.. columns.Select(static c => SheetText.Guarded(c.Label))]);
        foreach (var row in rows)
        {
            SheetText.Line(text, [.. columns.Select(c => Cell(scope, row.Get(c.Field)))]);
            BoundedStrings.Fits(scope.Run.Engine, text.Length);
            scope.Run.Checkpoint();
        }
        return new JsString(text.ToString());
    }

    private static (string Field, string Label) Column(HostScope scope, JsValue value)
    {
        var (field, label) = value.IsString() ? (value, value) : (value.Option("field"), value.Option("label"));
        return field.IsString() && label.IsString() && field.ToString().Length <= Ceilings.NameLength && label.ToString().Length <= Ceilings.NameLength
            ? (field.ToString(), label.ToString())
            : throw ScriptErrors.Type(scope.Run.Engine, "A column is the name of a field, or its field and label");
    }

    private static string Cell(HostScope scope, JsValue value)
    {
        if (value.IsUndefined() || value.IsNull()) return "";
        if (value.IsNumber() || value.IsBoolean()) return TypeConverter.ToString(value);
        return value.IsString() ? SheetText.Guarded(value.ToString()) : SheetText.Guarded(scope.Run.Json(value) ?? "");
    }
}
