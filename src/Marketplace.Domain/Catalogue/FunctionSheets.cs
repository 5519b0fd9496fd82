namespace Marketplace.Domain.Catalogue;

/// <summary>Reads <c>functions</c>.</summary>
internal static class FunctionSheets
{
    public static IReadOnlyDictionary<string, FunctionSpec> Read(Sheet top, FindingList findings)
    {
        var map = new Dictionary<string, FunctionSpec>(StringComparer.Ordinal);
        foreach (var member in top.Map("functions"))
        {
            ManifestNames.Check(findings, member, "a function");
            var sheet = new Sheet(findings, member.Value, $"function \"{member.Name}\"", ManifestKeys.Function);
            var handler = sheet["handler"] is null ? member.Name : sheet.Text("handler", required: true);
            if (!IsExport(handler))
                findings.Red(sheet["handler"] ?? sheet.Node, "name", $"\"{handler}\" is no name of an export.", "Name a function that main.js exports.");
            map[member.Name] = new FunctionSpec
            {
                Handler = handler, Label = sheet.LocaleKey("label"), Input = sheet.Schema("input"), Output = sheet.Schema("output"),
                ReadOnly = sheet.Flag("readOnly"), Roles = sheet.Texts("roles"), SecondSigners = sheet.Texts("secondSigners"),
            };
        }
        return map;
    }

    private static bool IsExport(string text) =>
        text.Length is >= 1 and <= 60 && (char.IsAsciiLetter(text[0]) || text[0] is '_' or '$')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') && !ManifestNames.Reserved.Contains(text);
}
