using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>What is done at the machine, on a device that several people share.</summary>
internal sealed partial class FloorSteps(Visitor worker)
{
    private const string Scan = "/scan/auto/tag-to-parameter/scan";

    private IPage Page => worker.Page;
    private ILocator Answer => Page.Locator("#scan-answer");

    public async Task Comes_in_by_badge_and_pin()
    {
        await worker.Go("/floor/sign-in");
        await Enter("qiaotou/QT-101", "0000");
        await worker.Sees("工牌或 PIN 不对", "Badge or PIN is wrong");
        await worker.Look("floor-wrong-pin");
        await Enter("qiaotou/QT-101", "3003");
        await worker.Sees("选择工作画面", "Choose a screen");
        await worker.Look("floor");
        await Page.Locator($"a[href='{Scan}']").ClickAsync();
        await worker.Sees("先在上面选好，再扫码", "Choose above first, then scan", "#scan-answer");
        await worker.Look("scan-empty");
    }

    public async Task Green_and_startable_only_after_the_read_back()
    {
        await At("M-01", "DEMO-GREEN");
        await Shows("green");
        await worker.Sees("匹配，参数如下", "Match. Parameters:", "#scan-answer");
        Assert.Equal("28px", await Answer.Locator(".s-params dd").First.EvaluateAsync<string>("e => getComputedStyle(e).fontSize"));
        await worker.Look("scan-green");
        await Waits_for_the_machine(() => worker.Button("确认下发", "Confirm and send").ClickAsync());
        await worker.Look("scan-ready");
    }

    public async Task Red_until_the_leader_signs_too()
    {
        await At("M-02", "DEMO-ENVELOPE");
        await Shows("red");
        await Expect(Answer.Locator(".s-why")).ToContainTextAsync("12000");
        await worker.Sees("班组长或负责人", "Team leader or Owner", "#scan-answer .s-help");
        await worker.Look("scan-red");
        await worker.Button("双签放行", "Override with a second signature").ClickAsync();
        var sheet = Page.Locator("dialog");
        await sheet.Locator("#step-reason").FillAsync(worker.Screen.Say("试模，工艺在场", "Trial run, process engineer present"));
        await Sign(sheet, "QT-101", "3003");
        await Expect(sheet.Locator(".wrong")).Not.ToBeEmptyAsync();
        await worker.Look("scan-own-signature");
        await Waits_for_the_machine(() => Sign(sheet, "qiaotou/QT-002", "2002"));
        await worker.Look("scan-released");
    }

    public async Task Unknown_mark()
    {
        await At("M-01", "DEMO-NONE");
        await Shows("red");
        await Expect(Answer.Locator(".s-why")).ToContainTextAsync("DEMO-NONE");
        await worker.Look("scan-unknown");
    }

    public async Task Without_network_nothing_is_green()
    {
        await worker.Cut(off: true);
        await worker.Sees("没有网络", "No network", "#scan-note");
        await At("M-01", "DEMO-GREEN");
        await Shows("amber");
        await worker.Sees("未核对，不得开机", "Not checked. Do not start", "#scan-answer");
        Assert.InRange(await Page.Locator("#scan-history li").CountAsync(), 4, 5);
        await worker.Look("scan-offline");
        await worker.Cut(off: false);
    }

    public async Task Sees_that_it_is_paused()
    {
        // The page that is still open learns it from the next scan; a fresh one says so at once.
        await Until(async () =>
        {
            await At("M-01", "DEMO-GREEN");
            await Expect(Answer).Not.ToHaveClassAsync(Asking());
            return await Answer.Locator(".s-why").CountAsync() == 1;
        });
        await Shows("red");
        await worker.Look("scan-suspended");
        await worker.Go("/floor");
        await worker.Sees("已暂停", "Suspended");
        await worker.Look("floor-suspended");
        await worker.Go(Scan);
        await worker.Sees("应用已暂停", "paused", ".k-banner");
        await worker.Look("scan-paused");
    }

    public Task Sees_that_it_runs_again() => Until(async () =>
    {
        await worker.Go(Scan);
        return await Page.Locator("#scan-code").CountAsync() == 1;
    });

    public async Task Hands_over_with_one_tap()
    {
        await worker.Button("换人", "Switch").ClickAsync();
        await Page.Locator("input[name=badge]").FillAsync("QT-102");
        await Page.Locator("input[name=pin]").FillAsync("4004");
        await worker.Button("进入", "Enter").ClickAsync();
        await Expect(Page.Locator("header")).ToContainTextAsync(worker.Screen.Say("操作工乙", "Worker B"));
        await worker.Button("换人", "Switch").ClickAsync();
        await worker.Look("floor-switch");
        await Page.Locator(".k-person", new() { HasText = "QT-101" }).ClickAsync();
        await Page.Locator("input[name=pin]").FillAsync("3003");
        await worker.Look("floor-pin");
        await worker.Button("进入", "Enter").ClickAsync();
        await Expect(Page.Locator("header")).ToContainTextAsync(worker.Screen.Say("操作工甲", "Worker A"));
    }

    private async Task Enter(string badge, string pin)
    {
        await Page.Locator("input[name=badge]").FillAsync(badge);
        await Page.Locator("input[name=pin]").FillAsync(pin);
        await worker.Button("进入", "Enter").ClickAsync();
    }

    // A scanner types the code and presses Enter into the field that has the focus.
    private async Task At(string machine, string code)
    {
        await Page.Locator("#scan-place").SelectOptionAsync(machine);
        await Expect(Page.Locator("#scan-code")).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync(code);
        await Page.Keyboard.PressAsync("Enter");
    }

    private Task Shows(string tone) => Expect(Answer).ToHaveClassAsync(new Regex($"\\b{tone}\\b"));

    private static async Task Sign(ILocator sheet, string badge, string pin)
    {
        await sheet.Locator("#step-badge").FillAsync(badge);
        await sheet.Locator("#step-pin").FillAsync(pin);
        await sheet.Locator("button:not([type=button])").ClickAsync();
    }

    // Holds back what the page asks about the machine: until that is answered it must not say that the machine may start.
    private async Task Waits_for_the_machine(Func<Task> send)
    {
        var answered = new TaskCompletionSource();
        await Page.RouteAsync("**/record/**", async route =>
        {
            await answered.Task;
            await route.ContinueAsync();
        });
        await send();
        await Shows("amber");
        Assert.Equal(0, await Answer.Locator(".s-ready").CountAsync());
        answered.SetResult();
        await Expect(Answer.Locator(".s-ready")).ToHaveTextAsync(worker.Screen.Say("可开机", "Ready to start"), new() { Timeout = 15_000 });
        await Shows("green");
        await Page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
    }

    // Another grain's news takes up to two seconds to arrive; each try is a round trip, and there is an end to them.
    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var end = DateTime.UtcNow.AddSeconds(15); !await holds();)
            Assert.True(DateTime.UtcNow < end, "It did not come to be within 15 seconds.");
    }

    [GeneratedRegex(@"\basking\b")]
    private static partial Regex Asking();
}
