using System.Text.Json;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.TagToParameter;

/// <summary>Generated scans through the real app in the real kernel: no machine may start on values it does not hold.</summary>
public sealed class ScanPropertyTests(ITestOutputHelper output)
{
    private static readonly bool nightly = Environment.GetEnvironmentVariable("NIGHTLY") == "1";
    private static readonly int scans = nightly ? 100_000 : 2_500;

    private static readonly string[] endings =
    [
        "answer green", "approved by another", "released by two people", "rules moved after the scan",
        "state VALIDATED", "state SENT", "state LOCKED", "state BLOCKED",
        "ignored readback.answered", "ignored readback.noJob", "ignored readback.otherMachine", "ignored readback.unexpected",
        "refused tag.unknown", "refused tag.checkDigit", "refused machine.unknown", "refused job.state", "refused job.stale",
        "refused override.signature", "refused override.notAllowed", "refused override.reason", "refused recipe.ownApproval", "refused recipe.empty",
    ];

    [Fact]
    public async Task No_machine_starts_on_values_it_does_not_hold()
    {
        var seed = Seed();
        output.WriteLine($"seed {seed}, {scans} scans (MARKETPLACE_SEED runs one again)");
        var tally = new Tally();
        var wrong = await Run(Packages.Read("apps/auto/tag-to-parameter"), seed, scans, tally);
        output.WriteLine(tally.ToString());
        Assert.True(wrong is null, wrong);
        Assert.Empty(tally.Missing([.. endings, .. Reasons(), .. Enum.GetNames<Habit>().Select(h => "machine " + h)]));
    }

    [Theory]
    [InlineData("lib/readback.js", "setpoint.resolution) <= 0", "decimal.mul(setpoint.resolution, '2')) <= 0")]
    [InlineData("lib/readback.js", "setpoint.resolution) <= 0", "setpoint.resolution) >= 0")]
    [InlineData("lib/readback.js", "mine.find((v) => v === null || !within(s, v, decimal))", "mine.slice(0, 1).find((v) => v === null || !within(s, v, decimal))")]
    [InlineData("lib/readback.js", "mine.length === 0 ||", "")]
    [InlineData("lib/match.js", "v.status === 'approved' && v.effective <= today", "v.effective <= today")]
    [InlineData("lib/match.js", "v.status === 'approved' && v.effective <= today", "v.status === 'approved'")]
    [InlineData("lib/jobs.js", "if (ctx.now() > job.deadline)", "if (ctx.now() > job.deadline && false)")]
    [InlineData("lib/jobs.js", "if (job.machineCode.toLowerCase() !== device.toLowerCase())", "if (job.machineCode.length !== device.length)")]
    [InlineData("lib/recipes.js", "recipe.author === ctx.user.id ||", "false && recipe.author === ctx.user.id ||")]
    [InlineData("main.js", "ctx.secondSigner === ctx.user.id", "false")]
    [InlineData("main.js", "if (!overridable(job))", "if (job.state !== 'BLOCKED')")]
    public async Task Catches_a_wrong_rule(string path, string right, string wrong)
    {
        var spoiled = Packages.Spoiled("apps/auto/tag-to-parameter", path, right, wrong);
        // Whose draft it was is kept in two places; the wrong rule must look at neither.
        if (path == "lib/recipes.js")
        {
            var modules = new Dictionary<string, string>(spoiled.Script.Modules);
            modules[path] = modules[path].Replace("(recipe.authors ?? []).includes(ctx.user.id)", "false", StringComparison.Ordinal);
            spoiled = spoiled with { Script = spoiled.Script with { Modules = modules } };
        }
        var breach = await Run(spoiled, Seed(), 4_000, new Tally());
        output.WriteLine(breach ?? "nothing was seen");
        Assert.NotNull(breach);
    }

    /// <summary>The first breach, with the seed that shows it.</summary>
    private static async Task<string?> Run(Package package, int seed, int count, Tally tally)
    {
        using var kernel = new Kernel();
        string? breach = null;
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount + 1 }, async (i, _) =>
        {
            if (breach is not null) return;
            var scan = unchecked(seed + i);
            if (await new Scan(scan, kernel, package, tally).Run() is { } wrong) breach ??= $"scan {scan}: {wrong}";
        });
        return breach;
    }

    private static int Seed() =>
        Environment.GetEnvironmentVariable("MARKETPLACE_SEED") is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
        : nightly ? Random.Shared.Next() : 20_260_301;

    /// <summary>Every reason that the app has a sentence for.</summary>
    private static IEnumerable<string> Reasons() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Places.TagToParameter, "locales", "en.json"))).RootElement.EnumerateObject()
            .Where(p => p.Name.StartsWith("reason.", StringComparison.Ordinal)).Select(p => "reason " + p.Name["reason.".Length..]);
}
