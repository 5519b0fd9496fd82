using Marketplace.Views;
using Xunit;

namespace Marketplace.Tests.Unit.Views;

public sealed class FiguresTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 5, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1_234_500_000, "¥1,234.50")]
    [InlineData(2_412, "¥0.002412")]
    [InlineData(0, "¥0.00")]
    [InlineData(-50_000_000, "−¥50.00")]
    public void Writes_money_with_its_fen_or_its_small_digits(long micro, string text) => Assert.Equal(text, Of("zh-CN").Money(micro));

    [Theory]
    [InlineData(3_204_118, "¥3.20")]
    [InlineData(0, "¥0.00")]
    [InlineData(2_412, "不足 ¥0.01")]
    public void Writes_sums_to_the_fen_and_never_as_nothing(long micro, string text) => Assert.Equal(text, Of("zh-CN").Sum(micro));

    [Fact]
    public void Writes_a_time_in_the_firms_zone_as_people_say_it()
    {
        Assert.Equal("11月23日 周一 14:05", Of("zh-CN").When(Now));
        Assert.Equal("Mon 23 Nov 14:05", Of("en").When(Now));
        Assert.Equal("2025年12月31日", Of("zh-CN").Day(new DateTimeOffset(2025, 12, 31, 3, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Writes_a_duration_in_its_two_largest_units()
    {
        Assert.Equal("3 小时 20 分", Of("zh-CN").Duration(new TimeSpan(3, 20, 9)));
        Assert.Equal("2 days 1 h", Of("en").Duration(new TimeSpan(2, 1, 0, 0)));
        Assert.Equal("刚刚", Of("zh-CN").Age(Now));
    }

    private static Figures Of(string culture) => new(new Words(culture, Words.Book(typeof(Words).Assembly, culture)), new Stopped());

    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
