using System.Text;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Devices;
using Xunit;

namespace Marketplace.Tests.Unit.Readings;

/// <summary>The parts of windows, one by one.</summary>
public sealed class WindowTests
{
    private static readonly TimeSpan china = TimeSpan.FromHours(8);
    private static readonly WindowSpec quarter = new(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15), TimeSpan.Zero, false, null);

    [Theory]
    [InlineData("3.17", "3.17")]
    [InlineData("\"12.50\"", "12.5")]
    [InlineData("-0.0", "0")]
    [InlineData("1.5e3", "1500")]
    [InlineData("25E-9", "0.000000025")]
    [InlineData("999999999999.999999999", "999999999999.999999999")]
    [InlineData("0.00000000000", "0")]
    [InlineData("1000000000000", null)]
    [InlineData("0.0000000001", null)]
    [InlineData("1e-400000000000", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"NaN\"", null)]
    [InlineData("\"1,5\"", null)]
    [InlineData("true", null)]
    [InlineData("{\"a\":1}", null)]
    [InlineData("\"1.\"", null)]
    [InlineData("\".5\"", null)]
    [InlineData("\"1.2.3\"", null)]
    public void A_reading_is_a_number_or_none(string json, string? number) =>
        Assert.Equal(number, Quantity.Read(Encoding.UTF8.GetBytes(json)) is { } value ? Quantity.Text(value) : null);

    [Theory]
    [InlineData("1", 3, "0.333333333")]
    [InlineData("2", 3, "0.666666667")]
    [InlineData("-2", 3, "-0.666666667")]
    [InlineData("0.000000001", 2, "0.000000001")]
    [InlineData("-0.000000001", 2, "-0.000000001")]
    [InlineData("0", 5, "0")]
    public void A_mean_is_rounded_away_from_zero(string sum, long count, string mean) =>
        Assert.Equal(mean, Quantity.Text(Quantity.Mean(Quantity.Read(Encoding.UTF8.GetBytes(sum))!.Value, count)));

    [Theory]
    [InlineData("2026-11-27T16:00:00.000Z", "2026-11-27T16:00:00.000Z")]
    [InlineData("2026-11-27T16:00:00.001Z", "2026-11-27T16:15:00.000Z")]
    [InlineData("2026-11-27T15:59:59.999Z", "2026-11-27T16:00:00.000Z")]
    [InlineData("1969-12-31T23:50:00.000Z", "1970-01-01T00:00:00.000Z")]
    public void A_reading_belongs_to_the_period_that_ends_at_its_time(string at, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end).ToUnixTimeMilliseconds(), WindowRules.EndOf(quarter, china, DateTimeOffset.Parse(at).ToUnixTimeMilliseconds()));

    [Fact]
    public void A_day_ends_at_midnight_of_the_firm()
    {
        var day = quarter with { Size = TimeSpan.FromHours(24), Step = TimeSpan.FromHours(24) };
        Assert.Equal(DateTimeOffset.Parse("2026-11-27T16:00:00Z").ToUnixTimeMilliseconds(), WindowRules.EndOf(day, china, DateTimeOffset.Parse("2026-11-27T03:00:00Z").ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void An_upgrade_to_another_shape_keeps_what_no_closed_window_had()
    {
        Point[] points = [new(60_000, 1, 1), new(1_200_000, 2, 2), new(1_700_000, 3, 3)];
        var old = WindowRules.Take(quarter, TimeSpan.Zero, new WindowState { Shape = quarter.Shape(TimeSpan.Zero) }, points, new Dictionary<long, IReadOnlyList<Point>>()).State;
        var five = quarter with { Size = TimeSpan.FromMinutes(5), Step = TimeSpan.FromMinutes(5) };
        var now = WindowRules.Reshaped(five, TimeSpan.Zero, old, [.. points.Skip(1)]);
        Assert.Equal((900_000, five.Shape(TimeSpan.Zero)), (now.ClosedTo, now.Shape));
        Assert.Equal([(1_200_000L, 2m), (1_800_000L, 3m)], now.Panes.Select(static pane => (pane.End, pane.Sum)));
    }

    [Fact]
    public void What_was_left_out_is_told_once()
    {
        var none = new Dictionary<long, IReadOnlyList<Point>>();
        var state = WindowRules.Take(quarter, china, new WindowState(), [new(900_000, 1, 1)], none).State with { Unfit = 2 };
        var late = WindowRules.Take(quarter, china, state, [new(100, 2, 1), new(200, 3, 1)], none);
        Assert.Empty(late.Closed);
        var next = WindowRules.Take(quarter, china, late.State, [new(1_800_000, 4, 1)], none);
        Assert.Equal((4, 1), (next.Left, next.Closed.Count));
        Assert.Equal(0, WindowRules.Take(quarter, china, next.State, [new(2_700_000, 5, 1)], none).Left);
    }

    [Theory]
    [InlineData("""{"size":"15m"}""", "")]
    [InlineData("""{"size":"1h","step":"15m","lateness":"5m"}""", "")]
    [InlineData("""{"size":"15m","counter":true,"rollover":"1000000"}""", "")]
    [InlineData("""{"step":"15m"}""", "manifest.missingKey")]
    [InlineData("""{"size":"15"}""", "manifest.window")]
    [InlineData("""{"size":"7m"}""", "manifest.window")]
    [InlineData("""{"size":"5s"}""", "manifest.window")]
    [InlineData("""{"size":"48h"}""", "manifest.window")]
    [InlineData("""{"size":"20m","step":"15m"}""", "manifest.window")]
    [InlineData("""{"size":"10s","lateness":"24h"}""", "manifest.window")]
    [InlineData("""{"size":"15m","rollover":"1000"}""", "manifest.window")]
    [InlineData("""{"size":"15m","sum":true}""", "manifest.unknownKey")]
    public void A_window_in_a_manifest_is_read_strictly(string window, string rule)
    {
        var manifest = """
            {"id":"demo/meter","version":"1.0.0","name":"a.b","summary":"a.b","description":"a.b","sectors":["auto"],"categories":["x"],"icon":"icon.svg","runtime":{"compatibility":"2026-01-01"},
             "functions":{"on":{"label":"a.b","input":{},"output":{}}},"triggers":[{"on":"device","series":"energy","function":"on","window":$window}],
             "permissions":[{"scope":"subscribe:device.topic","purpose":{"zh-CN":"a","en":"a"}}]}
            """.Replace("$window", window, StringComparison.Ordinal);
        var found = ManifestReader.Read(Encoding.UTF8.GetBytes(manifest)).Findings.Where(static f => f.Pointer.StartsWith("/triggers", StringComparison.Ordinal)).Select(static f => f.Rule).ToList();
        Assert.Equal(rule.Length == 0 ? [] : [rule], found);
    }
}
