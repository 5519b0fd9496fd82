using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox;

namespace Marketplace.Tool.Scripts;

/// <summary>Reads file names from standard input, one JSON string a line, and answers each with one line of JSON. A script that ends or
/// wedges this process harms nobody: the parent starts another.</summary>
internal static class ScriptChild
{
    // A little more than any script that is admitted, so that a longer one is refused by its length and not by a cut.
    private const int MostBytes = 4 * 262_144 + 4;

    public static async Task<int> Serve(CancellationToken cancel)
    {
        // Warm the engine first, so that no script pays for compiling it with its own CPU budget.
        using (var kernel = new Kernel(new KernelOptions { Threads = 1 })) await kernel.WarmUp();
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync(cancel) is { } line)
        {
            var answer = await Evaluate(JsonSerializer.Deserialize<string>(line)!, cancel);
            await Console.Out.WriteLineAsync(answer.ToJsonString());
        }
        return 0;
    }

    private static async Task<JsonObject> Evaluate(string path, CancellationToken cancel)
    {
        string source;
        try
        {
            source = await Read(path, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ScriptVerdict.Of("unreadable", "file", e is FileNotFoundException or DirectoryNotFoundException ? "There is no such file." : "It cannot be read.");
        }
        var name = Path.GetFileName(path);
        var ending = await PlainScript.Run(source, name, TimeProvider.System.GetUtcNow());
        // A clock can be wrong about a script once, in a process that is still young or that lost its core: a second run decides, as in the kernel.
        if (ending.Verdict == Verdict.Cpu) ending = await PlainScript.Run(source, name, TimeProvider.System.GetUtcNow());
        var word = ending.Verdict switch { Verdict.Completed => "completed", Verdict.Threw => "threw", Verdict.NotAdmitted => "refused", _ => "limit" };
        return ScriptVerdict.Of(word, ending.Word, ending.Message);
    }

    private static async Task<string> Read(string path, CancellationToken cancel)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous);
        var bytes = new byte[MostBytes];
        var read = await stream.ReadAtLeastAsync(bytes, MostBytes, throwOnEndOfStream: false, cancel);
        using var reader = new StreamReader(new MemoryStream(bytes, 0, read), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel);
    }
}
