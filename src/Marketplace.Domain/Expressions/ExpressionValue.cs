namespace Marketplace.Domain.Expressions;

/// <summary>What an expression can come to.</summary>
public enum ExpressionKind { Null, Boolean, Number, Text, Json, Refused }

/// <summary>A value of the expression language, or the reason why there is none. Numbers are exact: at most 15 digits before the
/// point and 12 after it.</summary>
public sealed record ExpressionValue
{
    private ExpressionValue() { }

    public ExpressionKind Kind { get; private init; }
    public bool Boolean { get; private init; }
    public decimal Number { get; private init; }
    public string Text { get; private init; } = "";

    /// <summary>Items of a list that a field holds; -1 for an object. Lists and objects can be counted and compared with null, no more.</summary>
    internal int Count { get; private init; }

    /// <summary><c>input.invalid</c> with the facts <c>rule</c> (<c>syntax type divide range text</c>), <c>at</c> (1-based character) and <c>message</c>.</summary>
    public Refusal? Refusal { get; private init; }

    public static readonly ExpressionValue Null = new() { Kind = ExpressionKind.Null };
    public static readonly ExpressionValue True = new() { Kind = ExpressionKind.Boolean, Boolean = true };
    public static readonly ExpressionValue False = new() { Kind = ExpressionKind.Boolean };

    /// <summary>True for the value true alone: a condition that is null, refused or anything else does not hold.</summary>
    public bool IsTrue => Kind == ExpressionKind.Boolean && Boolean;

    public static ExpressionValue Of(bool value) => value ? True : False;
    public static ExpressionValue Of(string text) => new() { Kind = ExpressionKind.Text, Text = text };
    public static ExpressionValue Of(decimal number) => new() { Kind = ExpressionKind.Number, Number = number };
    internal static ExpressionValue OfJson(int count) => new() { Kind = ExpressionKind.Json, Count = count };

    internal static ExpressionValue No(string rule, int at, string message) => new()
    {
        Kind = ExpressionKind.Refused,
        Refusal = Domain.Refusal.Of(Codes.InputInvalid, ("rule", rule), ("at", at + 1), ("message", message)),
    };

    /// <summary>As a cell shows it: numbers without needless zeros, nothing for null, lists and refusals.</summary>
    public override string ToString() => Kind switch
    {
        ExpressionKind.Boolean => Boolean ? "true" : "false",
        ExpressionKind.Number => Exact.Text(Number),
        ExpressionKind.Text => Text,
        _ => "",
    };
}
