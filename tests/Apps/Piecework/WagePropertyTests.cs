using System.Globalization;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.Piecework;

/// <summary>Whole months of generated teams through the real app in the real kernel; the pay slips are a clerk's, to the fen.</summary>
public sealed class WagePropertyTests(ITestOutputHelper output)
{
    private static readonly bool nightly = Environment.GetEnvironmentVariable("NIGHTLY") == "1";
    private static readonly string[] endings =
    [
        "reported at 1", "reported at 1.5", "reported at 2", "reported at 3", "corrected", "month with hours", "month with makeup",
        "red overtime.missing", "refused overtime.straddles", "refused sheet.makeup", "refused sheet.monthRuns",
    ];

    /// <summary>By night twenty teams of three make the sixty people of a factory.</summary>
    [Fact]
    public async Task Slips_are_what_a_clerk_works_out()
    {
        var (seed, teams, tally) = (Seed(), nightly ? 20 : 2, new Tally());
        output.WriteLine($"seed {seed}, {teams} teams of 3 in October 2026 (MARKETPLACE_SEED runs one again)");
        var wrong = await Run(Packages.Read("apps/auto/piecework"), seed, teams, 31, tally);
        output.WriteLine(tally.ToString());
        Assert.True(wrong is null, wrong);
        Assert.Empty(tally.Missing(endings));
    }

    [Theory]
    [InlineData("lib/wages.js", "piece * (factor - 100)", "piece * factor")]
    [InlineData("lib/wages.js", "account.plainTime + account.hourlyTime", "account.plainTime + account.overtimeTime + account.hourlyTime")]
    [InlineData("lib/wages.js", "floor - piece - hourly", "floor - piece - premium - hourly")]
    [InlineData("lib/wages.js", "(2 * Math.abs(a) + b)", "(2 * Math.abs(a))")]
    [InlineData("lib/days.js", "workday: 150, restday: 200, holiday: 300", "workday: 150, restday: 150, holiday: 300")]
    [InlineData("lib/days.js", "if (line) return line.kind;", "")]
    [InlineData("lib/reports.js", "permit.from > from || permit.to < to", "false")]
    [InlineData("lib/reports.js", "{ piece: wage.piece, premium: wage.premium });\n  const id", "{ piece: wage.piece });\n  const id")]
    [InlineData("lib/sheets.js", "line.makeup > 0 && line.makeupState !== 'approved'", "line.makeup > 0 && line.makeupState === 'missing' && false")]
    [InlineData("lib/sheets.js", "effective: { lt: nextMonth(ctx, month) }", "effective: { gt: '2000-01-01' }")]
    [InlineData("lib/tasks.js", "if (left(now) < 0)", "if (false)")]
    public async Task Catches_a_wrong_rule(string path, string right, string wrong)
    {
        var breach = await Run(Packages.Spoiled("apps/auto/piecework", path, right, wrong), 20_261_001, 6, 12, new Tally());
        output.WriteLine(breach ?? "nothing was seen");
        Assert.NotNull(breach);
    }

    private static async Task<string?> Run(Package package, int seed, int teams, int days, Tally tally)
    {
        using var kernel = new Kernel();
        string? breach = null;
        await Parallel.ForEachAsync(Enumerable.Range(0, teams), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (i, _) =>
        {
            if (breach is not null) return;
            var mine = unchecked(seed + i);
            try
            {
                if (await new Month(new Shop(kernel, package), new Dice(mine), tally, 3, days).Run() is { } wrong) breach ??= $"team {mine}: {wrong}";
            }
            catch (BreachException wrong)
            {
                breach ??= $"team {mine}: {wrong.Message}";
            }
        });
        return breach;
    }

    private static int Seed() =>
        Environment.GetEnvironmentVariable("MARKETPLACE_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture)
        : nightly ? Random.Shared.Next() : 20_261_001;
}
