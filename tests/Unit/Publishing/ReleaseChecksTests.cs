using Marketplace.Domain.Publishing;
using Xunit;

namespace Marketplace.Tests.Unit.Publishing;

public sealed class ReleaseChecksTests
{
    private static readonly DateTimeOffset Today = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_careful_app_gets_green_lines_only_and_an_eye_on_its_listing()
    {
        var findings = Check();
        Assert.Equal(["listing.icon", "listing.readme", "listing.specs"], Rules(findings, Severity.Amber));
        Assert.Empty(Rules(findings, Severity.Red));
        Assert.Equal(9, findings.Count(f => f.Severity == Severity.Green));
    }

    [Theory]
    [InlineData("\"text\": { \"type\": \"text\", \"required\": true }", "\"text\": { \"type\": \"text\" }", "1.0.1", "version.lowStep", "\"1.1.0\"")]
    [InlineData("\"type\": \"text\", \"required\": true", "\"type\": \"integer\", \"required\": true", "1.1.0", "version.lowStep", "\"2.0.0\"")]
    [InlineData("\"entities\": {", "\"permissions\": [{ \"scope\": \"invoke:device.command\", \"purpose\": { \"zh-CN\": \"发\", \"en\": \"send\" } }], \"entities\": {", "1.1.0", "version.lowStep", "\"2.0.0\"")]
    [InlineData("\"entities\": {", "\"permissions\": [{ \"scope\": \"invoke:device.command\", \"required\": false, \"purpose\": { \"zh-CN\": \"发\", \"en\": \"send\" } }], \"entities\": {", "1.0.1", "version.lowStep", "\"1.1.0\"")]
    [InlineData("\"entities\": {", "\"egress\": [{ \"host\": \"api.example.com\", \"purpose\": { \"zh-CN\": \"查\", \"en\": \"look up\" } }], \"entities\": {", "1.9.0", "version.lowStep", "\"2.0.0\"")]
    [InlineData("\"entities\": {", "\"plans\": [{ \"id\": \"use\", \"kind\": \"call\", \"price\": 2000 }], \"entities\": {", "1.1.0", "version.lowStep", "\"2.0.0\"")]
    [InlineData("1.0.0", "1.0.0", "1.0.0", "version.notHigher", "1.0.1")]
    [InlineData("1.0.0", "1.0.0", "0.9.9", "version.notHigher", "1.0.1")]
    public void Refuses_a_lower_step_than_the_changes_need(string from, string to, string version, string rule, string remedy)
    {
        using var sample = new SamplePackage();
        var previous = sample.Open();
        sample.Write("app.json", SamplePackage.Manifest.Replace(from, to, StringComparison.Ordinal).Replace("\"1.0.0\"", $"\"{version}\"", StringComparison.Ordinal));
        var finding = Assert.Single(ReleaseChecks.Run(sample.Open(), previous, Today, []), f => f.Rule == rule);
        Assert.Equal((Severity.Red, "app.json", 3, "/version"), (finding.Severity, finding.File, finding.Line, finding.Pointer));
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"required\": true", "\"required\": true", "1.0.1")]
    [InlineData("\"indexes\": [[\"text\"]]", "\"indexes\": []", "1.1.0")]
    [InlineData("\"label\": \"hello.label\"", "\"label\": \"app.name\"", "1.1.0")]
    [InlineData("\"summary\": \"app.summary\"", "\"summary\": \"app.name\"", "1.0.1")]
    [InlineData("{ \"type\": \"text\", \"required\": true }", "{ \"type\": \"text\" }", "1.1.0")]
    public void Accepts_the_step_that_the_changes_need(string from, string to, string version)
    {
        using var sample = new SamplePackage();
        var previous = sample.Open();
        sample.Write("app.json", SamplePackage.Manifest.Replace(from, to, StringComparison.Ordinal).Replace("\"1.0.0\"", $"\"{version}\"", StringComparison.Ordinal));
        Assert.Empty(Rules(ReleaseChecks.Run(sample.Open(), previous, Today, []), Severity.Red));
    }

    [Theory]
    [InlineData("2026-11-20", null)]
    [InlineData("2026-01-01", null)]
    [InlineData("2026-11-22", "compatibility.future")]
    [InlineData("2099-01-01", "compatibility.future")]
    [InlineData("2025-12-31", "compatibility.early")]
    public void Refuses_a_day_to_come_and_one_before_the_first(string date, string? rule)
    {
        using var sample = new SamplePackage();
        sample.Write("app.json", SamplePackage.Manifest.Replace("2026-11-01", date, StringComparison.Ordinal));
        var found = ReleaseChecks.Run(sample.Open(), null, Today, []).Where(static f => f.Rule.StartsWith("compatibility.", StringComparison.Ordinal)).ToList();
        Assert.Equal(rule is null ? [] : [(rule, Severity.Red, "app.json", 6, "/runtime/compatibility")], found.Select(static f => (f.Rule, f.Severity, f.File, f.Line, f.Pointer)));
    }

    [Fact]
    public void A_break_of_records_needs_a_migration()
    {
        using var sample = new SamplePackage();
        var previous = sample.Open();
        sample.Write("app.json", SamplePackage.Manifest.Replace("\"text\": {", "\"words\": {", StringComparison.Ordinal)
            .Replace("[[\"text\"]]", "[]", StringComparison.Ordinal).Replace("\"1.0.0\"", "\"2.0.0\"", StringComparison.Ordinal));
        Assert.Equal(["version.needsMigration"], Rules(ReleaseChecks.Run(sample.Open(), previous, Today, []), Severity.Red));
    }

    [Fact]
    public void Shows_what_a_version_asks_beyond_the_one_before()
    {
        using var sample = new SamplePackage();
        var previous = sample.Open();
        sample.Write("app.json", SamplePackage.Manifest.Replace("\"entities\": {", """
            "permissions": [{ "scope": "invoke:device.command", "purpose": { "zh-CN": "发", "en": "send" } }], "entities": {
            """, StringComparison.Ordinal).Replace("\"1.0.0\"", "\"2.0.0\"", StringComparison.Ordinal));
        var finding = Assert.Single(ReleaseChecks.Run(sample.Open(), previous, Today, []), f => f.Rule == "permission.widened");
        Assert.Equal((Severity.Amber, "/permissions/0"), (finding.Severity, finding.Pointer));
    }

    [Theory]
    [InlineData("main.js", "const key = '-----BEGIN EC PRIVATE KEY-----';", "secret.privateKey", Severity.Red)]
    [InlineData("lib/a.js", "export const t = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';", "secret.token", Severity.Red)]
    [InlineData("seed/greeting.json", "[{ \"text\": \"AKIAIOSFODNN7EXAMPLE\" }]", "secret.token", Severity.Red)]
    [InlineData("lib/a.js", "const options = { apiKey: 'x8Jk2mQ9' };", "secret.password", Severity.Red)]
    [InlineData("lib/a.js", "const password = \"hunter2hunter2\";", "secret.password", Severity.Red)]
    [InlineData("lib/a.js", "const a = 'q9Zk3LxV7mTb2RwY8sNc5HdJ4pFg6AeU1iOo0QvX';", "secret.entropy", Severity.Amber)]
    public void Finds_secrets_and_never_prints_them(string path, string text, string rule, Severity severity)
    {
        using var sample = new SamplePackage();
        sample.Write(path, path == "main.js" ? text + "\nexport function hello() { return {}; }\n" : text + "\n");
        var finding = Assert.Single(ReleaseChecks.Run(sample.Open(), null, Today, []), f => f.Rule.StartsWith("secret.", StringComparison.Ordinal));
        Assert.Equal((rule, severity, path, 1), (finding.Rule, finding.Severity, finding.File, finding.Line));
        Assert.DoesNotContain("hunter2hunter2", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("x8Jk2mQ9", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export const label = 'secret.label';")]
    [InlineData("const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';")]
    [InlineData("const url = 'https://id.gs1.org/01/06901234567892/21/ABCDEFGHIJKLMNOPQRSTUVWXYZ';")]
    public void Leaves_plain_code_alone(string text)
    {
        using var sample = new SamplePackage();
        sample.Write("lib/a.js", text + "\n");
        Assert.DoesNotContain(ReleaseChecks.Run(sample.Open(), null, Today, []), f => f.Rule.StartsWith("secret.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hub/hel1o", "name.lookAlike", Severity.Red)]
    [InlineData("hub/he-llo", "name.lookAlike", Severity.Red)]
    [InlineData("d3mo/hello", "name.same", Severity.Amber)]
    [InlineData("hub/hello", "name.same", Severity.Amber)]
    [InlineData("dem0/other", "name.lookAlikePublisher", Severity.Red)]
    [InlineData("demo/hel1o", null, Severity.Green)]
    [InlineData("hub/goodbye", null, Severity.Green)]
    public void Tells_names_apart(string other, string? rule, Severity severity)
    {
        using var sample = new SamplePackage();
        var found = ReleaseChecks.Run(sample.Open(), null, Today, [other]).Where(f => f.Rule.StartsWith("name.", StringComparison.Ordinal)).ToList();
        Assert.Equal(rule is null ? [] : [(rule, severity)], found.Select(f => (f.Rule, f.Severity)));
    }

    [Fact]
    public void Refuses_a_name_in_two_scripts_that_look_alike()
    {
        using var sample = new SamplePackage();
        sample.Write("locales/en.json", "{ \"app.name\": \"Hell\u043e\", \"app.summary\": \"Greets\", \"hello.label\": \"Greet\" }");
        Assert.Contains(ReleaseChecks.Run(sample.Open(), null, Today, []), f => f.Rule == "name.mixedScripts" && f.File == "locales/en.json");
    }

    [Fact]
    public void Names_the_line_that_uses_a_missing_word()
    {
        using var sample = new SamplePackage();
        sample.Write("locales/en.json", "{ \"app.name\": \"Hello\", \"app.summary\": \"Greets\", \"hello.labl\": \"Greet\" }");
        var finding = Assert.Single(ReleaseChecks.Run(sample.Open(), null, Today, []), f => f.Rule == "locale.missing");
        Assert.Equal(("app.json", 10, "/functions/hello/label"), (finding.File, finding.Line, finding.Pointer));
        Assert.Contains("did you mean \"hello.labl\"?", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"entity\": \"greetin\"", "view.unknownEntity", 3)]
    [InlineData("\"entity\": \"greeting\", \"orderBy\": [\"-txt\"]", "view.unknownField", 3)]
    public void Names_the_line_of_a_view_that_names_nothing(string source, string rule, int line)
    {
        using var sample = WithView($"\"source\": {{ {source} }},\n  \"columns\": [{{ \"field\": \"text\" }}]");
        var finding = Assert.Single(ReleaseChecks.Run(sample.Open(), null, Today, []), f => f.Severity == Severity.Red);
        Assert.Equal((rule, "views/list.json", line), (finding.Rule, finding.File, finding.Line));
    }

    [Fact]
    public void Checks_columns_conditions_and_actions_of_a_view()
    {
        using var sample = WithView("""
            "source": { "entity": "greeting" },
              "columns": [{ "field": "texts" }],
              "rowColor": [{ "when": "text = 'x'", "color": "green" }, { "when": "txt == 'x'", "color": "red" }],
              "actions": [{ "function": "helo", "label": "app.name", "roles": ["boss"] }, { "function": "hello", "label": "app.name", "input": { "nam": "x" } }]
            """);
        Assert.Equal(["view.expression", "view.unknownField", "view.unknownField", "view.unknownField", "view.unknownFunction", "view.unknownRole"],
            Rules(ReleaseChecks.Run(sample.Open(), null, Today, []), Severity.Red));
    }

    [Theory]
    [InlineData("[{ \"text\": 5 }]", "seed.record")]
    [InlineData("[{ }]", "seed.record")]
    [InlineData("[{ \"text\": \"$ref:greeting/none\" }]", "seed.unknownReference")]
    [InlineData("[[\"$id\", \"text\"], [\"1\", 5]]", "seed.record")]
    [InlineData("[[\"$id\", \"text\"], [\"1\", \"a\", \"b\"]]", "seed.type")]
    [InlineData("[[\"text\"], [\"$ref:greeting/none\"]]", "seed.unknownReference")]
    [InlineData("{}", "seed.type")]
    [InlineData("[", "seed.syntax")]
    public void Refuses_sample_records_that_do_not_fit(string seed, string rule)
    {
        using var sample = new SamplePackage();
        sample.Write("seed/greeting.json", seed);
        Assert.Equal([rule], Rules(ReleaseChecks.Run(sample.Open(), null, Today, []), Severity.Red));
    }

    private static SamplePackage WithView(string body)
    {
        var sample = new SamplePackage();
        sample.Write("app.json", SamplePackage.Manifest.Replace("\"entities\": {", "\"views\": { \"list\": \"views/list.json\" }, \"entities\": {", StringComparison.Ordinal));
        sample.Write("views/list.json", "{\n  \"type\": \"table\", \"title\": \"app.name\",\n  " + body + "\n}\n");
        return sample;
    }

    private static IReadOnlyList<Finding> Check()
    {
        using var sample = new SamplePackage();
        return ReleaseChecks.Run(sample.Open(), null, Today, []);
    }

    private static IEnumerable<string> Rules(IEnumerable<Finding> findings, Severity severity) =>
        findings.Where(f => f.Severity == severity).Select(f => f.Rule).Order(StringComparer.Ordinal);
}
