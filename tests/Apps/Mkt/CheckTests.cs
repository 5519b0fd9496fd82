using System.Text.Json;

namespace Marketplace.Tests.Apps.Mkt;

/// <summary><c>mkt check</c> on broken apps: each folder under <c>broken/</c> holds one manifest with one fault, laid over the hello
/// template, and what an author must be told about it.</summary>
public sealed class CheckTests
{
    private sealed record Expected(string File, int Line, string Pointer, string Rule, string Remedy, bool Schema);

    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    public static string Broken => Path.Combine(Places.Root, "tests", "Apps", "Mkt", "broken");

    public static TheoryData<string> Cases() => [.. Directory.EnumerateDirectories(Broken).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_at_least_ten_and_each_breaks_another_rule()
    {
        var rules = Cases().Select(c => Read(c.Data).Rule).ToList();
        Assert.True(rules.Count >= 10);
        Assert.Equal(rules.Distinct().Count(), rules.Count);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Names_file_line_pointer_rule_and_remedy_of_a_broken_manifest(string name)
    {
        var expected = Read(name);
        using var mkt = new Mkt();
        var check = (await mkt.RunIn(Lay(mkt, name), "check")).Must(1);
        var lines = check.Out.ReplaceLineEndings("\n").Split('\n');
        var place = expected.Pointer.Length > 0 ? $" at {expected.Pointer}" : "";
        var at = Array.FindIndex(lines, l => l.StartsWith($"{expected.File}:{expected.Line}: error {expected.Rule}{place}: ", StringComparison.Ordinal));
        Assert.True(at >= 0, check.All);
        Assert.Equal("    " + expected.Remedy, lines[at + 1]);
        Assert.All(lines.Where(l => l.Contains(": error ", StringComparison.Ordinal)), l => Assert.Contains(expected.Rule, l, StringComparison.Ordinal)); // one fault, no echoes
    }

    [Fact]
    public async Task Tells_programs_the_same()
    {
        using var mkt = new Mkt();
        var check = (await mkt.RunIn(Lay(mkt, "01-unknown-key"), "check", "--json")).Must(1);
        Assert.Empty(check.Err);
        var expected = Read("01-unknown-key");
        var finding = Assert.Single(check.Json().GetProperty("findings").EnumerateArray());
        Assert.Equal(("red", expected.File, expected.Line, expected.Pointer, expected.Rule, expected.Remedy), (finding.GetProperty("severity").GetString(),
            finding.GetProperty("file").GetString(), finding.GetProperty("line").GetInt32(), finding.GetProperty("pointer").GetString(),
            finding.GetProperty("rule").GetString(), finding.GetProperty("remedy").GetString()));
        Assert.Equal((false, 1), (check.Json().GetProperty("ok").GetBoolean(), check.Json().GetProperty("exit").GetInt32()));
    }

    [Fact]
    public async Task The_template_under_every_broken_manifest_is_sound()
    {
        using var mkt = new Mkt();
        (await mkt.RunIn(mkt.Lay("hello"), "check")).Must(0);
    }

    [Fact]
    public async Task Computes_the_version_step_from_the_version_before()
    {
        using var mkt = new Mkt();
        var app = await mkt.New("demo/form", "form");
        (await mkt.RunIn(app, "pack", "--unsigned", "--out", "before.zip")).Must(0);
        Edit(app, "\"version\": \"0.1.0\"", "\"version\": \"0.1.1\"");
        Edit(app, "\"plans\":", """
            "permissions": [{ "scope": "invoke:device.command", "purpose": { "zh-CN": "发送指令", "en": "Send commands" } }],
              "plans":
            """);
        var low = (await mkt.RunIn(app, "check", "--previous", "before.zip")).Must(1);
        Assert.Contains("version.lowStep", low.Out, StringComparison.Ordinal);
        Assert.Contains("Set \"version\" to \"1.0.0\".", low.Out, StringComparison.Ordinal);
        Edit(app, "\"version\": \"0.1.1\"", "\"version\": \"1.0.0\"");
        (await mkt.RunIn(app, "check", "--previous", "before.zip")).Must(0);
    }

    /// <summary>What a case expects; the schema's test reads the same files.</summary>
    internal static bool SchemaSees(string name) => Read(name).Schema;

    private static string Lay(Mkt mkt, string name)
    {
        var app = mkt.Lay("hello");
        File.Copy(Path.Combine(Broken, name, "app.json"), Path.Combine(app, "app.json"), overwrite: true);
        return app;
    }

    private static Expected Read(string name) => JsonSerializer.Deserialize<Expected>(File.ReadAllText(Path.Combine(Broken, name, "expect.json")), Camel)!;

    private static void Edit(string app, string was, string now)
    {
        var file = Path.Combine(app, "app.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(was, now, StringComparison.Ordinal));
    }
}
