using System.Text;
using System.Text.Json;
using Marketplace.Domain.Publishing;
using Xunit;

namespace Marketplace.Tests.Unit.Publishing;

public sealed class CompactJsonTests
{
    [Fact]
    public void A_package_carries_json_without_blanks_and_with_every_line_where_it_was()
    {
        using var sample = new SamplePackage();
        const string Seed = "[\n  { \"text\" : \"two  blanks, a \\\" and a tab \\t stay\", \"$id\":\t\"1\" },\n\n  { \"$id\": \"2\", \"text\": \"\\\\\" }\n]\n";
        sample.Write("seed/greeting.json", Seed);
        var carried = Encoding.UTF8.GetString(sample.Open().Entries["seed/greeting.json"]);
        Assert.Equal("[\n{\"text\":\"two  blanks, a \\\" and a tab \\t stay\",\"$id\":\"1\"},\n\n{\"$id\":\"2\",\"text\":\"\\\\\"}\n]\n", carried);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Seed), JsonElement.Parse(carried)));
    }

    [Fact]
    public void Folders_that_differ_in_blanks_alone_are_the_same_release()
    {
        using var sample = new SamplePackage();
        using var wide = new SamplePackage();
        foreach (var file in Directory.EnumerateFiles(wide.Folder, "*.json", SearchOption.AllDirectories))
            File.WriteAllText(file, File.ReadAllText(file).Replace("\n ", "\n     ", StringComparison.Ordinal).Replace("\": ", "\"  :\t", StringComparison.Ordinal));
        Assert.Equal(PackageWriter.Pack(sample.Open(), null), PackageWriter.Pack(wide.Open(), null));
        Assert.Equal(sample.Open().Digest, PackageReader.FromZip(PackageWriter.Pack(wide.Open(), null)).Must().Digest);
    }

    [Fact]
    public void What_is_no_json_stays_as_it_is_for_the_finding_that_says_so()
    {
        using var sample = new SamplePackage();
        sample.Write("seed/greeting.json", "[ { \"text\":  nothing } ]");
        Assert.Equal("[ { \"text\":  nothing } ]", Encoding.UTF8.GetString(sample.Open().Entries["seed/greeting.json"]));
    }

    [Fact]
    public void A_table_of_samples_is_a_list_of_records()
    {
        var table = SeedText.Records("[[\"$id\",\"code\",\"places\"],[\"1\",\"A\",2],[\"2\",\"B\",null]]"u8.ToArray());
        var list = SeedText.Records("[{\"$id\":\"1\",\"code\":\"A\",\"places\":2},{\"$id\":\"2\",\"code\":\"B\"}]"u8.ToArray());
        Assert.Equal(list.Select(static r => r.GetRawText()), table.Select(static r => r.GetRawText()));
        Assert.Empty(SeedText.Records("[]"u8.ToArray()));
    }
}
