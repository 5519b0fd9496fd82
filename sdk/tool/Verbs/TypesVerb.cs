using System.CommandLine;
using System.Text.Json.Nodes;
using Marketplace.Domain.Publishing;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt types</c>: declarations and schemas for the editor.</summary>
internal static class TypesVerb
{
    public static Command Make()
    {
        var folder = Arguments.Folder();
        var verb = new Command("types", "Write types/ and jsconfig.json, so that an editor completes ctx, records and the JSON files.") { folder };
        verb.SetAction(line => Run(Talk.Of(line), line.GetValue(folder)!));
        return verb;
    }

    private static int Run(Talk talk, string folder)
    {
        if (!Directory.Exists(folder)) return talk.Fail(Exit.Usage, $"There is no folder {folder}.");
        var reading = PackageReader.FromFolder(folder);
        if (reading.Package is null) FindingPage.Show(talk, folder, reading.Findings);
        var written = AppTypings.Write(folder, reading.Package?.Manifest);
        foreach (var path in written) talk.Say(path);
        return talk.End(Exit.Ok, new JsonObject { ["files"] = new JsonArray([.. written.Select(w => (JsonNode)w)]) });
    }
}
