using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Expressions;

/// <summary>Recursive descent over the grammar in <c>sdk/schema/expression.md</c>, at most 32 levels deep.</summary>
internal sealed class ExpressionParser(List<Token> tokens)
{
    private const int Deepest = 32;
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];
    private static readonly string[] Sums = ["+", "-"];
    private static readonly string[] Products = ["*", "/", "%"];

    private static readonly Dictionary<string, (int Least, int Most)> Functions = new(StringComparer.Ordinal)
    {
        ["if"] = (3, 3), ["round"] = (1, 2), ["min"] = (2, 8), ["max"] = (2, 8), ["len"] = (1, 1), ["date"] = (1, 1),
    };

    private int _next;
    private int _depth;

    public sealed class Stop(int at, string message) : Exception(message)
    {
        public int At => at;
    }

    public HashSet<string> Fields { get; } = new(StringComparer.Ordinal);

    private Token Here => tokens[_next];

    public ExpressionNode Whole()
    {
        var node = Either();
        return Here.Kind == TokenKind.End ? node : throw new Stop(Here.At, Comparisons.Contains(Here.Text)
            ? "Comparisons do not chain; join them with and." : $"\"{Here.Text}\" is not expected here.");
    }

    private ExpressionNode Either()
    {
        if (++_depth > Deepest) throw new Stop(Here.At, $"The expression is nested deeper than {Deepest} levels.");
        var left = Both();
        while (Word("or") is { } at) left = new ExpressionNode.Binary(at, "or", left, Both());
        _depth--;
        return left;
    }

    private ExpressionNode Both()
    {
        var left = Denied();
        while (Word("and") is { } at) left = new ExpressionNode.Binary(at, "and", left, Denied());
        return left;
    }

    private ExpressionNode Denied()
    {
        if (Word("not") is not { } at) return Compared();
        if (++_depth > Deepest) throw new Stop(at, $"The expression is nested deeper than {Deepest} levels.");
        var node = new ExpressionNode.Unary(at, "not", Denied());
        _depth--;
        return node;
    }

    private ExpressionNode Compared()
    {
        var left = Chain(Sums, () => Chain(Products, Signed));
        return Sign(Comparisons) is { } sign
            ? new ExpressionNode.Binary(sign.At, sign.Text, left, Chain(Sums, () => Chain(Products, Signed))) : left;
    }

    private ExpressionNode Chain(string[] signs, Func<ExpressionNode> part)
    {
        var left = part();
        while (Sign(signs) is { } sign) left = new ExpressionNode.Binary(sign.At, sign.Text, left, part());
        return left;
    }

    private ExpressionNode Signed()
    {
        if (Here is not { Kind: TokenKind.Sign, Text: "-" }) return Primary();
        var at = tokens[_next++].At;
        if (++_depth > Deepest) throw new Stop(at, $"The expression is nested deeper than {Deepest} levels.");
        var node = new ExpressionNode.Unary(at, "-", Signed());
        _depth--;
        return node;
    }

    private ExpressionNode Primary()
    {
        var token = tokens[_next];
        if (token.Kind != TokenKind.End) _next++;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new ExpressionNode.Literal(token.At, ExpressionValue.Of(Number(token)));
            case TokenKind.Text:
                return new ExpressionNode.Literal(token.At, ExpressionValue.Of(token.Text));
            case TokenKind.Name:
                return Named(token);
            case TokenKind.Sign when token.Text == "(":
                var inner = Either();
                Expect(")");
                return inner;
            case TokenKind.End:
                throw new Stop(token.At, "The expression ends too early.");
            default:
                throw new Stop(token.At, $"\"{token.Text}\" is not expected here.");
        }
    }

    private ExpressionNode Named(Token token)
    {
        switch (token.Text)
        {
            case "true": return new ExpressionNode.Literal(token.At, ExpressionValue.True);
            case "false": return new ExpressionNode.Literal(token.At, ExpressionValue.False);
            case "null": return new ExpressionNode.Literal(token.At, ExpressionValue.Null);
            case "and" or "or" or "not": throw new Stop(token.At, $"\"{token.Text}\" is not expected here.");
        }
        if (Here is { Kind: TokenKind.Sign, Text: "(" }) return Called(token);
        var path = token.Text.Split('.');
        if (path.Any(p => p.Length == 0)) throw new Stop(token.At, $"\"{token.Text}\" is no field.");
        Fields.Add(token.Text);
        return new ExpressionNode.Field(token.At, token.Text, path);
    }

    private ExpressionNode Called(Token token)
    {
        if (!Functions.TryGetValue(token.Text, out var range))
            throw new Stop(token.At, $"There is no function \"{token.Text}\".{Nearest.DidYouMean(token.Text, Functions.Keys)}");
        Expect("(");
        var parts = new List<ExpressionNode> { Either() };
        while (Sign([","]) is not null) parts.Add(Either());
        Expect(")");
        if (parts.Count < range.Least || parts.Count > range.Most)
            throw new Stop(token.At, $"{token.Text} takes {(range.Least == range.Most ? $"{range.Least}" : $"{range.Least} to {range.Most}")} values, not {parts.Count}.");
        return new ExpressionNode.Call(token.At, token.Text, parts);
    }

    private static decimal Number(Token token)
    {
        var point = token.Text.IndexOf('.');
        var fits = point < 0 || token.Text.Length - point - 1 <= Exact.Places;
        return (fits ? Exact.FromText(token.Text) : null)
            ?? throw new Stop(token.At, $"\"{token.Text}\" is no number of at most 15 digits before the point and {Exact.Places} after it.");
    }

    private int? Word(string word)
    {
        if (Here.Kind != TokenKind.Name || Here.Text != word) return null;
        return tokens[_next++].At;
    }

    private Token? Sign(string[] signs)
    {
        if (Here.Kind != TokenKind.Sign || !signs.Contains(Here.Text)) return null;
        return tokens[_next++];
    }

    private void Expect(string sign)
    {
        if (Sign([sign]) is null) throw new Stop(Here.At, $"\"{sign}\" is expected here.");
    }
}
