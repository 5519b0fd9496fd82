using System.Text.Json;
using Marketplace.Machine;

namespace Marketplace.Tests.Apps.Machines;

/// <summary>What a simulated machine makes of its set-points.</summary>
public sealed class ReadbackTests
{
    [Fact]
    public void Holds_each_value_to_its_resolution()
    {
        var held = Readback.Hold([new("a", 1200.004m), new("b", 0.126m), new("c", -2.5m)], 0.01m, Behaviour.Honest);
        Assert.Equal([1200.00m, 0.13m, -2.50m], held.Select(static v => v.Number));
    }

    [Fact]
    public void Lies_about_one_value_by_more_than_any_resolution()
    {
        var held = Readback.Hold([new("a", 6000m), new("b", 2m)], 0.5m, Behaviour.Lie);
        Assert.True(Math.Abs(held[0].Number - 6000m) > 100);
        Assert.Equal(2m, held[1].Number);
        Assert.NotEqual(0m, Readback.Hold([new("a", 0m)], 0.01m, Behaviour.Lie)[0].Number);
    }

    [Fact]
    public void Reads_numbers_and_decimal_texts_and_nothing_else()
    {
        var command = Readback.Read("""{"job":"j","setpoints":[{"name":"a","value":"12.50","unit":"mm"},{"name":"b","value":3}]}""");
        Assert.Equal([12.50m, 3m], command!.Setpoints.Select(static v => v.Number));
        foreach (var broken in (string[])["", "[]", "{}", "null", """{"job":"j","setpoints":[{"name":"a","value":"x"}]}""", """{"job":"j","setpoints":[{"value":true}]}"""])
            Assert.Null(Readback.Read(broken));
    }

    [Fact]
    public void Writes_one_reading_with_decimals_as_text()
    {
        var at = DateTimeOffset.Parse("2026-03-02T01:00:00.5Z", System.Globalization.CultureInfo.InvariantCulture);
        var reading = JsonDocument.Parse(Readback.Write(7, at, "j", [new("主轴转速", 1200.50m)])).RootElement[0];
        Assert.Equal(7, reading.GetProperty("seq").GetInt64());
        Assert.Equal("2026-03-02T01:00:00.500Z", reading.GetProperty("at").GetString());
        Assert.Equal("1200.5", reading.GetProperty("value").GetProperty("readback")[0].GetProperty("value").GetString());
    }
}
