using System.Text.RegularExpressions;

namespace Marketplace.Domain.Schemas;

/// <summary>The regular expressions of the app format: at most 200 characters, matched without backtracking (time linear in the
/// text), anywhere in the text unless anchored. Look-around and back references do not exist in them.</summary>
public static class Patterns
{
    private const int Longest = 200;

    /// <summary>A pattern ready to match; refused as <c>input.invalid</c> with the fact <c>message</c>.</summary>
    public static Answer<Regex> Read(string pattern)
    {
        if (pattern.Length > Longest) return No($"A pattern has at most {Longest} characters; this one has {pattern.Length}.");
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException e)
        {
            return No($"The pattern cannot be read: {e.Message}");
        }
        catch (NotSupportedException)
        {
            return No("The pattern uses look-around, a back reference, or counts too high; patterns here never backtrack.");
        }
    }

    private static Refusal No(string message) => Refusal.Of(Codes.InputInvalid, ("message", message));
}
