using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Whether every word that people will read exists in both languages.</summary>
internal static class LocaleCheck
{
    private static readonly string[] ManifestLabels = ["name", "summary", "description"];
    private static readonly string[] ViewLabels = ["title", "label", "help", "submit", "confirm", "empty", "readyText", "waitText", "unit", "note", "foot", "description"];
    // Objects whose members are data or names of fields, not words.
    private static readonly string[] Data = ["where", "input", "place", "answer", "source", "reference"];

    public static IReadOnlyList<Finding> Run(Package package)
    {
        var used = new List<(string File, string Key, Located At)>();
        if (PackageLines.Open(package, PackagePaths.Manifest) is { } manifest)
        {
            foreach (var key in ManifestLabels)
                if (manifest[key] is { } at) used.Add((PackagePaths.Manifest, at.Text, at));
            foreach (var key in new[] { "entities", "functions", "menu" })
                if (manifest[key] is { } part) Labels(part, PackagePaths.Manifest, ["label"], used);
        }
        foreach (var path in package.Manifest.Views.Values.Distinct(StringComparer.Ordinal))
            if (PackageLines.Open(package, path) is { } view) Labels(view, path, ViewLabels, used);
        var findings = new List<Finding>();
        foreach (var (file, key, at) in used.DistinctBy(u => (u.File, u.Key)))
            foreach (var culture in ManifestKeys.Purpose)
                if (!package.Script.Locales[culture].ContainsKey(key)) findings.Add(Missing(package, culture, file, key, at));
        findings.AddRange(OneSided(package));
        return findings;
    }

    private static Finding Missing(Package package, string culture, string file, string key, Located at) =>
        PackageFindings.Red("locale.missing", file, $"\"{key}\" is not in locales/{culture}.json.",
            Nearest.Of(key, package.Script.Locales[culture].Keys) is { } near ? $"Add it there, or did you mean \"{near}\"?" : "Add it there.", at.Line, at.Pointer);

    private static IEnumerable<Finding> OneSided(Package package)
    {
        var (zh, en) = (package.Script.Locales["zh-CN"], package.Script.Locales["en"]);
        foreach (var key in zh.Keys.Except(en.Keys).Take(10))
            yield return PackageFindings.Amber("locale.oneSided", "locales/en.json", $"\"{key}\" is in zh-CN only.", "Add it to locales/en.json.");
        foreach (var key in en.Keys.Except(zh.Keys).Take(10))
            yield return PackageFindings.Amber("locale.oneSided", "locales/zh-CN.json", $"\"{key}\" is in en only.", "Add it to locales/zh-CN.json.");
    }

    private static void Labels(Located node, string file, string[] names, List<(string, string, Located)> used)
    {
        foreach (var item in node.Items) Labels(item, file, names, used);
        foreach (var action in (node["actions"]?.Items ?? []).Concat(node["next"]?.Items ?? []))
            if (action["label"] is null && action["function"] is { Text.Length: > 0 } called) used.Add((file, $"action.{called.Text}", called));
        foreach (var member in node.Members)
        {
            if (member.Value.Kind == JsonValueKind.String)
            {
                if (names.Contains(member.Name) && member.Value.Text.Length > 0) used.Add((file, member.Value.Text, member.Value));
            }
            else if (!Data.Contains(member.Name)) Labels(member.Value, file, names, used);
        }
    }
}
