using System.Text.Json.Nodes;

namespace Marketplace.Tool.Terminal;

/// <summary>A release as the brain describes it.</summary>
internal static class ReleasePage
{
    public static void Show(Talk talk, JsonObject release)
    {
        talk.Say($"{Text(release, "app")} {Text(release, "version")}: {Text(release, "state")}", Text(release, "state") == "quarantined" ? "red" : "green");
        talk.Say($"identity {Text(release, "digest")}");
        foreach (var finding in (release["findings"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var severity = Text(finding, "severity").ToLowerInvariant();
            var style = severity switch { "red" or "2" => "red", "amber" or "1" => "yellow", _ => "green" };
            var line = finding["line"]?.ToString() is { } n and not "0" ? $":{n}" : "";
            talk.Say($"  {severity,-6} {Text(finding, "file")}{line} {Text(finding, "rule")}: ", style, Text(finding, "message"));
            if (Text(finding, "remedy") is { Length: > 0 } remedy && style != "green") talk.Say($"           {remedy}");
        }
        foreach (var (brain, version) in release["brains"] as JsonObject ?? [])
            talk.Say($"  {brain}: {(version as JsonObject is { } facts ? Text(facts, "state") : version?.ToString())}");
    }

    /// <summary>The facts of a problem in one line.</summary>
    public static string Facts(JsonObject problem) =>
        problem["facts"] is JsonObject facts ? string.Join(", ", facts.Select(f => $"{f.Key}: {f.Value}")) : "";

    private static string Text(JsonObject of, string name) => of[name]?.ToString() ?? "";
}
