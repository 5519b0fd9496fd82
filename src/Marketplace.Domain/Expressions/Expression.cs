using System.Text.Json;

namespace Marketplace.Domain.Expressions;

/// <summary>An expression of the app format's one expression language (grammar and meaning: <c>sdk/schema/expression.md</c>), used by
/// formulas, computed cells, row colours and the conditions of actions. Reading and evaluating are bounded by the text's 1,000
/// characters and 32 levels; there are no loops, names or effects.</summary>
public sealed class Expression
{
    private const int Longest = 1000;
    private readonly ExpressionNode _root;

    private Expression(string text, ExpressionNode root, IReadOnlySet<string> fields) => (Text, _root, Fields) = (text, root, fields);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The fields it names, dotted.</summary>
    public IReadOnlySet<string> Fields { get; }

    /// <summary>Reads an expression; refused as <c>input.invalid</c> with the facts <c>rule</c>, <c>at</c> and <c>message</c>.</summary>
    public static Answer<Expression> Parse(string text)
    {
        if (text.Length > Longest) return No(Longest, $"An expression has at most {Longest} characters.");
        var (tokens, at, fault) = Tokens.Read(text);
        if (fault is not null) return No(at, fault);
        var parser = new ExpressionParser(tokens);
        try
        {
            return new Expression(text, parser.Whole(), parser.Fields);
        }
        catch (ExpressionParser.Stop stop)
        {
            return No(stop.At, stop.Message);
        }
    }

    /// <summary>The value over a row (a JSON object; a field that is missing is null).</summary>
    /// <param name="decimals">Fields whose texts are decimals, so that they compare as numbers ("9.5" before "12.0").</param>
    public ExpressionValue Evaluate(JsonElement row, IReadOnlySet<string>? decimals = null) =>
        new ExpressionEvaluator(row, decimals).Of(_root);

    private static Refusal No(int at, string message) => ExpressionValue.No("syntax", at, message).Refusal!;
}
