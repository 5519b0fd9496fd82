using System.Text.Json.Nodes;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Scripts;

/// <summary><c>mkt run --script</c>: a verdict line for each file; the worst one is the exit code: 0 completed, 1 threw (the error's
/// name on standard error), 2 a limit or the death of the process, 3 refused at admission. A file that cannot be read is 2 as well.</summary>
internal static class ScriptRun
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static async Task<int> Run(Talk talk, IReadOnlyList<string> files, CancellationToken cancel)
    {
        var worst = 0;
        var all = new JsonArray();
        ScriptProcess? child = null;
        try
        {
            foreach (var file in files)
            {
                child ??= await ScriptProcess.Start(cancel);
                var answer = child is null ? Died("the child process does not start") : await child.Ask(Path.GetFullPath(file), Longest, cancel);
                if (child is { Alive: false })
                {
                    child.Dispose();
                    child = null;
                }
                worst = Math.Max(worst, Code(answer));
                Say(talk, file, answer);
                answer["file"] = file;
                all.Add(answer);
            }
        }
        finally
        {
            child?.Dispose();
        }
        return talk.End(worst, new JsonObject { ["scripts"] = all });
    }

    public static JsonObject Died(string message) => new() { ["verdict"] = "died", ["word"] = "process", ["message"] = message };

    private static void Say(Talk talk, string file, JsonObject answer)
    {
        var (verdict, word, message) = (Text(answer, "verdict"), Text(answer, "word"), Text(answer, "message").ReplaceLineEndings(" "));
        if (verdict == "threw") Console.Error.WriteLine(word);
        talk.Say($"{verdict,-9} ", verdict == "completed" ? "green" : "red", $"{file}{(word.Length > 0 ? $" {word}" : "")}{(message.Length > 0 ? $": {message}" : "")}");
    }

    private static int Code(JsonObject answer) => Text(answer, "verdict") switch { "completed" => 0, "threw" => 1, "refused" => 3, _ => 2 };

    private static string Text(JsonObject of, string name) => of[name]?.GetValue<string>() ?? "";
}
