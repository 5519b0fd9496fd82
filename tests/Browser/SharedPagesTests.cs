using Microsoft.Playwright;
using Xunit;

namespace Marketplace.Tests.Browser;

/// <summary>What an owner sets of an app, and the pages on which shared things are settled: by click, on each screen.</summary>
public sealed class SharedPagesTests(Stage stage)
{
    public static TheoryData<string> Screens => [.. Screen.Walked.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(Screens))]
    public Task Settings_are_kept_and_what_is_wrong_is_named(string screen) => stage.Visit(Screen.Of(screen), "hongyan-owner", async visitor =>
    {
        await visitor.Go("/manage/auto/piecework/settings");
        var field = visitor.Page.Locator("[name='set.workdayPercent']");
        await field.FillAsync("160");
        await visitor.Button("保存设置", "Save settings").ClickAsync();
        await visitor.Sees("设置已保存", "The settings are saved");
        await Assertions.Expect(field).ToHaveValueAsync("160");
        await visitor.Look("settings");
        // The form's own bounds are taken away: the rule stands behind it.
        await field.EvaluateAsync("input => { input.removeAttribute('min'); input.value = '10'; }");
        await visitor.Button("保存设置", "Save settings").ClickAsync();
        await visitor.Sees("workdayPercent", "workdayPercent", ".k-banner");
        await visitor.Look("settings-refused");
    });

    [Theory]
    [MemberData(nameof(Screens))]
    public Task Expert_tasks_and_trainings_are_asked_for(string screen) => stage.Visit(Screen.Of(screen), "hongyan-owner", async visitor =>
    {
        await visitor.Go("/shifts?tab=gigs&do=post&on=new");
        await visitor.Look("gig-form");
        await visitor.Page.Locator("[name='title']").FillAsync("Commission the new cell");
        await visitor.Page.Locator("[name='milestones.title']").FillAsync("It runs");
        await visitor.Page.Locator("[name='milestones.shareBp']").FillAsync("10000");
        await visitor.Page.Locator("[name='bidsUntil']").FillAsync($"{DateTime.Today.AddDays(3):yyyy-MM-dd}T18:00");
        await visitor.Page.Locator("[name='doneBy']").FillAsync($"{DateTime.Today.AddDays(30):yyyy-MM-dd}T18:00");
        await visitor.Page.Locator("form[action='/shifts/gigs/new/post'] button").ClickAsync();
        await visitor.Sees("Commission the new cell", "Commission the new cell");
        await visitor.Sees("招标中", "Open for bids");
        await visitor.Look("gigs");
        await visitor.Go("/shifts?tab=trainings&do=enrol&on=new");
        await visitor.Look("training-form");
    });

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Freight_is_tendered_and_settled_on_its_pages(string screen)
    {
        await stage.Visit(Screen.Of(screen), "hongyan-owner", async visitor =>
        {
            await visitor.Go("/freight");
            await visitor.Sees("每 15 分钟看一次", "every 15 minutes");
            await visitor.Look("freight");
        });
        await stage.Visit(Screen.Of(screen), "carrier-shunlu", async visitor =>
        {
            await visitor.Go("/carrier");
            await visitor.Look("carrier");
        });
        await stage.Visit(Screen.Of(screen), "funder-jinqiao", async visitor =>
        {
            await visitor.Go("/funder");
            await Assertions.Expect(visitor.Page.Locator("datalist#firms")).ToHaveCountAsync(1);
        });
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Who_wants_to_be_found_is_and_who_leaves_is_not(string screen)
    {
        Task Shipper(Func<Visitor, Task> looks) => stage.Visit(Screen.Of(screen), "qiaotou-owner", async visitor =>
        {
            await visitor.Go("/freight");
            await looks(visitor);
        });
        Task Carrier(string button, Func<Visitor, Task> first) => stage.Visit(Screen.Of(screen), "carrier-shunlu", async visitor =>
        {
            await visitor.Go("/carrier");
            await first(visitor);
            await visitor.Page.Locator(button).ClickAsync();
            await Assertions.Expect(visitor.Page.Locator(".k-banner").First).ToBeVisibleAsync();
        });
        var offers = $"遂宁、成都零担 {screen}";
        await Carrier("button[formaction$='/withdraw']", static visitor => visitor.Look("directory-own"));
        await Shipper(async visitor => await Assertions.Expect(visitor.Page.Locator("details.k-fold table code")).ToHaveCountAsync(0));
        await Carrier("form[action$='/enter'] button", async visitor =>
        {
            await visitor.Page.Locator("[name='offers']").FillAsync(offers);
            await visitor.Page.Locator("[name='contact']").FillAsync("调度 023-0000 0101");
        });
        await Shipper(async visitor =>
        {
            await visitor.Page.Locator("details.k-fold summary").Last.ClickAsync();
            await Assertions.Expect(visitor.Page.Locator("details.k-fold td", new() { HasText = offers })).ToBeVisibleAsync();
            await visitor.Look("directory");
        });
    }
}
