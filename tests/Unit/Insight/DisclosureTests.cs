using Marketplace.Domain.Insight;
using Xunit;

namespace Marketplace.Tests.Unit.Insight;

/// <summary>What is published of a month gives no firm away, to nobody and to no other firm.</summary>
public sealed class DisclosureTests(ITestOutputHelper output)
{
    private delegate IReadOnlyList<Figure> Rule(IReadOnlyList<Contribution> month);

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 20_000 : 1_500;

    [Fact]
    public void Nothing_that_is_hidden_can_be_worked_out_and_wrong_rules_are_caught()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_SEED"), out var given) ? given : Random.Shared.Next(int.MaxValue / 2);
        var (tally, random) = (new SortedDictionary<string, int>(StringComparer.Ordinal), new Random(seed));
        var caught = Wrong.ToDictionary(static wrong => wrong.Name, static _ => 0);
        for (var run = 0; run < Runs; run++)
        {
            var month = Month(random);
            var (figures, intruder) = (DisclosureRules.Draw(month), new Intruder(month));
            foreach (var figure in figures) Count(figure.Hidden.Length == 0 ? figure.IsAll ? "all shown" : "shown" : (figure.IsAll ? "all " : "") + figure.Hidden);
            Assert.True(intruder.Finds(figures) is not { } found, $"seed {seed}, run {run}: {intruder.Finds(figures)}");
            Assert.Equal((month.Sum(static one => one.Part), month.Sum(static one => one.Whole)), (figures[0].Part, figures[0].Whole));
            foreach (var (name, rule) in Wrong)
                if (intruder.Finds(rule(month)) is not null) caught[name]++;
            // A firm that stops: what is still published, with what was, tells nothing that was not told before.
            var leaver = month[random.Next(month.Count)].Firm;
            var after = DisclosureRules.Without(figures, new HashSet<string> { leaver });
            Assert.DoesNotContain(after, one => one.Hidden.Length == 0 && one.Firms.Contains(leaver));
            Assert.Null(intruder.Finds([.. figures, .. after]));
            foreach (var figure in after.Where(static one => one.Hidden == DisclosureRules.Withdrawn)) Count("withdrawn");
            if (intruder.Finds([.. figures, .. DisclosureRules.Draw([.. month.Where(one => one.Firm != leaver)])]) is not null) Count("drawn anew: caught");
        }
        output.WriteLine($"seed {seed}, {Runs} months: {string.Join(", ", tally.Select(static one => $"{one.Key} {one.Value}"))}");
        output.WriteLine($"caught: {string.Join(", ", caught.Select(static one => $"{one.Key} {one.Value}"))}");
        Assert.All(["shown", "all shown", "few", "dominant", "complement", "all few", "all dominant", "withdrawn", "drawn anew: caught"], word => Assert.True(tally.GetValueOrDefault(word) > 0, $"{word} was never reached"));
        Assert.All(caught, one => Assert.True(one.Value > 0, $"{one.Key} was never caught"));

        void Count(string word) => tally[word] = tally.GetValueOrDefault(word) + 1;
    }

    [Theory]
    [InlineData(new[] { 60, 30, 5, 3, 2 }, "dominant")]
    [InlineData(new[] { 40, 30, 15, 10, 5 }, "")]
    [InlineData(new[] { 45, 40, 5, 5, 5 }, "")]
    [InlineData(new[] { 25, 25, 25, 25 }, "few")]
    [InlineData(new[] { 0, 0, 0, 0, 0 }, "")]
    public void Five_firms_of_which_two_are_at_most_85_percent(int[] amounts, string why) =>
        Assert.Equal(why, DisclosureRules.Why([.. amounts.Select(static (amount, at) => new Contribution($"f{at}", "d", 1, amount))]));

    [Fact]
    public void A_ratio_weighs_firms_by_their_size()
    {
        Contribution[] month = [new("big", "d", 900, 1000), new("a", "d", 100, 400), new("b", "d", 100, 400), new("c", "d", 100, 400), new("e", "d", 300, 400)];
        var all = DisclosureRules.Draw(month)[0];
        Assert.Equal(("", 1500m / 2600m), (all.Hidden, all.Part / all.Whole));
    }

    [Theory]
    [InlineData("2026-10-01", "2026-11-09", false)]
    [InlineData("2026-10-01", "2026-11-10", true)]
    [InlineData("2026-12-01", "2027-01-10", true)]
    [InlineData("2026-11-01", "2026-11-10", false)]
    public void A_month_is_drawn_up_from_the_tenth_of_the_next_on(string month, string today, bool settled) =>
        Assert.Equal(settled, DisclosureRules.IsSettled(DateOnly.Parse(month, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)));

    private static readonly (string Name, Rule Draw)[] Wrong =
    [
        ("figures of few are hidden and nothing else is", static month => Of(month, DisclosureRules.Why)),
        ("one more is hidden, whatever is left then", static month => OneMore(Of(month, DisclosureRules.Why))),
        ("records are counted, not firms", static month => Of(month, static rows => rows.Count < 5 ? "few" : "")),
        ("two large firms are nothing", static month => Drawn([.. month.Select(static one => one with { Part = 1, Whole = 1 })])),
        ("the wholes alone are looked at", static month => Drawn([.. month.Select(static one => one with { Part = one.Whole })])),
        ("four are enough", static month => Of(month, static rows => rows.Select(static one => one.Firm).Distinct().Count() < 4 ? "few" : "")),
        ("the sum of all is always told", static month => [DisclosureRules.Draw(month)[0] with { Hidden = "" }, .. DisclosureRules.Draw(month).Skip(1)]),
    ];

    private static IReadOnlyList<Figure> Drawn(IReadOnlyList<Contribution> month) => DisclosureRules.Draw(month);

    private static IReadOnlyList<Figure> Of(IReadOnlyList<Contribution> month, Func<IReadOnlyList<Contribution>, string> why) =>
        [Sum("", month, why) with { IsAll = true }, .. month.GroupBy(static one => one.District).Select(group => Sum(group.Key, [.. group], why))];

    private static Figure Sum(string district, IReadOnlyList<Contribution> rows, Func<IReadOnlyList<Contribution>, string> why) => new()
    {
        District = district, Firms = [.. rows.Select(static one => one.Firm).Distinct()], Part = rows.Sum(static one => one.Part), Whole = rows.Sum(static one => one.Whole), Hidden = why(rows),
    };

    private static IReadOnlyList<Figure> OneMore(IReadOnlyList<Figure> figures)
    {
        if (figures[0].Hidden.Length > 0 || figures.Skip(1).All(static one => one.Hidden.Length == 0) || figures.Skip(1).FirstOrDefault(static one => one.Hidden.Length == 0) is not { } next) return figures;
        return [.. figures.Select(one => one == next ? one with { Hidden = "complement" } : one)];
    }

    /// <summary>One to five districts of none to nine firms, some of them large, some with two records.</summary>
    private static List<Contribution> Month(Random random)
    {
        var month = new List<Contribution>();
        for (var district = random.Next(1, 6); district > 0; district--)
            for (var firm = random.Next(10); firm > 0; firm--)
                for (var records = random.Next(6) == 0 ? 2 : 1; records > 0; records--)
                {
                    var whole = random.Next(8) == 0 ? random.Next(2_000, 20_000) : random.Next(20, 200);
                    month.Add(new Contribution($"d{district}f{firm}", $"d{district}", random.Next(12) == 0 ? 0 : random.Next(whole), whole));
                }
        return month.Count > 0 ? month : [new Contribution("only", "d1", 1, 2)];
    }
}
