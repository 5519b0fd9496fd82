using Xunit;

namespace Marketplace.Tests.House;

/// <summary>Every ban holds in every file it covers, and catches the wrong sample it carries.</summary>
public sealed class SourceRules
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> files = new(() =>
        Repository.Under(["src", "sdk", "tests"], ".cs", ".razor", ".cshtml")
            .Where(path => !path.StartsWith("tests/House/", StringComparison.Ordinal)) // it quotes what it bans
            .Select(SourceFile.Open).ToList());

    public static TheoryData<string> Names => new(Bans.All.Select(ban => ban.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds_in_every_file(string name)
    {
        var ban = Bans.All.Single(b => b.Name == name);
        None.Broke(name, files.Value.Where(file => ban.Covers(file.Path)).SelectMany(ban.Sees));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Catches_its_wrong_sample(string name)
    {
        var ban = Bans.All.Single(b => b.Name == name);
        Assert.True(ban.Covers(ban.WrongAt), "the sample stands where the ban does not count");
        Assert.NotEmpty(ban.Sees(new SourceFile(ban.WrongAt, ban.Wrong)));
    }

    [Fact]
    public void Sees_no_code_in_comments_and_literals()
    {
        var prose = new SourceFile("src/A.cs", "// DateTime.Now\nvar a = \"DateTime.Now\"; /* DateTime.Now */ var b = $\"DateTime.Now {c}\";");
        Assert.DoesNotContain("DateTime", prose.Code);
        Assert.Contains("c", prose.Code);
    }

    [Fact]
    public void Sees_code_inside_an_interpolation()
    {
        var code = new SourceFile("src/A.cs", "var a = $\"{DateTime.Now}\";");
        Assert.Contains("DateTime.Now", code.Code);
    }
}
