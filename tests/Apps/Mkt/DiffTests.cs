namespace Marketplace.Tests.Apps.Mkt;

/// <summary><c>mkt diff</c>: what differs, the step it needs, and whether the number makes it; for people, for programs and for shells.</summary>
public sealed class DiffTests
{
    private const string Ask = """
        "permissions": [{ "scope": "invoke:device.command", "purpose": { "zh-CN": "发送指令", "en": "Send commands" } }],
          "plans":
        """;

    [Theory]
    [InlineData("0.1.1", "\"$schema\"", "\"$schema\"", 0, "patch", "")] // the number alone
    [InlineData("0.1.1", "support@example.com", "help@example.com", 0, "patch", "")] // only dressed up
    [InlineData("0.1.1", "\"plans\":", "\"consumes\": [\"a.b.c.v1\"], \"plans\":", 1, "minor", "0.2.0")]
    [InlineData("0.2.0", "\"plans\":", "\"consumes\": [\"a.b.c.v1\"], \"plans\":", 0, "minor", "")]
    [InlineData("0.2.0", "\"plans\":", Ask, 1, "major", "1.0.0")]
    [InlineData("1.0.0", "\"plans\":", Ask, 0, "major", "")]
    [InlineData("0.1.0", "\"plans\":", "\"plans\":", 1, "patch", "0.1.1")] // not above the other
    public async Task Computes_the_step_and_says_whether_the_number_makes_it(string version, string was, string now, int exit, string step, string least)
    {
        using var mkt = new Mkt();
        var app = await mkt.New("demo/form", "form");
        (await mkt.RunIn(app, "pack", "--unsigned", "--out", "before.zip")).Must(0);
        Edit(app, "\"version\": \"0.1.0\"", $"\"version\": \"{version}\"");
        Edit(app, was, now);
        var ending = (await mkt.RunIn(app, "diff", "before.zip", "--json")).Must(exit).Json();
        Assert.Equal((step, exit == 0), (ending.GetProperty("step").GetString(), ending.GetProperty("fits").GetBoolean()));
        if (least.Length > 0) Assert.Equal(least, ending.GetProperty("least").GetString());
        Assert.Equal(step == "major", ending.GetProperty("breaks").GetArrayLength() > 0);
    }

    [Fact]
    public async Task Tells_people_what_a_firm_will_read()
    {
        using var mkt = new Mkt();
        var app = await mkt.New("demo/form", "form");
        (await mkt.RunIn(app, "pack", "--unsigned", "--out", "before.zip")).Must(0);
        Edit(app, "\"plans\":", Ask);
        Edit(app, "\"version\": \"0.1.0\"", "\"version\": \"0.1.1\"");
        var said = (await mkt.RunIn(app, "diff", "before.zip", ".")).Must(1).Out;
        Assert.Contains("demo/form  0.1.0 -> 0.1.1", said, StringComparison.Ordinal);
        Assert.Contains("+ scopes    invoke:device.command: required  (asks every firm for consent)", said, StringComparison.Ordinal);
        Assert.Contains("The changes need MAJOR.", said, StringComparison.Ordinal);
        Assert.Contains("new permission invoke:device.command", said, StringComparison.Ordinal);
        Assert.Contains("0.1.1 does not: write 1.0.0 or higher.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_package_and_another_app_are_a_wrong_command_line()
    {
        using var mkt = new Mkt();
        var (form, other) = (await mkt.New("demo/form", "form"), await mkt.New("demo/other", "form"));
        Assert.Contains("is no package", (await mkt.RunIn(form, "diff", "none.zip")).Must(2).Err, StringComparison.Ordinal);
        Assert.Contains("two apps", (await mkt.RunIn(form, "diff", other)).Must(2).Err, StringComparison.Ordinal);
    }

    private static void Edit(string app, string was, string now)
    {
        var file = Path.Combine(app, "app.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(was, now, StringComparison.Ordinal));
    }
}
