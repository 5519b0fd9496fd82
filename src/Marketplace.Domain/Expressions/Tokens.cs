namespace Marketplace.Domain.Expressions;

internal enum TokenKind { Name, Number, Text, Sign, End }

/// <param name="At">0-based character.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int At);

/// <summary>Cuts an expression into tokens.</summary>
internal static class Tokens
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ","];

    /// <summary>The tokens with an end mark, or where and why not.</summary>
    public static (List<Token> List, int At, string? Fault) Read(string text)
    {
        var list = new List<Token>();
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] is ' ' or '\t' or '\n' or '\r')
            {
                at++;
                continue;
            }
            var (token, fault) = One(text, at);
            if (fault is not null) return (list, at, fault);
            list.Add(token);
            at = End(text, token);
        }
        list.Add(new(TokenKind.End, "", text.Length));
        return (list, 0, null);
    }

    private static int End(string text, Token token) => token.Kind != TokenKind.Text ? token.At + token.Text.Length
        : token.At + 2 + token.Text.Length + token.Text.Count(c => c == '\'');

    private static (Token, string?) One(string text, int at)
    {
        var c = text[at];
        if (char.IsAsciiLetter(c)) return (new(TokenKind.Name, Run(text, at, x => char.IsAsciiLetterOrDigit(x) || x is '.' or '_'), at), null);
        if (char.IsAsciiDigit(c)) return (new(TokenKind.Number, Run(text, at, x => char.IsAsciiDigit(x) || x == '.'), at), null);
        if (c == '\'') return Quoted(text, at);
        foreach (var sign in Signs)
            if (text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal)) return (new(TokenKind.Sign, sign, at), null);
        return (default, c switch
        {
            '"' => "Text stands in single quotes: 'approved'.",
            '=' => "Equal is written ==.",
            '&' or '|' or '!' => "Write and, or, not in words.",
            _ => $"'{c}' means nothing here.",
        });
    }

    private static (Token, string?) Quoted(string text, int at)
    {
        var content = new System.Text.StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != '\'') content.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == '\'') content.Append(text[i++]);
            else return (new(TokenKind.Text, content.ToString(), at), null);
        }
        return (default, "The text is not closed; a quote inside a text is written twice.");
    }

    private static string Run(string text, int at, Func<char, bool> part)
    {
        var end = at;
        while (end < text.Length && part(text[end])) end++;
        return text[at..end];
    }
}
