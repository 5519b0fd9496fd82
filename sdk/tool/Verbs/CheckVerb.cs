using System.CommandLine;
using System.Text.Json.Nodes;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt check</c>: what the platform will find, before it does.</summary>
internal static class CheckVerb
{
    public static Command Make()
    {
        var folder = Arguments.Folder();
        var previous = Arguments.Previous();
        var verb = new Command("check", "Say what the platform would say: manifest, views, words, script, seed, secrets, version.") { folder, previous };
        verb.SetAction(line => Run(Talk.Of(line), line.GetValue(folder)!, line.GetValue(previous)));
        return verb;
    }

    private static int Run(Talk talk, string folder, string? previous)
    {
        if (!Examination.TryOpen(previous, out var before)) return talk.Fail(Exit.Usage, $"{previous} is no package.", "Give the folder or the zip of the version before.");
        var seen = Examination.Of(folder, before);
        FindingPage.Show(talk, folder, seen.Findings);
        if (seen.Package is { } package) talk.Say($"{package.Manifest.Id} {package.Manifest.Version}  {package.Digest}");
        talk.Say(FindingPage.Sum(seen.Findings), seen.Passed ? "green" : "red");
        return talk.End(seen.Passed ? Exit.Ok : Exit.Failed, new JsonObject
        {
            ["app"] = seen.Package?.Manifest.Id, ["version"] = seen.Package?.Manifest.Version, ["digest"] = seen.Package?.Digest,
            ["findings"] = FindingPage.Json(seen.Findings),
        });
    }
}
