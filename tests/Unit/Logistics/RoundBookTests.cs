using System.Globalization;
using System.Text;
using Marketplace.Domain.Logistics;
using Xunit;

namespace Marketplace.Tests.Unit.Logistics;

/// <summary>When boards look, and what is remembered of it.</summary>
public sealed class RoundBookTests
{
    [Theory]
    [InlineData("2026-11-27T08:00:00Z", "2026-11-27T08:15:00Z")]
    [InlineData("2026-11-27T08:14:59.999Z", "2026-11-27T08:15:00Z")]
    [InlineData("2026-12-31T23:50:00Z", "2027-01-01T00:00:00Z")]
    public void Looks_at_whole_quarters(string now, string next) => Assert.Equal(At(next), RoundBook.Next(At(now)));

    [Fact]
    public void Remembers_the_last_look_of_each_brain()
    {
        var book = RoundBook.Empty.With("hardware", At("2026-11-27T08:00:00Z"), 0).With("auto", At("2026-11-27T08:00:01.5Z"), 3).With("auto", At("2026-11-27T08:15:02Z"), 1);
        var read = RoundBook.Read(book.Bytes());
        Assert.Equal((At("2026-11-27T08:15:02Z"), 1), read.Last["auto"]);
        Assert.Equal((At("2026-11-27T08:00:00Z"), 0), read.Last["hardware"]);
        Assert.Equal(2, read.Last.Count);
        Assert.Empty(RoundBook.Read([]).Last);
        Assert.Equal(["auto"], RoundBook.Read(Encoding.UTF8.GetBytes("auto 5 1\nhardware soon 1\n broken")).Last.Keys);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
