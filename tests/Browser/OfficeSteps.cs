using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Marketplace.Domain.Publishing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>What is done at a desk: by the publisher, the operator and the firm's owner.</summary>
internal sealed partial class OfficeSteps(Stage stage, Screen screen)
{
    private const string App = "auto/tag-to-parameter";

    /// <summary>Publishes a release of the seed anew under a higher version, as <c>mkt publish</c> does.</summary>
    public async Task Publish(string folder, string version)
    {
        var copy = Directory.CreateTempSubdirectory("release-").FullName;
        try
        {
            var from = Path.Combine(Stage.Root(), "src", "Marketplace.Host", "Seed", "releases", folder);
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(copy, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
            var manifest = Path.Combine(copy, "app.json");
            await File.WriteAllTextAsync(manifest, Version().Replace(await File.ReadAllTextAsync(manifest), $"\"version\": \"{version}\"", 1));
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var read = PackageReader.FromFolder(copy);
            Assert.True(read.Package is not null, string.Join('\n', read.Findings.Select(static f => f.Message)));
            using var client = stage.Api("mkt_dev_isv");
            using var body = new ByteArrayContent(PackageWriter.Pack(read.Package, key)) { Headers = { ContentType = new("application/zip") } };
            using var answer = await client.PostAsync(new Uri("/api/v1/releases", UriKind.Relative), body);
            Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    public Task Publisher_sees_the_findings(string version) => stage.Visit(screen, "isv-zhixing", async isv =>
    {
        await isv.Page.Locator($"a[href='/studio/demo/echo/{version}']").ClickAsync();
        await isv.Sees("签名有效，但密钥是第一次用", "Signed with a key not seen before");
        await isv.Sees("待审", "In review");
        await isv.Look("isv-release");
    });

    public Task Operator_reviews_and_lists(string version) => stage.Visit(screen, "operator-auto", async desk =>
    {
        await desk.Look("desk");
        await desk.Page.Locator($"a[href='/desk/demo/echo/{version}']").ClickAsync();
        await desk.Sees("代码差异", "Code");
        var bar = desk.Page.Locator(".k-decision");
        await Expect(bar).ToBeInViewportAsync();
        await desk.Page.EvaluateAsync("window.scrollTo(0, document.body.scrollHeight)");
        await Expect(bar).ToBeInViewportAsync();
        await desk.Page.Locator("button[data-text='signature.newKey']").ClickAsync();
        await Expect(desk.Page.Locator("#f-rules")).ToHaveValueAsync("signature.newKey");
        await desk.Page.Locator("#f-remark").FillAsync(screen.Say("新密钥已电话核实", "The new key was confirmed by phone"));
        await desk.Look("desk-review");
        await desk.Button("上架", "List").ClickAsync();
        await desk.Sees("已上架", "Listed", ".k-banner");
    });

    public async Task Owner_installs_in_three_screens()
    {
        await stage.Uninstall(App);
        await stage.Visit(screen, "qiaotou-owner", Installs);
    }

    private static async Task Installs(Visitor owner)
    {
        await owner.Look("owner-home");
        await owner.Go("/shop");
        await owner.Page.Locator($"a[href='/shop/{App}']").ClickAsync();
        await owner.Link("安装", "Install").ClickAsync();
        await owner.Sees("给机床下发指令", "Send commands to machines");
        await owner.Sees("汇总给行业大脑", "Give sums to the sector brain");
        await owner.Look("install-1");
        await owner.Button("同意，下一步", "Agree and continue").ClickAsync();
        await Expect(owner.Page.Locator("#f-cap")).ToHaveValueAsync("50");
        await owner.Look("install-2");
        await owner.Page.Locator("#f-cap").FillAsync("30");
        await owner.Button("安装", "Install").ClickAsync();
        await owner.Sees("已安装", "is installed", ".k-banner");
        await owner.Look("install-3");
        await owner.Go($"/costs/{App}");
        await owner.Sees("上限 ¥30", "cap ¥30");
    }

    public Task Owner_shows_the_badges() => stage.Visit(screen, "qiaotou-owner", async owner =>
    {
        await owner.Go("/people/badges");
        await Expect(owner.Page.Locator(".k-badgecard svg")).ToHaveCountAsync(4);
        await owner.Look("badges");
    });

    public Task Owner_reads_the_log_the_recipes_and_the_overrides() => stage.Visit(screen, "qiaotou-owner", async owner =>
    {
        await owner.Go($"/apps/{App}/scanLog");
        var line = owner.Page.Locator("tbody tr", new() { HasText = "DEMO-NONE" }).First;
        foreach (var part in new[] { screen.Say("操作工甲", "Worker A"), "M-01", "DEMO-NONE", screen.Say("没有登记这个标识", "This tag is not registered") })
            await Expect(line).ToContainTextAsync(part);
        await owner.Look("scan-log");
        await owner.Go($"/apps/{App}/recipes");
        await owner.Look("recipes");
        await owner.Go($"/apps/{App}/recipeDifference");
        await Pick(owner, "p.from", "CC-MC v1");
        await Pick(owner, "p.to", "CC-MC v2");
        await Expect(owner.Page.Locator("tbody tr.amber")).Not.ToHaveCountAsync(0);
        await owner.Look("recipe-difference");
        await owner.Go($"/apps/{App}/overrides");
        await Expect(owner.Page.Locator("tbody tr").First).ToContainTextAsync(screen.Say("班组长", "Team leader"));
        await owner.Look("overrides");
        await owner.Go($"/apps/{App}/downloads");
        await owner.Page.Locator("tbody td.lead a").First.ClickAsync();
        await owner.Look("download");
        await owner.Go("/costs");
        await owner.Sees(screen.Say("扫码调参防错", "Tag to Parameter"), "Tag to Parameter");
        await owner.Look("costs");
        await owner.Go($"/costs/{App}");
        await owner.Look("costs-of-the-app");
    });

    public Task Operator_suspends(FloorSteps floor) => stage.Visit(screen, "operator-auto", async desk =>
    {
        await desk.Go("/desk/apps");
        var row = desk.Page.Locator("tbody tr", new() { Has = desk.Page.Locator($"a[href^='/desk/{App}/']") });
        await row.GetByRole(AriaRole.Button, new() { Name = screen.Say("暂停", "Suspend") }).First.ClickAsync();
        await row.GetByLabel(screen.Say("原因", "Reason")).FillAsync(screen.Say("回读校验有疑点，停用核查", "The read-back check is in doubt"));
        await desk.Look("suspend");
        await row.Locator("form button[type=submit]").ClickAsync();
        await desk.Sees("已暂停", "Suspended", ".k-banner");
        await floor.Sees_that_it_is_paused();
        await desk.Go("/desk/apps");
        await row.GetByRole(AriaRole.Button, new() { Name = screen.Say("恢复", "Resume") }).ClickAsync();
        await desk.Sees("已上架", "Listed", ".k-banner");
        await floor.Sees_that_it_runs_again();
    });

    // Choosing applies at once: the page comes again with the choice in its address.
    private static async Task Pick(Visitor owner, string name, string start)
    {
        var select = owner.Page.Locator($"select[name='{name}']");
        var value = await select.Locator("option", new() { HasText = start }).First.GetAttributeAsync("value");
        await select.SelectOptionAsync(value!);
        await owner.Page.WaitForURLAsync(url => Uri.UnescapeDataString(url).Contains($"{name}={value}", StringComparison.Ordinal));
    }

    [GeneratedRegex("\"version\": \"[^\"]*\"")]
    private static partial Regex Version();
}
