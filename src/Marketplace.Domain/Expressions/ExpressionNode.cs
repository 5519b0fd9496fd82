namespace Marketplace.Domain.Expressions;

/// <summary>The tree of an expression. Closed.</summary>
internal abstract record ExpressionNode(int At)
{
    public sealed record Literal(int At, ExpressionValue Value) : ExpressionNode(At);

    public sealed record Field(int At, string Name, IReadOnlyList<string> Path) : ExpressionNode(At);

    /// <summary><c>not</c> and the minus before a value.</summary>
    public sealed record Unary(int At, string Sign, ExpressionNode Part) : ExpressionNode(At);

    public sealed record Binary(int At, string Sign, ExpressionNode Left, ExpressionNode Right) : ExpressionNode(At);

    public sealed record Call(int At, string Function, IReadOnlyList<ExpressionNode> Parts) : ExpressionNode(At);
}
