using Marketplace.Domain.Views;
using Xunit;

namespace Marketplace.Tests.Unit.Views;

public sealed class Gs1TextTests
{
    [Theory]
    [InlineData("(01)06901234567892(10)A1(37)200", "010690123456789210A1\u001D37200")]
    [InlineData("(10)A1(01)06901234567892", "10A1\u001D0106901234567892")]
    [InlineData("(3103)001500(21)X(y)z", "310300150021X(y)z")]
    public void Carries_a_separator_only_where_a_length_is_open(string text, string carried)
    {
        var read = Gs1Text.Read(text).Must();
        Assert.Equal((carried, text), (read.Carried, read.Shown));
    }

    [Theory]
    [InlineData("0106901234567892", "gs1.form")]
    [InlineData("x(01)06901234567892", "gs1.form")]
    [InlineData("(01)06901234567893", "gs1.check")]
    [InlineData("(01)690123456789", "gs1.length")]
    [InlineData("(37)12a", "gs1.digits")]
    [InlineData("(10)批号", "gs1.text")]
    [InlineData("(10)", "gs1.length")]
    [InlineData("(77)1", "gs1.key")]
    public void Refuses_what_a_scanner_would_misread(string text, string rule) =>
        Assert.Equal(rule, Gs1Text.Read(text).Refusal!.Facts["rule"]);
}
