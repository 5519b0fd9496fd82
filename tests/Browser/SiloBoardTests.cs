using Microsoft.Playwright;
using Xunit;

namespace Marketplace.Tests.Browser;

/// <summary>Orleans' dashboard as an operator finds it: from the desk, under our content policy, with nothing refused by it.</summary>
public sealed class SiloBoardTests(Stage stage)
{
    [Fact]
    public Task An_operator_comes_from_the_desk_to_the_silo() => stage.Visit(Screen.All[1], "operator-auto", async visitor =>
    {
        await visitor.Go("/desk");
        await visitor.Link("运行状态", "The silo").ClickAsync();
        await Assertions.Expect(visitor.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/operator/silo/"));
        await Assertions.Expect(visitor.Page.GetByText("Total Activations")).ToBeVisibleAsync();
        await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(stage.Pictures, "silo-overview.png") });
        await visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Grains", Exact = true }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("AccountsGrain").First).ToBeVisibleAsync();
        await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(stage.Pictures, "silo-grains.png") });
    });
}
