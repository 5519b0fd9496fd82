using System.Text;
using CsCheck;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Publishing;
using Xunit;

namespace Marketplace.Tests.Unit.Catalogue;

public sealed class ManifestReaderTests
{
    [Theory]
    [InlineData("unknown-key", "manifest.unknownKey", 7, "/functons", "Did you mean \"functions\"?")]
    [InlineData("duplicate-key", "manifest.duplicateKey", 9, "/functions/hello", "Keep one of the two.")]
    [InlineData("missing-comma", "manifest.syntax", 4, "", "Correct the JSON at this line: quotes around names and text, commas between members, none after the last.")]
    [InlineData("wrong-id", "manifest.id", 2, "/id", "Write publisher/app, each 2 to 31 small letters, digits and hyphens, beginning with a letter: \"demo/hello-world\".")]
    [InlineData("build-metadata", "manifest.version", 3, "/version", "Write MAJOR.MINOR.PATCH, such as \"1.0.0\", or with a pre-release such as \"1.0.0-rc.1\"; small letters, no build metadata (+…).")]
    [InlineData("reserved-field", "manifest.reserved", 10, "/entities/recipe/fields/version", "Choose another, such as \"versionValue\".")]
    [InlineData("trigger-on-nothing", "manifest.unknownFunction", 11, "/triggers/0/function", "Did you mean \"onReadback\"?")]
    [InlineData("spend-without-cap", "manifest.cap", 8, "/permissions/0", "Add \"cap\": the most per month in micro-yuan (1 yuan = 1000000).")]
    [InlineData("one-language", "manifest.purpose", 10, "/permissions/0/purpose", "Add \"zh-CN\": \"…\" to \"purpose\".")]
    [InlineData("field-type", "manifest.value", 10, "/entities/tag/fields/code/type", "Use one of text, longtext, integer, decimal, money, boolean, date, datetime, duration, choice, reference, attachment, json.")]
    [InlineData("schema-keyword", "manifest.schema", 12, "/functions/hello/input/properties/when/format", "Use only type, properties, required, additionalProperties, items, minItems, maxItems, enum, const, minimum, maximum, minLength, maxLength, pattern, oneOf, title, description, default, secret.")]
    [InlineData("index-of-nothing", "manifest.unknownField", 11, "/entities/tag/indexes/0/0", "Did you mean \"code\"?")]
    public void Names_file_line_pointer_and_remedy_of_a_broken_manifest(string name, string rule, int line, string pointer, string remedy)
    {
        var file = $"tests/Unit/Catalogue/Broken/{name}.json";
        var reading = ManifestReader.Read(File.ReadAllBytes(Path.Combine(Repository.Root, file)), file);
        Assert.Null(reading.Manifest);
        var finding = Assert.Single(reading.Findings);
        Assert.Equal((rule, file, line, pointer, remedy), (finding.Rule, finding.File, finding.Line, finding.Pointer, finding.Remedy));
        Assert.Equal(Severity.Red, finding.Severity);
        Assert.NotEmpty(finding.Message);
    }

    [Fact]
    public void Every_broken_manifest_of_the_folder_is_in_the_table_above()
    {
        var table = typeof(ManifestReaderTests).GetMethod(nameof(Names_file_line_pointer_and_remedy_of_a_broken_manifest))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(a => (string)a.Data[0]!);
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/Unit/Catalogue/Broken")).Select(f => Path.GetFileNameWithoutExtension(f));
        Assert.Equal(files.Order(StringComparer.Ordinal), table.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Finds_everything_in_one_pass()
    {
        var reading = ManifestReader.Read("""
            { "id": 5, "version": "1", "nam": "x", "menu": [ { "view": "scan", "label": "a.b", "roles": ["boss"] } ],
              "plans": [ { "id": "use", "kind": "call" } ], "runtime": { "compatibility": "today", "budget": { "cpuMs": 5000 } } }
            """u8);
        Assert.Equal(
            ["manifest.missingKey", "manifest.missingKey", "manifest.missingKey", "manifest.range", "manifest.type", "manifest.unknownKey",
             "manifest.unknownRole", "manifest.unknownView", "manifest.value", "manifest.version"],
            reading.Findings.Select(f => f.Rule).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("invoke:device.command", true)]
    [InlineData("share:energy.daily:purpose=index", true)]
    [InlineData("spend:finance.factoring", true)]
    [InlineData("invoke", false)]
    [InlineData("invoke:device", false)]
    [InlineData("invok:device.command", false)]
    [InlineData("invoke:device.command:a:b", false)]
    [InlineData("invoke:Device.command", false)]
    [InlineData("read:tenant.records:*", false)]
    [InlineData("read:..", false)]
    public void Knows_a_permission_by_its_grammar(string scope, bool good)
    {
        var cap = scope.StartsWith("spend", StringComparison.Ordinal) ? ",\"cap\":1000000" : "";
        var reading = Read("{\"permissions\":[{\"scope\":\"" + scope + "\",\"purpose\":{\"zh-CN\":\"用\",\"en\":\"use\"}" + cap + "}]}");
        Assert.Equal(good, reading.Manifest is not null);
    }

    [Theory]
    [InlineData("30 6 * * 1-5", true)]
    [InlineData("*/15 0-23/2 1,15 * 0", true)]
    [InlineData("60 6 * * *", false)]
    [InlineData("* * * *", false)]
    [InlineData("5-1 * * * *", false)]
    [InlineData("@daily", false)]
    public void Knows_a_schedule_by_its_grammar(string cron, bool good) =>
        Assert.Equal(good, Read("{\"functions\":{\"f\":{}},\"triggers\":[{\"on\":\"schedule\",\"function\":\"f\",\"cron\":\"" + cron + "\"}]}").Manifest is not null);

    [Theory]
    [InlineData("price * qty", true)]
    [InlineData("price * qy", false)]
    [InlineData("price *", false)]
    [InlineData("total + 1", false)]
    public void Reads_formulas_over_stored_fields_of_the_same_entity(string formula, bool good) =>
        Assert.Equal(good, Read(
            """{"entities":{"line":{"fields":{"price":{"type":"money"},"qty":{"type":"integer"},"total":{"type":"money","formula":"FORMULA"}}}}}"""
                .Replace("FORMULA", formula, StringComparison.Ordinal)).Manifest is not null);

    [Fact]
    public void Any_bytes_are_read_or_refused_with_a_line() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            var reading = ManifestReader.Read(bytes);
            return reading.Manifest is not null || reading.Findings.All(f => f.Line >= 1);
        }, iter: Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 100_000 : 10_000);

    [Fact]
    public void A_manifest_with_one_byte_changed_never_breaks_the_reader()
    {
        var whole = File.ReadAllBytes(Path.Combine(Repository.Root, "apps/auto/tag-to-parameter/app.json"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var bytes = (byte[])whole.Clone();
            bytes[at] = value;
            var reading = ManifestReader.Read(bytes);
            return reading.Manifest is not null || reading.Findings.Any(f => f.Severity == Severity.Red);
        }, iter: Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 10_000 : 1_000);
    }

    private static ManifestReading Read(string parts)
    {
        var head = """
            {"id":"demo/hello","version":"1.0.0","name":"app.name","summary":"app.summary","runtime":{"compatibility":"2026-11-01"},
            """;
        return ManifestReader.Read(Encoding.UTF8.GetBytes(head + parts.Trim()[1..]));
    }
}
