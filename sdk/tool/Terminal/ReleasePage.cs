using System.Net;
using System.Text.Json.Nodes;
using Marketplace.Tool.Remote;

namespace Marketplace.Tool.Terminal;

/// <summary>A release as the brain describes it.</summary>
internal static class ReleasePage
{
    public static void Show(Talk talk, JsonObject release)
    {
        talk.Say($"{Text(release, "app")} {Text(release, "version")}: {Text(release, "state")}", Red(release) ? "red" : "green");
        talk.Say($"identity {Text(release, "digest")}");
        var findings = (release["findings"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        foreach (var finding in findings.Where(f => !Is(f, "green")))
        {
            var (word, style) = Is(finding, "red") ? ("error", "red") : ("warning", "yellow");
            var line = Text(finding, "line") is { Length: > 0 } n and not "0" ? $":{n}" : "";
            var file = Text(finding, "file") is { Length: > 0 } path ? $"{path}{line}: " : "";
            talk.Say($"{file}{word} {Text(finding, "rule")}: ", style, Text(finding, "message"));
            if (Text(finding, "remedy") is { Length: > 0 } remedy) talk.Say($"    {remedy}");
        }
        talk.Say($"{findings.Count(f => Is(f, "green"))} checks held");
        foreach (var (brain, stand) in release["brains"] as JsonObject ?? [])
        {
            talk.Say($"brain {brain}: {(stand is JsonObject facts ? Text(facts, "state") : stand?.ToString())}");
            if (stand is not JsonObject more) continue;
            if (Text(more, "remark") is { Length: > 0 } remark) talk.Say($"    {remark}");
            if (more["rules"] is JsonArray { Count: > 0 } rules) talk.Say($"    rules: {string.Join(", ", rules.Select(r => r?.ToString()))}");
        }
    }

    /// <summary>The machine found what no operator may list.</summary>
    public static bool Red(JsonObject release) =>
        Text(release, "state") == "quarantined" || (release["findings"] as JsonArray ?? []).OfType<JsonObject>().Any(f => Is(f, "red"));

    /// <summary>What the brain, or the way to it, said instead.</summary>
    public static int Fail(Talk talk, BrainAnswer answer)
    {
        if (talk.Json) return talk.End(answer.Exit, new JsonObject { ["error"] = answer.Message, ["problem"] = answer.Body });
        var facts = answer.Body["facts"] is JsonObject all ? string.Join(", ", all.Select(f => $"{f.Key}: {f.Value}")) : "";
        return talk.Fail(answer.Exit, answer.Code.Length == 0 ? answer.Message : $"{answer.Code}: {answer.Message}",
            answer.Status == HttpStatusCode.Unauthorized ? "mkt login --server URL --token TOKEN" : facts);
    }

    private static bool Is(JsonObject finding, string severity) => string.Equals(Text(finding, "severity"), severity, StringComparison.OrdinalIgnoreCase);

    private static string Text(JsonObject of, string name) => of[name]?.ToString() ?? "";
}
