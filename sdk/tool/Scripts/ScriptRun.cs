using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Scripts;

/// <summary><c>mkt run --script</c>: a verdict line for each file, in their order; the worst one is the exit code: 0 completed, 1 threw
/// (the error's name on standard error), 2 a limit, the death of the process, or a file that cannot be read, 3 refused at admission.</summary>
internal static class ScriptRun
{
    public static async Task<int> Run(Talk talk, IReadOnlyList<string> files, CancellationToken cancel)
    {
        var worst = 0;
        var all = new JsonArray();
        ScriptProcess? child = null;
        try
        {
            await foreach (var file in Named(files, cancel))
            {
                (child, var answer) = await Judge(child, Path.GetFullPath(file), cancel);
                worst = Math.Max(worst, ScriptVerdict.Code(answer));
                Say(talk, file, answer);
                if (!talk.Json) continue;
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

    /// <summary>The files in their order; <c>-</c> stands for the names on standard input, one a line.</summary>
    private static async IAsyncEnumerable<string> Named(IReadOnlyList<string> files, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in files)
        {
            if (file != "-") yield return file;
            else while (await Console.In.ReadLineAsync(cancel) is { } line)
                if (line.Length > 0) yield return line;
        }
    }

    // A child may have died of an earlier script after it had answered: the next script is not to blame, and gets a fresh one.
    private static async Task<(ScriptProcess? Child, JsonObject Answer)> Judge(ScriptProcess? child, string path, CancellationToken cancel)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            var asked = child ?? await ScriptProcess.Start(cancel);
            if (asked is null) break;
            var answer = await asked.Ask(path, cancel);
            if (asked.Alive) return (asked, answer!);
            asked.Dispose();
            child = null;
            if (answer is not null) return (null, answer);
        }
        return (null, ScriptVerdict.Died("The child process does not start."));
    }

    private static void Say(Talk talk, string file, JsonObject answer)
    {
        var (verdict, word, message) = (ScriptVerdict.Text(answer, "verdict"), ScriptVerdict.Text(answer, "word"), ScriptVerdict.Text(answer, "message"));
        if (verdict == "threw") Console.Error.WriteLine(word);
        talk.Say($"{verdict,-11}", verdict == "completed" ? "green" : "red", $"{file}{(word.Length > 0 ? $"  {word}" : "")}{(message.Length > 0 ? $": {message}" : "")}");
    }
}
