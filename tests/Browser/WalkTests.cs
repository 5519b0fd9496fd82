using Microsoft.Playwright;
using Xunit;

namespace Marketplace.Tests.Browser;

/// <summary>Every page of every person, as they find it: it stands, fits, speaks one language, and can be used by everyone.</summary>
public sealed class WalkTests(Stage stage)
{
    private const string App = "auto/tag-to-parameter";

    private static readonly IReadOnlyDictionary<string, string[]> Pages = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["hongyan-owner"] =
        [
            "/", "/shop", "/shop?category=quality&price=call", "/shop?q=zzzz", $"/shop/{App}", $"/shop/{App}?tab=touch", $"/shop/{App}?tab=cost", $"/shop/{App}?tab=versions",
            "/apps", $"/apps/{App}", $"/apps/{App}/scanLog", $"/apps/{App}/downloads", $"/apps/{App}/recipes", $"/apps/{App}/recipeNew", $"/apps/{App}/recipeDifference",
            $"/apps/{App}/overrides", $"/apps/{App}/machines", $"/apps/{App}/tags?f.scheme=gs1", $"/apps/{App}/variants", $"/apps/{App}/matchRules", "/floor", "/costs", $"/costs/{App}", $"/manage/{App}", $"/manage/{App}/data", $"/manage/{App}/auto", $"/manage/{App}/settings", "/manage/auto/piecework/settings", $"/manage/{App}/leave", "/manage/shares", "/people", "/people?remove=hongyan-worker-2", "/people/badges", "/deliveries", "/vouchers", "/freight", "/freight/new", "/freight?offer=seed-suining",
            "/shifts", "/shifts?tab=requests", "/shifts?tab=requests&do=post&on=new", "/shifts?tab=agreements", "/shifts?tab=shifts&do=open&on=new", "/shifts?tab=certificates", "/shifts?tab=gigs", "/shifts?tab=gigs&do=post&on=new", "/shifts?tab=trainings", "/shifts?tab=trainings&do=enrol&on=new",
        ],
        ["hongyan-leader"] = ["/", "/apps", "/floor", $"/apps/{App}/recipes?f.status=draft"],
        ["hongyan-worker-1"] = ["/floor", $"/scan/{App}/scan"],
        ["isv-zhixing"] = ["/studio", "/studio/jialing-soft/quick-quote/1.0.0"],
        ["operator-auto"] = ["/desk", "/desk?all=true", "/desk/jialing-soft/energy-meter/1.0.0", "/desk/demo/echo/1.1.0", "/desk/apps", "/shop"],
        ["operator-hardware"] = ["/desk", "/desk/apps"],
        ["lanling-owner"] = ["/", "/shop", "/apps"],
        ["chain-wanjiang"] = ["/chain", "/vouchers", "/shop"],
        ["lender-xinghe"] = ["/shifts", "/shifts?tab=certificates&do=submit&on=new", "/shifts?tab=shifts&do=report&on=new"],
        ["xinghe-worker-1"] = ["/shifts", "/shifts?tab=shifts"],
        ["carrier-shunlu"] = ["/carrier", "/carrier/offer", "/carrier/trip", "/freight"],
        ["driver-shunlu"] = ["/driver"],
        ["funder-jinqiao"] = ["/funder"],
        ["analyst-auto"] = ["/insight", "/shop"],
    };

    public static TheoryData<string> Screens => [.. Screen.Walked.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Everyone_can_read_and_use_every_page_of_theirs(string screen)
    {
        foreach (var (person, pages) in Pages)
        {
            await stage.Visit(Screen.Of(screen), person, async visitor =>
            {
                foreach (var page in pages)
                {
                    await visitor.Go(page);
                    Assert.EndsWith(page, visitor.Page.Url, StringComparison.Ordinal);
                    await visitor.Look($"{person}-{Name(page)}");
                }
            });
        }
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public Task What_is_not_there_or_not_theirs_is_said_on_a_page(string screen) => stage.Visit(Screen.Of(screen), "", async visitor =>
    {
        await visitor.Go("/sign-in");
        await visitor.Look("sign-in");
        await visitor.Go("/floor/sign-in");
        await visitor.Look("floor-sign-in");
        await visitor.SignIn("lanling-owner"); // the other brain: this app is not on its shelf
        foreach (var path in new[] { "/nothing", $"/shop/{App}", $"/apps/{App}", $"/install/{App}" })
        {
            await visitor.Miss(path);
            await visitor.Look("missing-" + Name(path));
        }
        await visitor.Go("/desk");
        await visitor.Sees("您的角色不能打开这个页面", "Your role cannot open this page");
        await visitor.Look("no-entry");
    });

    [Fact]
    public Task The_shop_reads_and_installs_without_any_script() => stage.Visit(Screen.All[0], "qiaotou-owner", async visitor =>
    {
        await stage.Uninstall(App);
        await visitor.Go("/shop");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "扫码调参防错" }).ClickAsync();
        await visitor.Sees("扫一下零件标识", "");
        await visitor.Go($"/install/{App}");
        await visitor.Button("同意，下一步", "").ClickAsync();
        await Assertions.Expect(visitor.Page.GetByLabel("每月上限（元）")).ToHaveValueAsync("50");
        await visitor.Button("安装", "").ClickAsync();
        await visitor.Sees("已安装", "");
        await visitor.Go($"/apps/{App}/variantNew");
        await visitor.Page.GetByLabel("编号").FillAsync($"NS-{Guid.NewGuid():n}"[..12]);
        await visitor.Page.GetByLabel("名称").FillAsync("无脚本登记的型号");
        await visitor.Page.GetByLabel("零件类别").SelectOptionAsync("gear");
        await visitor.Page.GetByLabel("材质").FillAsync("20CrMnTi");
        await visitor.Button("保存", "").ClickAsync();
        await visitor.Sees("已完成", "");
    }, scripts: false);

    [Fact]
    public Task The_shop_paints_soon() => stage.Visit(Screen.All[0], "hongyan-owner", async visitor =>
    {
        var paints = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            await visitor.Go("/shop");
            paints.Add(await visitor.Page.EvaluateAsync<double>("""
                () => new Promise(done => new PerformanceObserver((list, watch) => { for (const e of list.getEntries()) if (e.name === 'first-contentful-paint') { watch.disconnect(); done(e.startTime); } })
                  .observe({ type: 'paint', buffered: true }))
                """));
        }
        var line = $"first contentful paint of the shop, {paints.Count} loads: {string.Join(' ', paints.Select(static p => $"{p:0}"))} ms, median {paints.Order().ElementAt(paints.Count / 2):0} ms";
        Console.WriteLine(line);
        await File.WriteAllTextAsync(Path.Combine(stage.Pictures, "first-paint.txt"), line + "\n", TestContext.Current.CancellationToken);
        Assert.All(paints, static paint => Assert.True(paint > 0));
    });

    private static string Name(string page) => string.Concat(page.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-') is { Length: > 0 } name ? name : "home";
}
