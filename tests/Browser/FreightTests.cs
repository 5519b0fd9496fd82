using Xunit;

namespace Marketplace.Tests.Browser;

/// <summary>Shared freight as an owner meets it.</summary>
public sealed class FreightTests(Stage stage)
{
    [Fact]
    public Task One_pallet_is_shared_by_click() => stage.Visit(Screen.All[0], "hongyan-owner", async visitor =>
    {
        await visitor.Go("/freight?offer=seed-chengdu");
        await visitor.Look("freight-offer");
        await visitor.Button("拼这辆车 ¥260.00", "Share for ¥260.00").ClickAsync();
        await visitor.Sees("已订上这辆车", "You are on this vehicle");
        await visitor.Sees("已订妥", "Booked");
        await visitor.Look("freight-shared");
    });
}
