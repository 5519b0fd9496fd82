using System.Text.Json.Nodes;
using Marketplace.Domain.Publishing;

namespace Marketplace.Tool.Terminal;

/// <summary>Findings as people and programs read them.</summary>
internal static class FindingPage
{
    /// <summary>Red first, then amber; one line that editors can click, one with the remedy.</summary>
    public static void Show(Talk talk, string folder, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings.Where(f => f.Severity != Severity.Green).OrderByDescending(f => f.Severity).ThenBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line))
        {
            var (word, style) = finding.Severity == Severity.Red ? ("error", "red") : ("warning", "yellow");
            var at = finding.Pointer.Length > 0 ? $" at {finding.Pointer}" : "";
            talk.Say($"{Place(folder, finding)}: {word} {finding.Rule}{at}: ", style, finding.Message);
            if (finding.Remedy.Length > 0) talk.Say($"    {finding.Remedy}");
        }
    }

    /// <summary>The count, in a sentence.</summary>
    public static string Sum(IReadOnlyList<Finding> findings)
    {
        int red = findings.Count(f => f.Severity == Severity.Red), amber = findings.Count(f => f.Severity == Severity.Amber);
        return $"{red} {(red == 1 ? "error" : "errors")}, {amber} {(amber == 1 ? "warning" : "warnings")}, {findings.Count(f => f.Severity == Severity.Green)} checks held";
    }

    public static JsonArray Json(IReadOnlyList<Finding> findings) => [.. findings.Select(f => (JsonNode)new JsonObject
    {
        ["rule"] = f.Rule, ["severity"] = f.Severity.ToString().ToLowerInvariant(), ["file"] = f.File, ["line"] = f.Line,
        ["pointer"] = f.Pointer, ["message"] = f.Message, ["remedy"] = f.Remedy,
    })];

    private static string Place(string folder, Finding finding)
    {
        var file = finding.File.Length == 0 ? folder : folder == "." ? finding.File : Path.Combine(folder, finding.File);
        return finding.Line > 0 ? $"{file}:{finding.Line}" : file;
    }
}
