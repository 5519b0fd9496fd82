using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox;
using Marketplace.Tests.Apps.Piecework;

namespace Marketplace.Tests.Apps.Spc;

/// <summary>Published examples through the real app: D. C. Montgomery, Introduction to Statistical Quality Control.</summary>
public sealed class PublishedTests(ITestOutputHelper output)
{
    // Nonconforming cans of frozen orange juice, 30 samples of 50.
    private static readonly int[] cans = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6];

    [Fact]
    public async Task Piston_rings_have_the_limits_of_the_book()
    {
        using var kernel = new Kernel();
        var shop = Open(kernel, new JsonObject { ["chart"] = "xbarR", ["size"] = 5, ["nominal"] = "74", ["lsl"] = "73.95", ["usl"] = "74.05" });
        var rings = await File.ReadAllTextAsync(Path.Combine(Shared, "spc", "piston-rings.csv"), TestContext.Current.CancellationToken);
        Must(await shop.Call("importSamples", new JsonObject { ["characteristic"] = "C1", ["text"] = rings }, "zhao", "leader"));
        Assert.Equal(25, shop.Rows("subgroup").Count());
        var limits = Must(await shop.Call("proposeLimits", new JsonObject { ["characteristic"] = "c1" }, "zhao", "leader"));
        var (centre, upper, lower) = (Of(limits, "centre"), Of(limits, "upper"), Of(limits, "lower"));
        var sigma = (upper - centre) / 3;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"centre {centre:F6}, R {Of(limits.GetProperty("spread"), "centre"):F5}, 3 sigma {lower:F5} {upper:F5}, 2 sigma {centre - (2 * sigma):F5} {centre + (2 * sigma):F5}"));
        Assert.Equal(74.001176, centre, 6);
        Assert.Equal(0.02324, Of(limits.GetProperty("spread"), "centre"), 5);
        Assert.Equal((73.98777, 74.01458), (Math.Round(lower, 5), Math.Round(upper, 5)));
        Assert.Equal((73.99224, 74.01011), (Math.Round(centre - (2 * sigma), 5), Math.Round(centre + (2 * sigma), 5)));
        var record = shop.Rows("limits").Single(); // as people read them, to six decimals
        Assert.Equal(("74.014581", "73.987771"), (record.GetProperty("upper").GetString(), record.GetProperty("lower").GetString()));
        Must(await shop.Call("signLimits", new JsonObject { ["limits"] = limits.GetProperty("limits").GetString() }, "qian", "owner"));
        var capability = Must(await shop.Call("capability", new JsonObject { ["characteristic"] = "c1" }, "li", "worker"));
        Assert.Equal(1.668, Of(capability, "cp"), 3); // 0.1 / (6 × 0.02324 / 2.32593)
    }

    [Fact]
    public async Task Juice_cans_have_the_limits_and_the_two_points_of_the_book()
    {
        using var kernel = new Kernel();
        var shop = Open(kernel, new JsonObject { ["chart"] = "p", ["size"] = 1 });
        var text = "inspected,defective\n" + string.Concat(cans.Select(static c => string.Create(CultureInfo.InvariantCulture, $"50,{c}\n")));
        Must(await shop.Call("importSamples", new JsonObject { ["characteristic"] = "C1", ["text"] = text }, "zhao", "leader"));
        var asked = await shop.Call("proposeLimits", new JsonObject { ["characteristic"] = "c1" }, "zhao", "leader");
        Assert.Equal(("limits.unstable", "15, 23"), (asked.Refusal?.Code, asked.Refusal?.Facts["points"]));
        var chart = Must(await shop.Call("chart", new JsonObject { ["characteristic"] = "c1" }, "li", "worker")).GetProperty("points")[0];
        Assert.Equal(["0.231333", "0.410239", "0.052428"], ((string[])["centre", "upper", "lower"]).Select(name => chart.GetProperty(name).GetString()));
    }

    private static Shop Open(Kernel kernel, JsonObject more)
    {
        var shop = new Shop(kernel, Packages.Read("apps/auto/spc")) { Now = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero) };
        shop.Put("rule", new JsonObject { ["code"] = "N1", ["name"] = "beyond 3 sigma", ["set"] = "nelson", ["kind"] = "beyond", ["of"] = 1, ["least"] = 1, ["sigmas"] = "3" });
        var body = new JsonObject
        {
            ["id"] = "c1", ["code"] = "C1", ["part"] = "part", ["name"] = "name", ["rules"] = "N1", ["plan"] = "default", ["phase"] = "I", ["editions"] = 0, ["since"] = 0, ["count"] = 0, ["active"] = true,
        };
        foreach (var (name, value) in more) body[name] = value!.DeepClone();
        shop.Put("characteristic", body);
        return shop;
    }

    /// <summary>The folder of outside data: <c>MARKETPLACE_SHARED</c>, or <c>shared</c> beside the repository.</summary>
    private static string Shared => Path.Combine(
        Environment.GetEnvironmentVariable("MARKETPLACE_SHARED") is { Length: > 0 } given ? given : Path.Combine(Places.Root, "..", "shared"), "data");

    private static double Of(JsonElement answer, string name) => answer.GetProperty(name).GetDouble();

    private static JsonElement Must(Outcome outcome)
    {
        Assert.True(outcome.Verdict == Verdict.Completed, $"{outcome.Verdict} {outcome.Refusal?.Code} {string.Join(", ", outcome.Refusal?.Facts.Values ?? [])}");
        return JsonElement.Parse(outcome.Result);
    }
}
