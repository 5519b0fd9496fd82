using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Specs;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt test</c>: the specs, in the production kernel with production limits.</summary>
internal static class TestVerb
{
    public static Command Make()
    {
        var folder = Arguments.Folder();
        var verb = new Command("test", "Run the specs in the production kernel.") { folder };
        verb.SetAction((line, cancel) => Run(Talk.Of(line), line.GetValue(folder)!, cancel));
        return verb;
    }

    private static async Task<int> Run(Talk talk, string folder, CancellationToken cancel)
    {
        var seen = Examination.Of(folder, whole: false);
        if (!seen.Passed)
        {
            FindingPage.Show(talk, folder, seen.Findings);
            return talk.End(Exit.Failed, new JsonObject { ["findings"] = FindingPage.Json(seen.Findings) });
        }
        var started = Stopwatch.GetTimestamp();
        using var kernel = new Kernel();
        var results = await SpecRunner.Run(seen.Package!, kernel, cancel);
        if (results.Count == 0) return talk.Fail(Exit.Failed, "There are no specs.", "Write specs/first.spec.json: given, call, expect.");
        foreach (var result in results) Show(talk, result);
        var failed = results.Count(r => !r.Passed);
        talk.Say($"{results.Count - failed} passed, {failed} failed in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s", failed == 0 ? "green" : "red");
        return talk.End(failed == 0 ? Exit.Ok : Exit.Failed, Json(results));
    }

    public static void Show(Talk talk, SpecResult result)
    {
        var statements = result.Meters.Sum(m => m.Statements);
        talk.Say(result.Passed ? "pass  " : "FAIL  ", result.Passed ? "green" : "red", $"{result.Name}  ({result.File}, {statements:N0} statements, {result.Meters.Sum(m => m.Reads)} reads)");
        foreach (var failure in result.Failures) talk.Say($"      {failure}");
    }

    public static JsonObject Json(IReadOnlyList<SpecResult> results) => new()
    {
        ["passed"] = results.Count(r => r.Passed), ["failed"] = results.Count(r => !r.Passed),
        ["specs"] = new JsonArray([.. results.Select(r => (JsonNode)new JsonObject
        {
            ["file"] = r.File, ["name"] = r.Name, ["passed"] = r.Passed, ["failures"] = new JsonArray([.. r.Failures.Select(f => (JsonNode)f)]),
            ["statements"] = r.Meters.Sum(m => m.Statements), ["reads"] = r.Meters.Sum(m => m.Reads), ["effects"] = r.Meters.Sum(m => m.Effects),
        })]),
    };
}
