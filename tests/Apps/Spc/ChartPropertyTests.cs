using System.Globalization;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Tests.Apps.Piecework;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.Spc;

/// <summary>Generated lines through the real app in the real kernel: limits, broken rules and indices are an engineer's who shares no code with them.</summary>
public sealed class ChartPropertyTests(ITestOutputHelper output)
{
    private static readonly bool nightly = Environment.GetEnvironmentVariable("NIGHTLY") == "1";
    private static readonly string[] endings =
        ["left out", "refused limits.unstable", "refused limits.own", "refused limits.few", "refused capability.unstable", "signed n = 1", "signed n = 2+", "broken N1", "broken N2", "broken N3", "broken N5", "broken N6", "broken W4"];

    [Fact]
    public async Task Limits_rules_and_indices_are_an_engineers()
    {
        var (seed, lines, tally) = (Seed(), nightly ? 200 : 8, new Tally());
        output.WriteLine($"seed {seed}, {lines} lines (MARKETPLACE_SEED runs one again)");
        var wrong = await Run(Packages.Read("apps/auto/spc"), seed, lines, tally);
        output.WriteLine(tally.ToString());
        Assert.True(wrong is null, wrong);
        Assert.Empty(tally.Missing(endings));
    }

    [Theory]
    [InlineData("lib/figures.js", "ctx.stats.xbarR(", "ctx.stats.xbarS(")]
    [InlineData("lib/figures.js", "Math.max(...numbers) - Math.min(...numbers), ...figures.spread", "Math.max(...numbers), ...figures.spread")]
    [InlineData("lib/limits.js", ", state: { ne: 'excluded' } }, orderBy", " }, orderBy")]
    [InlineData("lib/limits.js", "if (out.length > 0)", "if (false)")]
    [InlineData("lib/limits.js", "limits.proposedBy === ctx.user.id", "false")]
    [InlineData("lib/limits.js", "study.length < LEAST", "study.length < 2")]
    [InlineData("lib/samples.js", "limits: limits.id, state", "state")]
    [InlineData("lib/samples.js", "points.slice(-LOOK_BACK)", "points.slice(-8)")]
    [InlineData("lib/samples.js", "last(broken(ctx, single(rules), [spread]))", "last(broken(ctx, rules, [{ ...spread, sigma: spread.sigma * 2 }]))")]
    [InlineData("lib/rules.js", "least: least ?? of", "least: of")]
    [InlineData("lib/rules.js", "sigmas: sigmas ?? 0", "sigmas: 3")]
    [InlineData("lib/capability.js", "if (out.length > 0)", "if (false)")]
    public async Task Catches_a_wrong_rule(string path, string right, string wrong)
    {
        var package = Packages.Read("apps/auto/spc");
        var source = package.Script.Modules[path];
        Assert.Contains(right, source, StringComparison.Ordinal);
        var modules = new Dictionary<string, string>(package.Script.Modules) { [path] = source.Replace(right, wrong, StringComparison.Ordinal) };
        var spoiled = package with { Script = package.Script with { Modules = modules, Digest = right + wrong } };
        var breach = await Run(spoiled, 20_261_127, 6, new Tally());
        output.WriteLine(breach ?? "nothing was seen");
        Assert.NotNull(breach);
    }

    private static async Task<string?> Run(Package package, int seed, int lines, Tally tally)
    {
        using var kernel = new Kernel();
        for (var i = 0; i < lines; i++)
        {
            try
            {
                await new Line(new Shop(kernel, package), new Dice(unchecked(seed + i)), tally).Run();
            }
            catch (BreachException wrong)
            {
                return $"line {seed + i}: {wrong.Message}";
            }
        }
        return null;
    }

    private static int Seed() =>
        Environment.GetEnvironmentVariable("MARKETPLACE_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture)
        : nightly ? Random.Shared.Next() : 20_261_127;
}
