using System.Text;
using Marketplace.Domain.Publishing;
using Xunit;

namespace Marketplace.Tests.Unit.Publishing;

/// <summary>Small files of a folder travel as one and are found again as they were written.</summary>
public sealed class PackageFoldingTests
{
    private const string View = "{\n \"type\": \"table\",\n \"title\": \"app.name\",\n \"source\": { \"entity\": \"greeting\" },\n \"columns\": [\"text\"]\n}\n";

    private static readonly DateTimeOffset Today = new(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Files_of_a_folder_travel_as_one_and_come_back_with_their_lines()
    {
        using var sample = Sample();
        var package = sample.Open();
        var again = PackageReader.FromZip(PackageWriter.Pack(package, null)).Must();
        Assert.Equal(package.Digest, again.Digest);
        Assert.Equal(package.Entries.Keys, again.Entries.Keys);
        Assert.All(package.Entries, one => Assert.Equal(one.Value, again.Entries[one.Key]));
        Assert.Contains("views/a.json", again.Entries.Keys);
        Assert.Equal(7, Encoding.UTF8.GetString(again.Entries["views/b.json"]).Split('\n').Length);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(PackageWriter.Pack(package, null)));
        Assert.NotNull(zip.GetEntry("views.json"));
        Assert.Null(zip.GetEntry("views/a.json"));
    }

    [Fact]
    public void A_finding_in_the_package_is_at_the_line_of_the_authors_file()
    {
        using var sample = Sample();
        sample.Write("views/b.json", View.Replace("\"text\"", "\"txet\"", StringComparison.Ordinal));
        var again = PackageReader.FromZip(PackageWriter.Pack(sample.Open(), null)).Must();
        var finding = Assert.Single(ReleaseChecks.Run(again, null, Today, []), static one => one.Rule == "view.unknownField");
        Assert.Equal(("views/b.json", 5), (finding.File, finding.Line));
    }

    [Fact]
    public void What_is_no_json_travels_alone_so_that_the_finding_names_it()
    {
        using var sample = Sample();
        sample.Write("views/b.json", "{ \"type\": ");
        var package = PackageReader.FromFolder(sample.Folder).Package;
        Assert.NotNull(package);
        Assert.Contains(ReleaseChecks.Run(package, null, Today, []), static one => one is { File: "views/b.json", Severity: Severity.Red });
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"../a\":{}}")]
    [InlineData("{\"a\":{},\"a\":{}}")]
    [InlineData("{\"a\":{}} {}")]
    public void A_folder_that_is_none_is_refused(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (path, content) in new[] { ("app.json", SamplePackage.Manifest), ("views.json", text) })
            {
                using var writer = new StreamWriter(zip.CreateEntry(path, System.IO.Compression.CompressionLevel.NoCompression).Open());
                writer.Write(content);
            }
        Assert.Contains(PackageReader.ReadZip(bytes.ToArray()).Findings, static one => one is { Rule: "package.folded", File: "views.json" });
    }

    [Fact]
    public void Words_may_stand_in_groups_and_each_key_once()
    {
        using var sample = Sample();
        sample.Write("locales/en.json", """{ "app": { "name": "Hello", "summary": "Greets" }, "hello.label": "Greet" }""");
        Assert.Equal("Greets", sample.Open().Script.Locales["en"]["app.summary"]);
        Assert.Equal("Greets", LocaleText.Words("""{ "app": { "name": "Hello", "summary": "Greets" }, "n": 1 }"""u8.ToArray())["app.summary"]);
        sample.Write("locales/en.json", """{ "app": { "name": "Hello", "summary": "Greets" }, "app.name": "Hello", "hello.label": "Greet" }""");
        var twice = Assert.Single(PackageReader.FromFolder(sample.Folder).Findings, static one => one.Rule == "locale.type");
        Assert.Contains("stands twice", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_without_a_label_is_called_as_its_function_is_and_needs_that_word()
    {
        using var sample = Sample();
        sample.Write("views/b.json", View.Replace("[\"text\"]", "[\"text\"], \"actions\": [{ \"function\": \"hello\" }]", StringComparison.Ordinal));
        Assert.Contains(ReleaseChecks.Run(sample.Open(), null, Today, []), static one => one.Rule == "locale.missing" && one.Message.Contains("action.hello", StringComparison.Ordinal));
    }

    private static SamplePackage Sample()
    {
        var sample = new SamplePackage();
        sample.Write("app.json", SamplePackage.Manifest.Replace("\"functions\": {", "\"views\": { \"a\": \"views/a.json\", \"b\": \"views/b.json\" }, \"functions\": {", StringComparison.Ordinal));
        sample.Write("views/a.json", View);
        sample.Write("views/b.json", View);
        return sample;
    }
}
