using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Marketplace.Tests.House;

/// <summary>How long things may be. The measured numbers are printed at every run.</summary>
public sealed class Budgets(ITestOutputHelper output)
{
    private const int Median = 60, P95 = 200, Longest = 400, LongestTest = 600, Program = 80, Readme = 140, Parameters = 5;

    /// <summary>Constructors that may take more, each for the reason beside it.</summary>
    private static readonly string[] wideConstructors =
    [
        "Located", // a value: its parts are read together
    ];

    private static readonly IReadOnlyList<SourceFile> product =
        Repository.Under(["src", "sdk"], ".cs", ".razor").Select(SourceFile.Open).ToList();

    [Fact]
    public void Product_files_are_short()
    {
        var lines = product.Select(file => file.Lines).Order().ToList();
        var (median, p95) = (At(lines, 0.5), At(lines, 0.95));
        output.WriteLine($"{lines.Count} files, {lines.Sum()} lines: median {median}, 95th percentile {p95}, longest {lines[^1]}");
        None.Broke("a file is too long", TooLong(product, Longest));
        Assert.True(median <= Median, $"median {median}, at most {Median}");
        Assert.True(p95 <= P95, $"95th percentile {p95}, at most {P95}: {string.Join(", ", product.Where(f => f.Lines > P95).Select(f => $"{f.Path} {f.Lines}"))}");
    }

    [Fact]
    public void Test_files_are_short() =>
        None.Broke("a test file is too long", TooLong(Repository.Under(["tests"], ".cs").Select(SourceFile.Open), LongestTest));

    [Fact]
    public void Programs_only_compose() =>
        None.Broke("a program does more than compose", TooLong(product.Where(file => Path.GetFileName(file.Path) == "Program.cs"), Program));

    [Fact]
    public void The_readme_is_no_manual() =>
        Assert.True(SourceFile.Open("README.md").Lines <= Readme, $"README.md is over {Readme} lines");

    [Fact]
    public void Constructors_take_few_things() => None.Broke("a constructor takes too much", product.SelectMany(TooWide));

    [Fact]
    public void Catches_a_file_that_is_too_long() =>
        Assert.NotEmpty(TooLong([new SourceFile("src/A.cs", string.Concat(Enumerable.Repeat("//\n", Longest + 1)))], Longest));

    [Fact]
    public void Catches_a_constructor_that_takes_too_much()
    {
        Assert.NotEmpty(TooWide(new SourceFile("src/A.cs", "class A(int a, int b, int c, int d, int e, int f) { }")));
        Assert.NotEmpty(TooWide(new SourceFile("src/A.cs", "class A { A(int a, int b, int c, int d, int e, int f) { } }")));
    }

    private static IEnumerable<string> TooLong(IEnumerable<SourceFile> files, int limit) =>
        files.Where(file => file.Lines > limit).Select(file => $"{file.Path} has {file.Lines} lines, at most {limit}");

    /// <summary>Classes only: a record is a value with as many parts as it has.</summary>
    private static IEnumerable<string> TooWide(SourceFile file)
    {
        if (!file.IsCSharp) yield break;
        foreach (var type in file.Syntax.DescendantNodes().OfType<ClassDeclarationSyntax>())
        {
            var lists = type.Members.OfType<ConstructorDeclarationSyntax>().Select(c => c.ParameterList).Append(type.ParameterList);
            var widest = lists.Max(list => list?.Parameters.Count ?? 0);
            if (widest > Parameters && !wideConstructors.Contains(type.Identifier.Text))
                yield return $"{file.Path} {type.Identifier.Text} takes {widest} things, at most {Parameters}";
        }
    }

    private static int At(List<int> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
