using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Marketplace.Tool.Terminal;

/// <summary>How a verb speaks: lines for people, or one JSON object for programs. It asks questions only of a person at a terminal.</summary>
internal sealed class Talk
{
    public static readonly Option<bool> JsonOption = new("--json") { Description = "Print one JSON object and nothing else.", Recursive = true };
    public static readonly Option<bool> NonInteractiveOption = new("--non-interactive") { Description = "Never ask; fail instead.", Recursive = true };

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly IAnsiConsole _out = Console(System.Console.Out, System.Console.IsOutputRedirected);
    private readonly IAnsiConsole _err = Console(System.Console.Error, System.Console.IsErrorRedirected);

    private Talk(bool json, bool mayAsk) => (Json, MayAsk) = (json, mayAsk);

    public bool Json { get; }

    /// <summary>True when a person sits at a terminal and has not forbidden questions.</summary>
    public bool MayAsk { get; }

    public static Talk Of(ParseResult line)
    {
        var json = line.GetValue(JsonOption);
        return new(json, !json && !line.GetValue(NonInteractiveOption) && !System.Console.IsInputRedirected && !System.Console.IsOutputRedirected);
    }

    /// <summary>A line for people; a style such as <c>green</c> or <c>bold</c> counts on a terminal only.</summary>
    public void Say(string text, string style = "")
    {
        if (!Json) _out.WriteLine(text, Style.Parse(style.Length == 0 ? "default" : style));
    }

    /// <summary>Two styles in one line.</summary>
    public void Say(string first, string style, string rest)
    {
        if (Json) return;
        _out.Write(first, Style.Parse(style));
        _out.WriteLine(rest);
    }

    /// <summary>What went wrong, with the exit code that says so.</summary>
    public int Fail(int code, string text, string remedy = "")
    {
        if (Json) return End(code, new JsonObject { ["error"] = text, ["remedy"] = remedy });
        _err.WriteLine(text, Style.Parse("red"));
        if (remedy.Length > 0) _err.WriteLine("  " + remedy);
        return code;
    }

    /// <summary>The one JSON object, when it was asked for.</summary>
    public int End(int code, JsonObject facts)
    {
        if (!Json) return code;
        var all = new JsonObject { ["ok"] = code == Exit.Ok, ["exit"] = code };
        foreach (var (name, value) in facts.ToList()) all[name] = value?.DeepClone();
        System.Console.Out.WriteLine(all.ToJsonString(Readable));
        return code;
    }

    /// <summary>Asks a person. Only when <see cref="MayAsk"/>.</summary>
    public string Ask(string question, string otherwise = "", bool secret = false)
    {
        var prompt = new TextPrompt<string>(Markup.Escape(question));
        if (otherwise.Length > 0) prompt.DefaultValue(otherwise);
        return _out.Prompt(secret ? prompt.Secret() : prompt);
    }

    // A pipe has no width: a line must stay a line, or nobody can grep for file:line.
    private static IAnsiConsole Console(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected) console.Profile.Width = 100_000;
        return console;
    }
}
