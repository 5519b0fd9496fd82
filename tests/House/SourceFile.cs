using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Marketplace.Tests.House;

/// <summary>One source file. <see cref="Code"/> is its text with comments and the insides of literals blanked out, line for
/// line, so that a rule about code does not fire on prose.</summary>
internal sealed class SourceFile(string path, string text)
{
    private readonly Lazy<SyntaxNode> syntax = new(() => CSharpSyntaxTree.ParseText(text).GetRoot());
    private readonly Lazy<string> code = new(() => path.EndsWith(".cs", StringComparison.Ordinal) ? Blank(text) : Plain(text));

    public string Path => path;
    public string Text => text;
    public string Code => code.Value;

    /// <summary>The syntax of a C# file.</summary>
    public SyntaxNode Syntax => syntax.Value;

    public bool IsCSharp => path.EndsWith(".cs", StringComparison.Ordinal);

    public int Lines { get; } = text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    public static SourceFile Open(string path) => new(path, Repository.Read(path));

    /// <summary>Where a pattern is found in some text of this file: <c>path:line what</c>.</summary>
    public IEnumerable<string> Find(string where, Regex pattern) =>
        pattern.Matches(where).Select(match => At(where.AsSpan(0, match.Index).Count('\n') + 1, match.Value));

    /// <summary>Names a node of the syntax: <c>path:line what</c>.</summary>
    public string At(SyntaxNode node) => At(node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, node.ToString().Split('\n')[0]);

    private string At(int line, string what) => $"{path}:{line} {what.Trim()}";

    private static string Blank(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text) kept.Append(c == '\n' ? '\n' : ' ');
        foreach (var token in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens())
        {
            var literal = token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.CharacterLiteralToken
                or SyntaxKind.Utf8MultiLineRawStringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken;
            if (literal) continue;
            for (var i = token.SpanStart; i < token.Span.End; i++) kept[i] = text[i];
        }
        return kept.ToString();
    }

    private static string Plain(string text) =>
        Regex.Replace(text, @"@\*.*?\*@|<!--.*?-->", m => Regex.Replace(m.Value, @"[^\n]", " "), RegexOptions.Singleline);
}
