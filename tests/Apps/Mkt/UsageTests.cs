namespace Marketplace.Tests.Apps.Mkt;

/// <summary>Exit codes that scripts rely on, and words instead of stack traces.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData(2, "Did you mean check?", "chek")]
    [InlineData(2, "Did you mean --previous?", "check", "--previos", "x")]
    [InlineData(2, "new needs an app id", "new")]
    [InlineData(2, "\"Demo/Hello\" is no app id", "new", "Demo/Hello")]
    [InlineData(2, "hello", "new", "demo/x", "--template", "helo")]
    [InlineData(2, "run needs a function", "run")]
    [InlineData(2, "There is no folder none", "dev", "none")]
    [InlineData(2, "70000 is no port", "dev", "--port", "70000")]
    [InlineData(2, "status needs a release", "status")]
    [InlineData(2, "login needs --server", "login", "--non-interactive")]
    [InlineData(3, "Nobody is signed in", "whoami")]
    [InlineData(3, "Nobody is signed in", "status", "demo/hello@1.0.0")]
    [InlineData(3, "does not answer", "login", "--server", "http://localhost:9", "--token", "x")]
    public async Task Says_what_is_wrong_and_ends_with_the_code_for_it(int exit, string words, params string[] args)
    {
        using var mkt = new Mkt();
        var ending = (await mkt.Run(args)).Must(exit);
        Assert.Contains(words, ending.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ending.Err, StringComparison.Ordinal);
        Assert.Empty(ending.Out);
    }

    [Fact]
    public async Task Json_is_one_object_whatever_happens()
    {
        using var mkt = new Mkt();
        foreach (var args in new string[][] { ["check", "none", "--json"], ["chek", "--json"], ["whoami", "--json"], ["run", "--json"], ["new", "demo/hello", "--json"], ["logout", "--json"] })
        {
            var ending = await mkt.Run(args);
            Assert.True(ending.Err.Length == 0, ending.All);
            Assert.Equal(ending.Exit, ending.Json().GetProperty("exit").GetInt32());
            Assert.Equal(ending.Exit == 0, ending.Json().GetProperty("ok").GetBoolean());
        }
    }

    [Fact]
    public async Task What_the_machine_refuses_is_a_sentence()
    {
        using var mkt = new Mkt();
        var app = mkt.Lay("hello");
        var pack = (await mkt.RunIn(app, "pack", "--unsigned", "--out", Path.Combine("no", "such", "folder.zip"))).Must(1);
        Assert.Contains("folder.zip", pack.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", pack.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_verb_and_every_exit_code()
    {
        using var mkt = new Mkt();
        var help = (await mkt.Run("--help")).Must(0).Out;
        foreach (var verb in new[] { "new", "check", "test", "run", "dev", "types", "pack", "publish", "status", "login", "logout", "whoami" })
            Assert.Matches($"(?m)^  {verb} ", help);
        Assert.DoesNotContain("script-child", help, StringComparison.Ordinal);
        foreach (var code in new[] { "0 done", "1 a check", "2 the command line", "3 no server", "4 the brain" }) Assert.Contains(code, help, StringComparison.Ordinal);
    }
}
