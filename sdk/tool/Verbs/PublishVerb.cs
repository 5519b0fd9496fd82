using System.CommandLine;
using System.Text.Json.Nodes;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Specs;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Remote;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt publish</c>: checks and tests here first, then hands the signed package to the brain.</summary>
internal static class PublishVerb
{
    public static Command Make()
    {
        var folder = Arguments.Folder();
        var previous = Arguments.Previous();
        var verb = new Command("publish", "Check, test, pack, sign and publish. The brain checks again and shows what it found. A published number is used up, whatever becomes of it.") { folder, previous };
        verb.SetAction((line, cancel) => Run(Talk.Of(line), line.GetValue(folder)!, line.GetValue(previous), cancel));
        return verb;
    }

    private static async Task<int> Run(Talk talk, string folder, string? previous, CancellationToken cancel)
    {
        if (!Examination.TryOpen(previous, out var before)) return talk.Fail(Exit.Usage, $"{previous} is no package.", "Give the folder or the zip of the version before.");
        var seen = Examination.Of(folder, before);
        if (!seen.Passed)
        {
            FindingPage.Show(talk, folder, seen.Findings);
            return talk.Json ? talk.End(Exit.Failed, new JsonObject { ["findings"] = FindingPage.Json(seen.Findings) }) : talk.Fail(Exit.Failed, "Not published: the checks found errors.");
        }
        using var kernel = new Kernel();
        var specs = await SpecRunner.Run(seen.Package!, kernel, cancel);
        foreach (var failed in specs.Where(s => !s.Passed)) TestVerb.Show(talk, failed);
        if (specs.Any(s => !s.Passed)) return talk.Json ? talk.End(Exit.Failed, TestVerb.Json(specs)) : talk.Fail(Exit.Failed, "Not published: specs failed.");
        if (Session.Open() is not { } session) return talk.Fail(Exit.Remote, "Nobody is signed in.", "mkt login --server URL --token TOKEN");
        using var key = SigningKey.Open();
        using var brain = new BrainClient(session);
        var answer = await brain.Post("/api/v1/releases", PackageWriter.Pack(seen.Package!, key), seen.Package!.Digest, cancel);
        if (!answer.Ok) return ReleasePage.Fail(talk, answer);
        ReleasePage.Show(talk, answer.Body);
        if (!ReleasePage.Red(answer.Body)) return talk.End(Exit.Ok, new JsonObject { ["release"] = answer.Body });
        return talk.Json ? talk.End(Exit.Refused, new JsonObject { ["release"] = answer.Body })
            : talk.Fail(Exit.Refused, "No brain can list it with an error.", "Mend it, raise the version, and publish again.");
    }
}
