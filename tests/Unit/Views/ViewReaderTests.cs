using System.Text;
using CsCheck;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Views;
using Xunit;

namespace Marketplace.Tests.Unit.Views;

public sealed class ViewReaderTests
{
    private const string Scan = """
        {
          "type": "scan", "title": "scan.title", "function": "onScan", "scanInput": "code",
          "place": { "entity": "machine", "value": "code", "label": "name", "input": "machine" },
          "answer": { "field": "answer", "green": "green", "red": "red" },
          "history": { "invocations": "onScan", "limit": 5 }
        }
        """;

    public static TheoryData<string> RealViews() =>
        [.. new[] { "apps", "sdk/templates" }.SelectMany(static root => Directory.GetFiles(Path.Combine(Repository.Root, root), "*.json", SearchOption.AllDirectories))
            .Where(p => Path.GetFileName(Path.GetDirectoryName(p)) == "views").Select(p => Path.GetRelativePath(Repository.Root, p))];

    [Theory]
    [MemberData(nameof(RealViews))]
    public void Reads_every_view_of_the_apps(string path)
    {
        var reading = ViewReader.Read(File.ReadAllBytes(Path.Combine(Repository.Root, path)), path);
        Assert.Empty(reading.Findings);
        Assert.NotNull(reading.View);
    }

    [Fact]
    public void Reads_a_scan_view_into_its_parts()
    {
        var view = Assert.IsType<View.Scan>(Read(Scan).View);
        Assert.Equal(("onScan", "machine", "code", 5), (view.Function, view.Place.Entity, view.ScanInput, view.History!.Limit));
        Assert.Null(view.Follow);
    }

    [Fact]
    public void Names_the_line_and_the_nearest_key_of_an_unknown_one()
    {
        var found = Assert.Single(Read("{\n  \"type\": \"table\",\n  \"title\": \"t\",\n  \"source\": {\"entity\": \"tag\"},\n  \"colums\": [],\n  \"columns\": [{\"field\": \"code\"}]\n}").Findings);
        Assert.Equal(("view.unknownKey", 5, "/colums"), (found.Rule, found.Line, found.Pointer));
        Assert.Contains("columns", found.Remedy);
    }

    [Fact]
    public void Names_the_line_of_a_wrong_value_inside_a_list()
    {
        var found = Assert.Single(Read("""
            {
              "type": "table", "title": "t", "source": { "entity": "tag" },
              "columns": [
                { "field": "code" },
                { "field": "at", "format": "dattime" }
              ]
            }
            """).Findings);
        Assert.Equal(("view.value", 5, "/columns/1/format"), (found.Rule, found.Line, found.Pointer));
        Assert.Contains("datetime", found.Remedy);
    }

    [Theory]
    [InlineData("""{"type":"boards","title":"t"}""", "view.value", "/type")]
    [InlineData("""{"title":"t"}""", "view.missing", "")]
    [InlineData("""[]""", "view.type", "")]
    [InlineData("""{"type":"form","title":"t","entity":"a","function":"b","fields":[{"field":"x"}]}""", "view.value", "")]
    [InlineData("""{"type":"form","title":"t","entity":"a","fields":[]}""", "view.missing", "/fields")]
    [InlineData("""{"type":"detail","title":5,"entity":"a","fields":[{"field":"x"}]}""", "view.type", "/title")]
    [InlineData("""{"type":"table","title":"t","source":{"entity":"a","limit":5000},"columns":[{"field":"x"}]}""", "view.type", "/source/limit")]
    [InlineData("""{"type":"table","type":"table"}""", "view.malformed", "")]
    [InlineData("""{"type": """, "view.malformed", "")]
    public void Refuses_what_is_no_view_and_says_where(string json, string rule, string pointer)
    {
        var reading = Read(json);
        Assert.Null(reading.View);
        var first = reading.Findings[0];
        Assert.Equal((rule, pointer, Severity.Red), (first.Rule, first.Pointer, first.Severity));
        Assert.NotEqual("", first.Remedy);
    }

    [Fact]
    public void Any_broken_copy_of_a_view_is_read_or_refused_but_never_throws() =>
        Gen.Select(Gen.Int[0, Scan.Length - 1], Gen.Char["{}[]\",:0a\\\u6c49"]).Sample((at, with) =>
        {
            var reading = Read(Scan[..at] + with + Scan[(at + 1)..]);
            return reading.View is not null == (reading.Findings.Count == 0) && reading.Findings.All(f => f.Line >= 1);
        }, iter: Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 50_000 : 5_000);

    private static ViewReading Read(string json) => ViewReader.Read(Encoding.UTF8.GetBytes(json), "views/a.json");
}
