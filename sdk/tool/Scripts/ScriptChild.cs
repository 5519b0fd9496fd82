using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox;

namespace Marketplace.Tool.Scripts;

/// <summary>Reads paths from standard input, one a line, and answers each with one line of JSON. A script that ends or wedges this
/// process harms nobody: the parent starts another.</summary>
internal static class ScriptChild
{
    public static async Task<int> Serve(CancellationToken cancel)
    {
        // Warm the engine first, so that no script pays for compiling it with its own CPU budget.
        await PlainScript.Run("let s = 0; for (let i = 0; i < 2000; i++) { s += [i, `${i}`].length; } JSON.stringify({ s }); /a+/.test('aaa');", "warm.js", TimeProvider.System.GetUtcNow());
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync(cancel) is { } path)
        {
            var answer = await Evaluate(path, cancel);
            await Console.Out.WriteLineAsync(answer.ToJsonString());
        }
        return 0;
    }

    private static async Task<JsonObject> Evaluate(string path, CancellationToken cancel)
    {
        try
        {
            var ending = await PlainScript.Run(await File.ReadAllTextAsync(path, cancel), Path.GetFileName(path), TimeProvider.System.GetUtcNow());
            var word = ending.Verdict switch { Verdict.Completed => "completed", Verdict.Threw => "threw", Verdict.NotAdmitted => "refused", _ => "limit" };
            return new JsonObject { ["verdict"] = word, ["word"] = ending.Word, ["message"] = ending.Message };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new JsonObject { ["verdict"] = "unreadable", ["word"] = "file", ["message"] = e.Message };
        }
    }
}
