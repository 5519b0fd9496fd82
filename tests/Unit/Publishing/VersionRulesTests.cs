using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Xunit;

namespace Marketplace.Tests.Unit.Publishing;

/// <summary>Which number may be published beside those that are, and which day an app may be written for.</summary>
public sealed class VersionRulesTests(ITestOutputHelper output)
{
    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 200_000 : 20_000;

    private sealed record Number(int Major, int Minor, int Patch, int Candidate)
    {
        /// <summary>A final version has no candidate number.</summary>
        public bool IsFinal => Candidate == 0;
        public override string ToString() => $"{Major}.{Minor}.{Patch}" + (IsFinal ? "" : $"-rc.{Candidate}");
        public (int, int, int, int) Place => (Major, Minor, Patch, IsFinal ? int.MaxValue : Candidate);
    }

    [Theory]
    [InlineData("1.0.0", "1.0.1", null)]
    [InlineData("1.0.0 1.2.0", "1.1.0", "1.2.0")]
    [InlineData("1.0.0 1.2.0", "1.1.9", "1.2.0")]
    [InlineData("1.0.0 1.2.0 2.0.0", "1.2.1", null)] // a fix of the older major's last line
    [InlineData("1.0.0 1.2.0 2.0.0", "1.1.1", "2.0.0")] // not its last line
    [InlineData("1.0.0 1.2.0 2.0.0", "1.3.0", "2.0.0")] // not a fix
    [InlineData("1.0.0 1.2.5 2.0.0", "1.2.4", "2.0.0")] // not above the line's last
    [InlineData("2.0.0", "1.0.0", "2.0.0")] // no line at all
    [InlineData("1.0.0 2.0.0-rc.1", "1.1.0", null)] // nobody was promised a pre-release
    [InlineData("1.0.0 2.0.0-rc.2", "2.0.0-rc.1", "2.0.0-rc.2")]
    [InlineData("1.0.0 2.0.0", "2.0.0-rc.1", "2.0.0")]
    public void A_number_stands_above_what_is_published_but_for_fixes_of_an_older_major(string published, string version, string? barrier) =>
        Assert.Equal(barrier, VersionRules.Barrier(published.Split(' '), version));

    /// <summary>Rules that are nearly right.</summary>
    private static readonly Dictionary<string, Func<IReadOnlyList<string>, string, bool>> wrong = new(StringComparer.Ordinal)
    {
        ["any number that is not there"] = static (_, _) => true,
        ["above the highest, always"] = static (all, one) => all.All(other => VersionOrder.Before([other], one) is not null),
        ["anything of an older major"] = static (all, one) => VersionRules.Barrier(all, one) is not { } barrier || barrier.Split('.')[0] != one.Split('.')[0],
        ["pre-releases count"] = static (all, one) => VersionRules.Barrier(all.Select(static v => v.Split('-')[0]).Where(v => v != one), one) is null,
    };

    public static TheoryData<string> Wrong => [.. wrong.Keys];

    [Fact]
    public void Every_drawn_number_is_let_in_or_not_as_a_plain_reading_says()
    {
        var seed = Environment.TickCount;
        var (dice, let) = (new Random(seed), 0);
        for (var run = 0; run < Runs; run++)
        {
            var (published, next) = Draw(dice);
            var may = VersionRules.Barrier(published.Select(static one => one.ToString()), next.ToString()) is null;
            Assert.True(may == May(published, next), $"seed {seed}, run {run}: {next} beside {string.Join(' ', published)}");
            if (may) let++;
        }
        output.WriteLine($"seed {seed}: {Runs} numbers, {let} let in");
        Assert.InRange(let, Runs / 10, Runs - (Runs / 10));
    }

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_rule_is_caught(string name)
    {
        var dice = new Random(3);
        Assert.Contains(Enumerable.Range(0, 5_000), _ => Draw(dice) is var (published, next) && wrong[name]([.. published.Select(static one => one.ToString())], next.ToString()) != May(published, next));
    }

    [Theory]
    [InlineData("1.2.3", "1.2.4", "patch", true)]
    [InlineData("1.2.3", "1.2.4", "minor", false)]
    [InlineData("1.2.3", "1.3.0", "minor", true)]
    [InlineData("1.2.3", "1.9.0", "major", false)]
    [InlineData("1.2.3", "2.0.0", "major", true)]
    [InlineData("1.2.3", "1.2.3", "patch", false)]
    [InlineData("2.0.0-rc.1", "2.0.0", "major", true)]
    public void A_number_makes_the_step_that_is_needed(string from, string to, string step, bool fits) => Assert.Equal(fits, VersionRules.Fits(from, to, step));

    [Fact]
    public void The_table_of_behaviours_is_in_order_and_each_day_has_its_row()
    {
        Assert.Equal(Compatibility.Table.Select(static row => row.Since).Distinct().Order(), Compatibility.Table.Select(static row => row.Since));
        Assert.All(Compatibility.Table, static row => Assert.InRange(row.HelperRows, 1, Budget.HelperRows));
        Assert.Same(Compatibility.Table[0], Compatibility.Of(default));
        for (var i = 0; i < Compatibility.Table.Count; i++)
        {
            Assert.Same(Compatibility.Table[i], Compatibility.Of(Compatibility.Table[i].Since));
            if (i > 0) Assert.Same(Compatibility.Table[i - 1], Compatibility.Of(Compatibility.Table[i].Since.AddDays(-1)));
        }
        Assert.Same(Compatibility.Table[^1], Compatibility.Of(new DateOnly(2999, 1, 1)));
    }

    private static (List<Number> Published, Number Next) Draw(Random dice)
    {
        Number One() => new(dice.Next(1, 4), dice.Next(3), dice.Next(3), dice.Next(3) == 0 ? dice.Next(1, 3) : 0);
        var published = Enumerable.Range(0, dice.Next(1, 5)).Select(_ => One()).Distinct().ToList();
        while (true)
            if (One() is var next && !published.Contains(next)) return (published, next);
    }

    /// <summary>In plain words: above every final number, or the next patches of the last line of a major that is not the last; a candidate is in the way of
    /// its own number alone.</summary>
    private static bool May(List<Number> published, Number next)
    {
        if (published.Any(one => (one.Major, one.Minor, one.Patch) == (next.Major, next.Minor, next.Patch) && one.Place.CompareTo(next.Place) > 0)) return false;
        var above = published.Where(one => one.IsFinal && one.Place.CompareTo(next.Place) > 0).ToList();
        if (above.Count == 0) return true;
        if (above.Any(one => one.Major == next.Major)) return false;
        var own = published.Where(one => one.IsFinal && one.Major == next.Major).Select(static one => (one.Minor, one.Patch)).ToList();
        return own.Count > 0 && own.Max().Minor == next.Minor && own.Max().Patch < next.Patch;
    }
}
