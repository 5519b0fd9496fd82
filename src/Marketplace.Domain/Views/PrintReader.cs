namespace Marketplace.Domain.Views;

/// <summary>Reads <c>print</c> views.</summary>
internal static class PrintReader
{
    private static readonly string[] Papers = ["a4", "a4-landscape", "a5", "label-100x150", "label-100x70", "label-60x40"];
    private static readonly string[] Codes = ["code128", "gs1-128", "qr", "datamatrix", "gs1-datamatrix"];

    public static View.Print Read(ViewCursor at)
    {
        at.Only("type", "title", "paper", "entity", "each", "params", "note", "fields", "sections", "signatures", "foot");
        if (!at.Has("fields") && !at.Has("sections"))
            at.Wrong("view.missing", "a page without \"fields\" and \"sections\" is empty", "add \"fields\" or \"sections\"");
        var each = at.Part("each");
        return new View.Print
        {
            Title = at.Text("title", required: true),
            Paper = at.Word("paper", Papers),
            Entity = at.Text("entity"),
            Each = each is null ? null : ViewParts.Source(each),
            Params = [.. at.Items("params").Select(ViewParts.Param)],
            Note = at.Text("note"),
            Fields = [.. at.Items("fields").Select(Field)],
            Sections = [.. at.Items("sections").Select(Section)],
            Signatures = [.. at.Items("signatures").Select(Signature)],
            Foot = at.Text("foot"),
        };
    }

    private static PrintSection Section(ViewCursor at)
    {
        at.Only("title", "source", "columns", "totals", "breakBefore", "empty");
        return new PrintSection
        {
            Title = at.Text("title"),
            Source = ViewParts.SourceOf(at),
            Columns = [.. at.Items("columns", required: true).Select(Field)],
            Totals = [.. at.Items("totals").Select(Total)],
            BreakBefore = at.Flag("breakBefore"),
            Empty = at.Text("empty"),
        };
    }

    private static PrintField Field(ViewCursor at)
    {
        at.Only("field", "label", "format", "reference", "value", "code");
        if (at.Has("value") && at.Has("reference"))
            at.Wrong("view.value", "what is computed is no reference", "keep one of \"value\" and \"reference\"", "reference");
        return new PrintField(ViewParts.ColumnPart(at), at.Text("value"), Code(at));
    }

    // "code": "qr" is short for "code": { "kind": "qr" }.
    private static PrintedCode? Code(ViewCursor at)
    {
        if (!at.Has("code")) return null;
        if (at.IsText("code")) return new PrintedCode(at.Word("code", Codes), "", 0);
        if (at.Part("code") is not { } code) return null;
        code.Only("kind", "text", "size");
        return new PrintedCode(code.Has("kind") ? code.Word("kind", Codes) : code.Text("kind", required: true), code.Text("text"), code.Number("size", 0, 5, 100));
    }

    private static PrintTotal Total(ViewCursor at)
    {
        at.Only("label", "value", "format");
        return new PrintTotal(at.Text("label", true), at.Text("value", true), at.Word("format", ViewParts.Formats));
    }

    private static string Signature(ViewCursor at)
    {
        at.Only("label");
        return at.Text("label", required: true);
    }
}
