using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Publishing;
using Marketplace.Tool.Remote;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt status [publisher/app@version]</c>: where a release stands in each brain.</summary>
internal static class StatusVerb
{
    public static Command Make()
    {
        var release = new Argument<string?>("release") { Description = "publisher/app@version; the app of this folder unless told.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Command("status", "Say where a published release stands, and what was found in it.") { release };
        verb.SetAction((line, cancel) => Run(Talk.Of(line), line.GetValue(release) ?? Here(), cancel));
        return verb;
    }

    private static string Here() => PackageReader.FromFolder(".").Package?.Manifest is { } manifest ? $"{manifest.Id}@{manifest.Version}" : "";

    private static async Task<int> Run(Talk talk, string release, CancellationToken cancel)
    {
        var at = release.IndexOf('@', StringComparison.Ordinal);
        if (at < 0 || !Keys.IsApp(release[..at])) return talk.Fail(Exit.Usage, release.Length == 0 ? "status needs a release." : $"\"{release}\" is no release.", "Write publisher/app@version: mkt status demo/hello@1.0.0");
        if (Session.Open() is not { } session) return talk.Fail(Exit.Remote, "Nobody is signed in.", "mkt login --server URL --token TOKEN");
        using var brain = new BrainClient(session);
        var answer = await brain.Get($"/api/v1/releases/{release[..at]}/{Uri.EscapeDataString(release[(at + 1)..])}", cancel);
        if (answer.Status == HttpStatusCode.NotFound) return talk.Fail(answer.Exit, $"{session.Server} knows no release {release} of yours.", "mkt publish hands it over.");
        if (!answer.Ok) return ReleasePage.Fail(talk, answer);
        ReleasePage.Show(talk, answer.Body);
        return talk.End(Exit.Ok, new JsonObject { ["release"] = answer.Body });
    }
}
