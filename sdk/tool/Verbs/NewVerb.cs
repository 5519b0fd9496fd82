using System.CommandLine;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Publishing;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt new publisher/app</c>: a whole small app to begin with.</summary>
internal static class NewVerb
{
    private static readonly string[] Templates = ["hello", "form", "device", "workshop"];

    public static Command Make()
    {
        var id = new Argument<string?>("id") { Description = "publisher/app, small letters, digits and hyphens.", Arity = ArgumentArity.ZeroOrOne };
        var template = new Option<string>("--template", "-t") { Description = "hello (a function and its log), form (records, a table and a form), device (set-points and a read-back), workshop (board, charts, dashboard, papers with codes).", DefaultValueFactory = _ => "hello" };
        template.AcceptOnlyFromAmong(Templates);
        var folder = new Option<string?>("--folder") { Description = "Where to put it; ./publisher/app unless told." };
        var verb = new Command("new", "Begin an app from a template.") { id, template, folder };
        verb.SetAction(line => Run(Talk.Of(line), line.GetValue(id), line.GetValue(template)!, line.GetValue(folder)));
        return verb;
    }

    private static int Run(Talk talk, string? given, string template, string? chosen)
    {
        var id = given ?? (talk.MayAsk ? talk.Ask("App id (publisher/app):", "demo/hello") : "");
        if (!Keys.IsApp(id))
            return talk.Fail(Exit.Usage, id.Length == 0 ? "new needs an app id." : $"\"{id}\" is no app id.",
                "Write publisher/app, each 2 to 31 small letters, digits and hyphens: mkt new demo/hello");
        var folder = chosen ?? id;
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            return talk.Fail(Exit.Usage, $"{folder} is not empty.", "Choose another place with --folder.");
        var written = new List<string>();
        foreach (var (path, text) in Embedded.Under($"templates/{template}"))
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text.Replace($"demo/{template}", id, StringComparison.Ordinal));
            written.Add(path);
        }
        File.WriteAllText(Path.Combine(folder, ".gitignore"), "# \"mkt types\" and \"mkt pack\" make these again\ntypes/\n*.zip\n");
        written.Add(".gitignore");
        written.AddRange(AppTypings.Write(folder, PackageReader.FromFolder(folder).Package?.Manifest));
        talk.Say($"{id} stands in {folder} ({written.Count} files).", "green");
        talk.Say($"  cd {folder}");
        talk.Say("  mkt test        runs its specs");
        talk.Say("  mkt dev         shows it on http://localhost:5090 and reloads when you save");
        talk.Say("  mkt check       says what the platform would say");
        return talk.End(Exit.Ok, new JsonObject { ["id"] = id, ["folder"] = folder, ["template"] = template, ["files"] = new JsonArray([.. written.Select(w => (JsonNode)w)]) });
    }
}
