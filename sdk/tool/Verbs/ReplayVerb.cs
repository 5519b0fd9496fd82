using System.CommandLine;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt replay recording…</c>: runs recorded calls again in the production kernel, in this process.</summary>
internal static class ReplayVerb
{
    private const string About = "Run recorded calls again in the production kernel. On the version that was recorded the result and the bill must be the same, byte by byte; "
        + "on another version it shows what differs. Exit code 0: all the same; 1: something differs, or a file is no recording; 2: the version is not there.";

    public static Command Make()
    {
        var files = new Argument<string[]>("recording") { Description = "Recordings as GET /api/v1/invocations/{id}/recording gives them.", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string>("--folder") { Description = "The app's folder or zip, or a folder of zips.", DefaultValueFactory = _ => "." };
        var version = new Option<string?>("--version") { Description = "The version to replay on; the recorded one unless told, and what the folder holds if that is not there." };
        var verb = new Command("replay", About) { files, folder, version };
        verb.SetAction((line, cancel) => Run(Talk.Of(line), line.GetValue(files)!, (line.GetValue(folder)!, line.GetValue(version)), cancel));
        return verb;
    }

    private static async Task<int> Run(Talk talk, IReadOnlyList<string> files, (string Folder, string? Version) at, CancellationToken cancel)
    {
        var packages = Packages(at.Folder);
        if (packages.Count == 0) return talk.Fail(Exit.Usage, $"There is no app at {at.Folder}.", "Name its folder, its zip, or a folder of zips with --folder.");
        using var kernel = new Kernel();
        var (reports, exit) = (new JsonArray(), Exit.Ok);
        foreach (var file in files)
        {
            if (!File.Exists(file) || RecordingJson.Read(await File.ReadAllBytesAsync(file, cancel)) is not { } recording)
                return talk.Fail(Exit.Failed, $"{file} is no recording that this mkt can read.", "Take it with GET /api/v1/invocations/{id}/recording.");
            if (Fitting(packages, recording, at.Version) is not { } package)
                return talk.Fail(Exit.Usage, $"{at.Folder} holds no {recording.Call.App}{(at.Version is null ? "" : $" {at.Version}")}.", $"It holds {string.Join(", ", packages.Select(static p => $"{p.Manifest.Id} {p.Manifest.Version}"))}.");
            var report = await Replay.Run(recording, package, kernel, null, cancel);
            ReplayPage.Show(talk, recording, report);
            reports.Add(ReplayPage.Json(recording, report));
            if (report.Verdict != ReplayReport.Same) exit = Exit.Failed;
        }
        return talk.End(exit, new JsonObject { ["replays"] = reports });
    }

    /// <summary>The recorded bytes before any others of their version; then what there is of the app.</summary>
    private static Package? Fitting(IReadOnlyList<Package> packages, Recording recording, string? version)
    {
        var ofApp = packages.Where(p => p.Manifest.Id == recording.Call.App && (version is null || p.Manifest.Version == version)).ToList();
        return ofApp.FirstOrDefault(p => p.Digest == recording.Head.Digest) ?? ofApp.FirstOrDefault();
    }

    private static List<Package> Packages(string at)
    {
        if (File.Exists(at)) return PackageReader.ReadZip(File.ReadAllBytes(at)).Package is { } one ? [one] : [];
        if (!Directory.Exists(at)) return [];
        var zips = Directory.GetFiles(at, "*.zip").Order(StringComparer.Ordinal).Select(static zip => PackageReader.ReadZip(File.ReadAllBytes(zip)).Package);
        var own = File.Exists(Path.Combine(at, "app.json")) ? PackageReader.FromFolder(at).Package : null;
        return [.. new[] { own }.Concat(zips).OfType<Package>()];
    }
}
