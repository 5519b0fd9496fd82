using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Texts;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Specs;

namespace Marketplace.Tests.Apps.Delivery;

/// <summary>The package carries a spec for each thing that a person does; the rest of what its rules promise is proved here, by specs of the same form
/// over the same records, so that the package stays small.</summary>
public sealed class MoreSpecTests
{
    private static readonly string folder = Path.Combine(Places.Root, "tests", "Apps", "Delivery", "Specs");

    [Fact]
    public async Task Every_further_spec_holds()
    {
        var results = await Run(static package => package);
        Assert.Empty(results.SelectMany(static one => one.Failures.Select(failure => $"{one.File} {one.Name}: {failure}")));
        Assert.True(results.Count > 100, $"{results.Count} specs");
    }

    [Theory]
    [InlineData("lib/freight.js", "if (delivery.boxes === 0) throw", "if (false) throw", "not before it is packed")]
    [InlineData("lib/shared.js", "if (request.most && quote.commits > request.most) throw", "if (false) throw", "dearer than one's limit is not taken")]
    [InlineData("lib/funding.js", "statement.state !== 'invoiced' ||", "false ||", "not before it is invoiced")]
    [InlineData("lib/people.js", "one.hourFen * 10000 > request.hour", "false", "somebody who costs more an hour than was said is not taken")]
    public async Task A_rule_made_wrong_is_caught(string path, string right, string wrong, string spec)
    {
        var results = await Run(package =>
        {
            var modules = new Dictionary<string, string>(package.Script.Modules);
            Assert.Contains(right, modules[path], StringComparison.Ordinal);
            modules[path] = modules[path].Replace(right, wrong, StringComparison.Ordinal);
            return package with { Script = package.Script with { Modules = modules, Digest = right + wrong } };
        });
        Assert.Contains(results, one => one.Name == spec && one.Failures.Count > 0);
    }

    /// <summary>A code that comes back is shown in the platform's words, what to do next in the app's: every step has some.</summary>
    [Fact]
    public void Every_outcome_has_words_in_both_languages()
    {
        var words = Packages.Read("apps/auto/delivery").Script.Locales;
        string[] steps = [.. Steps("freight", "asked taking taken booked moving arrived done none trouble"), .. Steps("funding", "asked confirmed applied offered taking taken financed done none trouble"),
            .. Steps("people", "asked offered taking taken done none trouble"), .. Steps("loan", "taken signing insured active ended done none trouble")];
        foreach (var culture in new[] { "zh-CN", "en" })
        {
            Assert.All(steps, step => Assert.Contains($"state.{step}", words[culture]));
            Assert.All(typeof(Codes).GetFields().Where(static field => field.IsLiteral).Select(static field => field.GetRawConstantValue()).OfType<string>().Where(static code => code.StartsWith("logistics.", StringComparison.Ordinal)
                || code.StartsWith("finance.", StringComparison.Ordinal) || code.StartsWith("talent.", StringComparison.Ordinal) || code is Codes.CapReached or Codes.GrantMissing or Codes.ConflictState),
                code => Assert.NotNull(RefusalTexts.Sentence(culture, code)));
        }
    }

    private static IEnumerable<string> Steps(string kind, string steps) => steps.Split(' ').Select(step => $"{kind}.{step}");

    private static async Task<IReadOnlyList<SpecResult>> Run(Func<Package, Package> changed)
    {
        var package = Packages.Read("apps/auto/delivery");
        var entries = package.Entries.ToDictionary(StringComparer.Ordinal);
        var own = JsonNode.Parse(package.Entries["specs/records.json"])!.AsObject();
        foreach (var (entity, named) in JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "records.json")))!.AsObject())
        {
            if (own[entity] is not JsonObject) own[entity] = new JsonObject();
            foreach (var (name, record) in named!.AsObject()) own[entity]![name] = record!.DeepClone();
        }
        entries["specs/records.json"] = Encoding.UTF8.GetBytes(own.ToJsonString());
        foreach (var file in Directory.EnumerateFiles(folder, "*.spec.json")) entries[$"specs/more-{Path.GetFileName(file)}"] = await File.ReadAllBytesAsync(file);
        using var kernel = new Kernel();
        return await SpecRunner.Run(changed(package with { Entries = entries }), kernel, TestContext.Current.CancellationToken);
    }
}
