using Xunit;

namespace Marketplace.Tests.Unit.Talent;

/// <summary>The checker catches each wrong rule, by its invariant.</summary>
public sealed class TalentWrongRulesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(TalentFault.HoursByEmployer, "T1")]
    [InlineData(TalentFault.CertificateWithoutDates, "T2")]
    [InlineData(TalentFault.TwoPlaces, "T3")]
    [InlineData(TalentFault.Margin, "T4")]
    [InlineData(TalentFault.OldCover, "T5")]
    [InlineData(TalentFault.ConsentByAnybody, "T5")]
    [InlineData(TalentFault.LendsOn, "T6")]
    [InlineData(TalentFault.PaysMore, "T7")]
    [InlineData(TalentFault.Tells, "T8")]
    [InlineData(TalentFault.PunishesDeclining, "T9")]
    public void A_wrong_rule_is_caught(TalentFault fault, string invariant)
    {
        var all = TalentHistories.Run(new WrongTalent(fault), 60_000, 7_000, one => one.StartsWith(invariant, StringComparison.Ordinal));
        output.WriteLine($"{fault}: {all.Operations} operations, {all.Broken.FirstOrDefault(one => one.Contains($": {invariant} ", StringComparison.Ordinal))}");
        Assert.Contains(all.Broken, one => one.Contains($": {invariant} ", StringComparison.Ordinal));
    }
}
