using Marketplace.Bench.Days;
using Marketplace.Domain.Talent;
using Xunit;

namespace Marketplace.Tests.Unit.Days;

/// <summary>Money and work of a small day: both worlds pass the checkers, and the checkers see what is wrong.</summary>
public sealed class MoneyAndWorkTests
{
    private static readonly Land land = Land.Of(2, 40);
    private static readonly bool[] everybody = [.. land.Suppliers.Select(static _ => true)];

    [Fact]
    public void Money_alone_and_shared_keeps_to_the_claims_and_is_never_dearer_than_it_is_worth()
    {
        var day = MoneyDay.Of(land);
        Assert.Empty(MoneyCount.Faults(day, Alone(day)));
        var shared = Shared(day);
        Assert.Empty(MoneyCount.Faults(day, shared));
        Assert.Contains(shared, static one => one.From.StartsWith("funder", StringComparison.Ordinal));
        Assert.DoesNotContain(shared, static one => one.Claim.ConfirmDays is null && one.From.StartsWith("funder", StringComparison.Ordinal));
    }

    [Fact]
    public void Days_are_weighed_by_amount()
    {
        var day = MoneyDay.Of(land);
        var firms = Tally.Of(land.Suppliers.Count);
        var (small, large) = (day.Claims[0] with { Fen = 100 }, day.Claims[1] with { Fen = 900 });
        MoneyCount.Add(new Cash(small, TheDay.Date.AddDays(100), "", 0, null), firms);
        MoneyCount.Add(new Cash(large, TheDay.Date.AddDays(10), "", 0, null), firms);
        var all = Tally.Total(firms);
        Assert.Equal(19, all[Sum.FenDays] / all[Sum.ClaimFen]);
        Assert.NotEqual(55, all[Sum.FenDays] / all[Sum.ClaimFen]); // what a counter says that weighs all claims alike
    }

    [Theory]
    [InlineData("twice")]
    [InlineData("interest")]
    [InlineData("dear")]
    [InlineData("line")]
    public void The_checker_of_money_sees(string wrong)
    {
        var day = MoneyDay.Of(land);
        var cash = Shared(day);
        var at = cash.FindIndex(static one => one.Cost is not null);
        var one = cash[at];
        if (wrong == "twice") cash.Add(one);
        if (wrong == "interest") cash[at] = one with { Cost = one.Cost! with { InterestFen = one.Cost.InterestFen + 1, ProceedsFen = one.Cost.ProceedsFen - 1 } };
        if (wrong == "dear") day = day with { Purses = [.. day.Purses.Select(static purse => purse with { WorthPpm = 100 })] };
        if (wrong == "line") day = day with { Funders = [.. day.Funders.Select(static funder => funder with { BudgetFen = 1 })] };
        Assert.NotEmpty(MoneyCount.Faults(day, cash));
    }

    [Fact]
    public void Work_alone_and_shared_keeps_to_the_law_and_adds_up()
    {
        var day = WorkDay.Of(land);
        var worlds = new WorkWorlds(day);
        var (alone, shared) = (worlds.Alone(), worlds.Shared(everybody));
        Assert.Empty(WorkCount.Faults(day, alone, everybody));
        Assert.Empty(WorkCount.Faults(day, shared, everybody));
        Assert.True(shared.Lent.Worked > 0);
        var firms = Tally.Of(land.Suppliers.Count);
        WorkCount.Add(day, shared, firms);
        // What is paid for lent people goes from firm to firm; only overtime and ways are left.
        Assert.Equal(shared.Done.Sum(static one => one.Fen), Tally.Total(firms)[Sum.ExtraWorkFen], 3);
        Assert.Equal(shared.Idle.Count * 480.0, Tally.Total(firms)[Sum.IdleMinutes]);
    }

    [Theory]
    [InlineData("a day of twelve hours")]
    [InlineData("the month's overtime")]
    [InlineData("no certificate")]
    [InlineData("two places")]
    [InlineData("no consent")]
    [InlineData("absent")]
    [InlineData("idle and at work")]
    [InlineData("does not add up")]
    public void The_checker_of_work_sees(string wrong)
    {
        var day = WorkDay.Of(land);
        var worked = new WorkWorlds(day).Shared(everybody);
        List<Assigned> done = [.. worked.Done];
        var mine = done.First(one => one.Firm == one.Person.Firm && !one.Person.IsAbsent);
        var other = land.Suppliers.First(one => one.Index != mine.Firm).Index;
        var joins = everybody;
        switch (wrong)
        {
            case "a day of twelve hours": done.Add(mine with { From = 1_050, Until = 1_290, Minutes = 240 }); break;
            case "the month's overtime":
                var tired = day.People.First(one => one.PastOvertimeDay == 180 && !one.IsAbsent);
                var shift = new Assigned(tired, tired.Firm, tired.Certs[0].As<SkillCert>().Kind, 480, 1_020, 480, 0);
                done = [.. done.Where(one => one.Person != tired), shift, shift with { From = 1_050, Until = 1_110, Minutes = 60 }];
                break;
            case "no certificate": done[done.IndexOf(mine)] = mine with { Skill = "pilot" }; break;
            case "two places": done.Add(mine with { Firm = other, From = 1_000 }); break;
            case "no consent": joins = [.. everybody.Select(static _ => false)]; break;
            case "absent": done[done.IndexOf(mine)] = mine with { Person = mine.Person with { IsAbsent = true } }; break;
            case "idle and at work": worked = worked with { Idle = [.. worked.Idle, mine.Person] }; break;
            default: done.Remove(mine); break;
        }
        var faults = WorkCount.Faults(day with { People = [.. day.People.Select(one => wrong == "absent" && one == mine.Person ? one with { IsAbsent = true } : one)] }, worked with { Done = done }, joins);
        Assert.Contains(faults, fault => fault.Contains(wrong switch
        {
            "a day of twelve hours" => "minutes",
            "the month's overtime" => "month's overtime",
            "no certificate" => "certificate",
            "two places" => "two places",
            "no consent" => "did not agree",
            "absent" => "absent",
            "idle and at work" => "idle and at work",
            _ => "add up",
        }, StringComparison.Ordinal));
    }

    private static List<Cash> Alone(MoneyDay day) => [.. land.Suppliers.SelectMany(firm => AloneMoney.Run(day.Claims.Where(one => one.Firm == firm.Index), day.Purses[firm.Index]))];

    private static List<Cash> Shared(MoneyDay day)
    {
        var budgets = day.Funders.ToDictionary(static one => one.Name, static one => one.BudgetFen);
        return [.. land.Suppliers.SelectMany(firm => SharedMoney.Run(day, firm, budgets).Cash)];
    }
}
