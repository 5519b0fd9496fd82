using System.Globalization;
using Marketplace.Domain.Devices;
using Xunit;

namespace Marketplace.Tests.Unit.Readings;

/// <summary>How long readings are kept, and what of an open window stays.</summary>
public sealed class ReadingTermsTests
{
    [Theory]
    [InlineData("90", "2026-11-27", "2026-08-29")]
    [InlineData("ever", "2026-11-27", null)]
    [InlineData("2026-01-01=90,2027-01-01=180", "2026-12-31", "2026-10-02")]
    [InlineData("2027-01-01=180, 2026-01-01=90", "2027-01-01", "2026-07-05")]
    [InlineData("2026-01-01=90,2027-01-01=ever", "2027-01-01", null)]
    [InlineData("2027-01-01=7", "2026-12-31", null)]
    public void A_term_holds_from_its_day(string terms, string now, string? before) =>
        Assert.Equal(before is null ? null : At(before), ReadingTerms.Read(terms)!.Before(At(now)));

    [Theory, InlineData(""), InlineData("6"), InlineData("3651"), InlineData("-90"), InlineData("90d"), InlineData("2026-13-01=90"), InlineData("2026-01-01=90,2026-01-01=91"), InlineData("2026-01-01=")]
    public void What_is_no_term_is_none(string terms) => Assert.Null(ReadingTerms.Read(terms));

    [Fact]
    public void An_open_window_keeps_its_readings_as_long_again()
    {
        var (now, before) = (At("2026-11-27"), ReadingTerms.Usual.Before(At("2026-11-27"))!.Value);
        Assert.Equal(before, ReadingTerms.Horizon(before, now, []));
        Assert.Equal(before.AddDays(-3), ReadingTerms.Horizon(before, now, [Open(before.AddDays(-3)), Open(before.AddDays(3)), new WindowState()]));
        Assert.Equal(before, ReadingTerms.Horizon(before, now, [Open(before.AddDays(-91))]));
        Assert.Equal(before.AddDays(-90), ReadingTerms.Horizon(before, now, [Open(before.AddDays(-90))]));
    }

    private static WindowState Open(DateTimeOffset first)
    {
        var point = new Point(first.ToUnixTimeMilliseconds(), 1, 1m);
        return new WindowState { Panes = [new Pane(point.At + 1_000, 1, 1m, 1m, 1m, point, point, 0, 0)] };
    }

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);
}
