using System.Text.Json;
using Marketplace.Tests.Apps.SeedGenerator;

namespace Marketplace.Tests.Apps.TagToParameter;

/// <summary>The committed seed: made by its generator, numbered rightly, and as large as promised.</summary>
public sealed class SeedTests
{
    private static string FileOf(string name) => Path.Combine(Places.TagToParameter, "seed", name);

    [Fact]
    public void Is_what_its_generator_makes()
    {
        foreach (var (name, text) in Seed.Files())
        {
            if (Environment.GetEnvironmentVariable("WRITE_SEED") == "1") File.WriteAllText(FileOf(name), text);
            Assert.Equal(text, File.ReadAllText(FileOf(name)));
        }
        Assert.Equal(Seed.Files().Keys.Order(), Directory.GetFiles(Path.Combine(Places.TagToParameter, "seed")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Holds_at_least_forty_variants_twelve_machines_and_three_hundred_coded_tags()
    {
        Assert.True(Rows("variant.json").Count >= 40);
        Assert.Equal(12, Rows("machine.json").Count);
        Assert.True(Rows("tag.json").Count(t => Text(t, "scheme") == "gs1") >= 100);
        Assert.True(Rows("tag.json").Count(t => Text(t, "scheme") == "gbt32007") >= 100);
        Assert.True(Rows("tag.json").Count(t => Text(t, "scheme") != "demo") >= 300);
    }

    [Fact]
    public void Numbers_every_coded_tag_with_a_right_check_digit_under_the_example_prefix()
    {
        foreach (var tag in Rows("tag.json").Where(t => Text(t, "scheme") != "demo"))
        {
            var code = Text(tag, "code");
            var gtin = code.StartsWith("(01)", StringComparison.Ordinal) ? code[4..18] : code["https://id.gs1.org/01/".Length..][..14];
            Assert.StartsWith("0952", gtin, StringComparison.Ordinal);
            Assert.Equal(Text(tag, "item"), gtin);
            Assert.True(HoldsItsCheckDigit(gtin), $"{code}: wrong check digit");
            Assert.EndsWith(Text(tag, "serial"), code.TrimEnd(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("6291041500213", true)]
    [InlineData("106141411234567897", true)]
    [InlineData("6291041500214", false)]
    public void Knows_published_check_digits(string number, bool right) => Assert.Equal(right, HoldsItsCheckDigit(number));

    [Fact]
    public void Doubles_no_code_and_points_at_records_that_exist()
    {
        var ids = Seed.Files().Keys.ToDictionary(static f => f[..^5], f => Rows(f).Select(r => Text(r, "$id")).ToList());
        foreach (var list in ids.Values) Assert.Equal(list.Count, list.Distinct().Count());
        foreach (var code in (string[])["tag.json", "variant.json", "machine.json"])
            Assert.Equal(Rows(code).Count, Rows(code).Select(r => Text(r, "code")).Distinct().Count());
        foreach (var value in Seed.Files().Keys.SelectMany(Rows).SelectMany(static r => r.EnumerateObject()).Select(static p => p.Value))
        {
            if (value.ValueKind != JsonValueKind.String || !value.GetString()!.StartsWith("$ref:", StringComparison.Ordinal)) continue;
            var path = value.GetString()![5..].Split('/');
            Assert.Contains(path[1], ids[path[0]]);
        }
    }

    /// <summary>Written apart from the generator: the weighted sum over all digits, the check digit included, ends in zero.</summary>
    private static bool HoldsItsCheckDigit(string number)
    {
        var (sum, weight) = (0, 1);
        foreach (var digit in number.Reverse())
        {
            sum += weight * (int)char.GetNumericValue(digit);
            weight = 4 - weight;
        }
        return sum % 10 == 0;
    }

    private static List<JsonElement> Rows(string file) => [.. JsonDocument.Parse(File.ReadAllText(FileOf(file))).RootElement.EnumerateArray()];

    private static string Text(JsonElement row, string field) => row.GetProperty(field).GetString()!;
}
