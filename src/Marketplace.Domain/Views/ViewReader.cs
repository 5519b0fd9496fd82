using System.Text.Json;
using Marketplace.Domain.Publishing;

namespace Marketplace.Domain.Views;

/// <summary>Reads a view file strictly: unknown keys, wrong types and missing parts are findings with file, line, pointer and remedy.
/// Names of entities, functions and other views are checked by the release checks, which know the manifest.</summary>
public static class ViewReader
{
    /// <summary>Reads one view.</summary>
    public static ViewReading Read(ReadOnlySpan<byte> utf8, string file)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(utf8.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false });
            root = document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            return new ViewReading(null, [new Finding
            {
                Rule = "view.malformed", Severity = Severity.Red, File = file, Line = (int)(broken.LineNumber ?? 0) + 1,
                Message = broken.Message, Remedy = "write well-formed JSON without comments, trailing commas or doubled keys",
            }]);
        }
        var findings = new List<Finding>();
        var view = Shape(new ViewCursor(root, "", new ViewCursor.Notes(file, JsonPlaces.Of(utf8), findings)));
        return new ViewReading(findings.Count == 0 ? view : null, findings);
    }

    private static View? Shape(ViewCursor at)
    {
        if (at.Value.ValueKind != JsonValueKind.Object)
        {
            at.Wrong("view.type", "a view is an object", "begin with { \"type\": \"table\" }");
            return null;
        }
        var type = at.Text("type", required: true);
        switch (type)
        {
            case "table": return Table(at);
            case "detail": return Detail(at);
            case "form": return Form(at);
            case "scan": return Scan(at);
            case "print": return PrintReader.Read(at);
            case "board": return BoardReader.Read(at);
            case "chart": return ChartReader.Read(at);
            case "dashboard": return DashboardReader.Read(at);
            case "": return null;
            default:
                at.Wrong("view.value", $"\"{type}\" is no type of view", "use table, detail, form, scan, print, board, chart or dashboard", "type");
                return null;
        }
    }

    private static View.Table Table(ViewCursor at)
    {
        at.Only("type", "title", "source", "params", "columns", "filters", "rowColor", "actions", "detail", "create", "empty", "skipEmpty");
        return new View.Table
        {
            Title = at.Text("title", required: true),
            Source = ViewParts.SourceOf(at),
            Params = [.. at.Items("params").Select(ViewParts.Param)],
            Columns = [.. at.Items("columns", required: true).Select(ViewParts.Column)],
            Filters = at.Texts("filters"),
            RowColors = [.. at.Items("rowColor").Select(ViewParts.RowColor)],
            Actions = [.. at.Items("actions").Select(ViewParts.Action)],
            DetailView = at.Text("detail"),
            CreateView = at.Text("create"),
            Empty = at.Text("empty"),
            SkipsEmpty = at.Flag("skipEmpty"),
        };
    }

    private static View.Detail Detail(ViewCursor at)
    {
        at.Only("type", "title", "entity", "fields", "related", "prints", "actions", "skipEmpty");
        return new View.Detail
        {
            Title = at.Text("title", required: true),
            Entity = at.Text("entity", required: true),
            Fields = [.. at.Items("fields", required: true).Select(ViewParts.Column)],
            SkipsEmpty = at.Flag("skipEmpty"),
            Related = [.. at.Items("related").Select(Related)],
            Prints = at.Texts("prints"),
            Actions = [.. at.Items("actions").Select(ViewParts.Action)],
        };
    }

    private static View.Form Form(ViewCursor at)
    {
        at.Only("type", "title", "entity", "function", "fields", "submit");
        if (at.Has("entity") == at.Has("function"))
            at.Wrong("view.value", "a form names either an entity or a function", "keep exactly one of \"entity\" and \"function\"");
        return new View.Form
        {
            Title = at.Text("title", required: true),
            Entity = at.Text("entity"),
            Function = at.Text("function"),
            Fields = [.. at.Items("fields", required: true).Select(static f => ViewParts.Input(f, "field"))],
            Submit = at.Text("submit"),
        };
    }

    private static View.Scan Scan(ViewCursor at)
    {
        at.Only("type", "title", "function", "place", "scanInput", "answer", "next", "follow", "history");
        var history = at.Part("history");
        return new View.Scan
        {
            Title = at.Text("title", required: true),
            Function = at.Text("function", required: true),
            Place = Place(at.Part("place", required: true)),
            ScanInput = at.Text("scanInput", required: true),
            Answer = Answer(at.Part("answer", required: true)),
            Next = [.. at.Items("next").Select(ViewParts.Action)],
            Follow = Follow(at.Part("follow")),
            History = history is null ? null : ViewParts.Source(history) as RowSource.Invocations,
        };
    }

    private static ScanPlace Place(ViewCursor? at)
    {
        if (at is null) return new ScanPlace("", "", "", "");
        at.Only("entity", "value", "label", "input");
        return new ScanPlace(at.Text("entity", true), at.Text("value", true), at.Text("label"), at.Text("input", true));
    }

    private static ScanAnswer Answer(ViewCursor? at)
    {
        if (at is null) return new ScanAnswer("", "", "", "", "", "");
        at.Only("field", "green", "red", "state", "reason", "parameters");
        return new ScanAnswer(at.Text("field", true), at.Text("green", true), at.Text("red", true), at.Text("state"), at.Text("reason"), at.Text("parameters"));
    }

    private static ScanFollow? Follow(ViewCursor? at)
    {
        if (at is null) return null;
        at.Only("entity", "id", "state", "reason", "until", "ready", "readyText", "waitText");
        return new ScanFollow(
            at.Text("entity", true), at.Text("id", true), at.Text("state", true), at.Text("reason"),
            at.Texts("until"), at.Texts("ready"), at.Text("readyText"), at.Text("waitText"));
    }

    private static Related Related(ViewCursor at)
    {
        at.Only("view", "where");
        return new Related(at.Text("view", true), at.Any("where", JsonValueKind.Object));
    }
}
