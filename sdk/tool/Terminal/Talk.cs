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
    private readonly IAnsiConsole? _out = Terminal(Console.Out, Console.IsOutputRedirected);
    private readonly IAnsiConsole? _err = Terminal(Console.Error, Console.IsErrorRedirected);

    private Talk(bool json, bool mayAsk) => (Json, MayAsk) = (json, mayAsk);

    public bool Json { get; }

    /// <summary>True when a person sits at a terminal and has not forbidden questions.</summary>
    public bool MayAsk { get; }

    public static Talk Of(ParseResult line)
    {
        var json = line.GetValue(JsonOption);
        return new(json, !json && !line.GetValue(NonInteractiveOption) && !Console.IsInputRedirected && !Console.IsOutputRedirected);
    }

    /// <summary>The language of the person at the keyboard, for sentences of apps and of the platform; the tool itself speaks English.</summary>
    public static string Culture { get; } =
        (Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LANG") ?? "").StartsWith("zh", StringComparison.Ordinal) ? "zh-CN" : "en";

    /// <summary>A line for people; a style such as <c>green</c> or <c>bold</c> counts on a terminal only.</summary>
    public void Say(string text, string style = "") => Say("", "", text, style);

    /// <summary>A line that begins in another style.</summary>
    public void Say(string first, string style, string rest, string restStyle = "")
    {
        if (Json) return;
        Write(_out, Console.Out, first, style);
        Write(_out, Console.Out, rest, restStyle);
        Console.Out.WriteLine();
    }

    /// <summary>What went wrong, with the exit code that says so.</summary>
    public int Fail(int code, string text, string remedy = "")
    {
        if (Json) return End(code, new JsonObject { ["error"] = text, ["remedy"] = remedy });
        Write(_err, Console.Error, text, "red");
        Console.Error.WriteLine();
        if (remedy.Length > 0) Console.Error.WriteLine("  " + remedy);
        return code;
    }

    /// <summary>The one JSON object, when it was asked for.</summary>
    public int End(int code, JsonObject facts)
    {
        if (!Json) return code;
        var all = new JsonObject { ["ok"] = code == Exit.Ok, ["exit"] = code };
        foreach (var (name, value) in facts.ToList()) all[name] = value?.DeepClone();
        Console.Out.WriteLine(all.ToJsonString(Readable));
        return code;
    }

    /// <summary>Asks a person. Only when <see cref="MayAsk"/>.</summary>
    public string Ask(string question, string otherwise = "", bool secret = false)
    {
        var prompt = new TextPrompt<string>(Markup.Escape(question));
        if (otherwise.Length > 0) prompt.DefaultValue(otherwise);
        return AnsiConsole.Prompt(secret ? prompt.Secret() : prompt);
    }

    // A pipe has no width and no colours: a line must stay a line, or nobody can grep for file:line.
    private static IAnsiConsole? Terminal(TextWriter writer, bool redirected) =>
        redirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });

    private static void Write(IAnsiConsole? terminal, TextWriter pipe, string text, string style)
    {
        var shown = Printable(text);
        if (terminal is null) pipe.Write(shown);
        else if (shown.Length > 0) terminal.Write(shown, style.Length == 0 ? Style.Plain : Style.Parse(style));
    }

    // What an app or a server says is shown, not obeyed: no control character reaches the terminal.
    private static string Printable(string text) =>
        text.Any(static c => char.IsControl(c) && c != '\t') ? new string([.. text.Select(static c => char.IsControl(c) && c != '\t' ? ' ' : c)]) : text;
}
