using System.Text.Json;

namespace Marketplace.Domain.Views;

/// <summary>The parts that several kinds of view are made of: sources, columns, rules of colour, actions, fields to fill in.</summary>
internal static class ViewParts
{
    /// <summary>How a value may be shown; the first is by the field's type.</summary>
    public static readonly string[] Formats =
        ["", "text", "number", "integer", "decimal", "money", "date", "datetime", "duration", "boolean", "state", "percent", "code", "json"];

    private static readonly string[] InputTypes =
        ["text", "longtext", "integer", "decimal", "money", "boolean", "date", "datetime", "choice", "reference"];

    private static readonly string[] GroupKeys = ["groupBy", "sum", "avg", "min", "max", "count"];

    /// <summary>The part "source", which must be there.</summary>
    public static RowSource SourceOf(ViewCursor at) => at.Part("source", required: true) is { } source ? Source(source) : new RowSource.Invocations("", 1);

    public static RowSource Source(ViewCursor at)
    {
        if (at.Has("entity"))
        {
            if (GroupKeys.Any(at.Has)) return Groups(at);
            at.Only("entity", "where", "orderBy", "limit", "groupBy", "sum", "avg", "min", "max", "count");
            return new RowSource.Records(at.Text("entity"), at.Any("where", JsonValueKind.Object), at.Texts("orderBy"), at.Number("limit", 200, 1, 1000));
        }
        if (at.Has("invocations"))
        {
            at.Only("invocations", "limit");
            return new RowSource.Invocations(at.Text("invocations"), at.Number("limit", 100, 1, 1000));
        }
        at.Only("function", "input", "rows");
        return new RowSource.Call(at.Text("function", required: true), at.Any("input", JsonValueKind.Object), at.Text("rows"));
    }

    private static RowSource.Groups Groups(ViewCursor at)
    {
        at.Only("entity", "where", "groupBy", "sum", "avg", "min", "max", "count", "orderBy", "limit");
        if (at.Has("count")) at.Flag("count"); // said for the reader's sake: the count is always there
        return new RowSource.Groups(at.Text("entity"), at.Any("where", JsonValueKind.Object), at.Texts("orderBy"), at.Number("limit", 200, 1, 1000))
        {
            GroupBy = at.Texts("groupBy"), Sum = at.Texts("sum"), Avg = at.Texts("avg"), Min = at.Texts("min"), Max = at.Texts("max"),
        };
    }

    public static Param Param(ViewCursor at)
    {
        at.Only("name", "label", "entity", "display");
        return new Param(at.Text("name", true), at.Text("label", true), at.Text("entity", true), at.Text("display", true));
    }

    /// <summary>A column; one that is only its field is written as that field's name.</summary>
    public static Column Column(ViewCursor at)
    {
        if (at.Value.ValueKind == JsonValueKind.String) return new Column(at.Value.GetString()!, "", "", null);
        at.Only("field", "label", "format", "reference");
        return ColumnPart(at);
    }

    /// <summary>A column whose keys somebody else has looked at.</summary>
    public static Column ColumnPart(ViewCursor at)
    {
        var reference = Reference(at);
        return new Column(at.Text("field", required: true), at.Text("label"), at.Word("format", Formats), reference);
    }

    private static ReferenceTo? Reference(ViewCursor at)
    {
        if (at.Part("reference") is not { } reference) return null;
        reference.Only("entity", "display");
        return new ReferenceTo(reference.Text("entity", true), reference.Text("display", true));
    }

    public static RowColor RowColor(ViewCursor at)
    {
        at.Only("when", "color");
        return new RowColor(at.Text("when", true), at.Word("color", "grey", "green", "amber", "red"));
    }

    public static ViewAction Action(ViewCursor at)
    {
        at.Only("function", "label", "when", "roles", "input", "confirm", "secondSignature", "fields");
        return new ViewAction
        {
            Function = at.Text("function", true), Label = at.Has("label") ? at.Text("label") : $"action.{at.Text("function")}", When = at.Text("when"), Roles = at.Texts("roles"),
            Input = at.Any("input", JsonValueKind.Object), Confirm = at.Text("confirm"), SecondSignature = at.Flag("secondSignature"),
            Fields = [.. at.Items("fields").Select(static f => Input(f, "name"))],
        };
    }

    public static InputField Input(ViewCursor at, string nameKey)
    {
        at.Only(nameKey, "label", "help", "type", "required", "reference");
        return new InputField(at.Text(nameKey, true), at.Text("label"), at.Text("help"), at.Has("type") ? at.Word("type", InputTypes) : "", at.Flag("required"))
        {
            Reference = Reference(at),
        };
    }
}
