using System.Text.Json.Nodes;

namespace Marketplace.Tool.Scripts;

/// <summary>The verdict on one script as it crosses from the child: <c>completed</c>, <c>threw</c>, <c>limit</c>, <c>refused</c>,
/// <c>died</c> or <c>unreadable</c>, with a word for programs and a message for people, both bounded.</summary>
internal static class ScriptVerdict
{
    private const int Longest = 300;

    public static JsonObject Of(string verdict, string word, string message) => new()
    {
        ["verdict"] = verdict, ["word"] = Line(word), ["message"] = Line(message),
    };

    public static JsonObject Died(string message) => Of("died", "process", message);

    public static string Text(JsonObject of, string name) => of[name]?.GetValue<string>() ?? "";

    /// <summary>0 completed, 1 threw, 2 stopped at a limit, died or unreadable, 3 refused at admission.</summary>
    public static int Code(JsonObject answer) => Text(answer, "verdict") switch { "completed" => 0, "threw" => 1, "refused" => 3, _ => 2 };

    // One line whatever the script calls its error: half surrogate pairs and control characters cross no pipe unharmed.
    private static string Line(string text) => new([.. (text.Length > Longest ? text[..Longest] + "…" : text)
        .Select(static c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? ' ' : c)]);
}
