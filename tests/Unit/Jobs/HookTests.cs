using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Jobs;
using Xunit;

namespace Marketplace.Tests.Unit.Jobs;

/// <summary>A delivery is taken when it is its sender's, whole and of now. Whatever is changed on the way is refused; wrong rules are caught.</summary>
public sealed class HookTests(ITestOutputHelper output)
{
    private delegate Refusal? Rule(HookDelivery delivery, string secret, DateTimeOffset now);

    private static readonly DateTimeOffset now = new(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 50_000 : 3_000;

    private static readonly (string Name, Rule Rule)[] wrongs =
    [
        ("old deliveries are taken", static (d, s, _) => HookRules.Check(d, s, DateTimeOffset.FromUnixTimeSeconds(long.Parse(d.Timestamp, System.Globalization.CultureInfo.InvariantCulture)))),
        ("the signature is not looked at", static (d, s, t) => HookRules.Check(d with { Signature = HookRules.Sign(s, d.Id, d.Timestamp, d.Body) }, s, t)),
        ("half a signature will do", static (d, s, t) => HookRules.Check(d.Signature.Length > 10 && HookRules.Sign(s, d.Id, d.Timestamp, d.Body).StartsWith(d.Signature[..10], StringComparison.Ordinal) ? d with { Signature = HookRules.Sign(s, d.Id, d.Timestamp, d.Body) } : d, s, t)),
        ("an empty signature is let in", static (d, s, t) => d.Signature.Length == 0 ? null : HookRules.Check(d, s, t)),
    ];

    [Fact]
    public void What_was_changed_on_the_way_or_kept_for_later_is_refused()
    {
        var (seed, met) = (Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? Environment.TickCount : 20261127, new SortedDictionary<string, int>(StringComparer.Ordinal));
        var dice = new Random(seed);
        for (var run = 0; run < Runs; run++) Assert.Null(Broken(dice, HookRules.Check, met));
        output.WriteLine($"{Runs} deliveries, seed {seed}: {string.Join(", ", met.Select(static one => $"{one.Key} {one.Value}"))}");
        Assert.Equal(10, met.Count);
        foreach (var (name, rule) in wrongs)
        {
            var (tries, why) = (0, (string?)null);
            for (dice = new Random(5); why is null && tries < 1_000; tries++) why = Broken(dice, rule, []);
            output.WriteLine($"{name}: caught at delivery {tries}: {why}");
            Assert.True(why is not null, $"{name} was not caught");
        }
    }

    private static string? Broken(Random dice, Rule rule, SortedDictionary<string, int> met)
    {
        var (secret, other) = (HookRules.Make().Secret, HookRules.Make().Secret);
        var body = Encoding.UTF8.GetBytes($$"""{"n":{{dice.Next(1000)}},"text":"锻件"}""");
        var sent = now.ToUnixTimeSeconds() + dice.Next(-300, 301);
        var delivery = Signed(secret, $"d-{dice.Next(1000)}", sent, body);
        var (how, given, code) = dice.Next(10) switch
        {
            0 => ("as it was", delivery, ""),
            1 => ("two signatures", delivery with { Signature = $"v1,{Convert.ToBase64String(new byte[32])} {delivery.Signature}" }, ""),
            2 => ("body", delivery with { Body = Flipped(dice, body) }, Codes.HookSignature),
            3 => ("name", delivery with { Id = delivery.Id + "1" }, Codes.HookSignature),
            4 => ("time", delivery with { Timestamp = $"{sent + 1}" }, Codes.HookSignature),
            5 => ("another's secret", Signed(other, delivery.Id, sent, body), Codes.HookSignature),
            6 => ("no signature", delivery with { Signature = "" }, Codes.HookSignature),
            7 => ("half a signature", delivery with { Signature = delivery.Signature[..20] + Signed(other, delivery.Id, sent, body).Signature[20..] }, Codes.HookSignature),
            8 => ("late", Signed(secret, delivery.Id, now.ToUnixTimeSeconds() - dice.Next(301, 90_000), body), Codes.HookTime),
            _ => ("early", Signed(secret, delivery.Id, now.ToUnixTimeSeconds() + dice.Next(301, 90_000), body), Codes.HookTime),
        };
        met[how] = met.GetValueOrDefault(how) + 1;
        var said = rule(given, secret, now)?.Code ?? "";
        return said == code ? null : $"{how}: '{code}' is expected, and '{said}' came";
    }

    [Theory]
    [InlineData("", "1790000000", "#webhook-id")]
    [InlineData("a b", "1790000000", "#webhook-id")]
    [InlineData("a", "soon", "#webhook-timestamp")]
    [InlineData("a", "-5", "#webhook-timestamp")]
    [InlineData("a", "999999999999", "#webhook-timestamp")]
    public void Headers_that_say_nothing_are_named(string id, string timestamp, string pointer) =>
        Assert.Equal(pointer, HookRules.Check(new HookDelivery(id, timestamp, "v1,", []), HookRules.Make().Secret, now)!.Facts["pointer"]);

    [Fact]
    public void The_specification_s_own_example_is_signed_alike() => Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        HookRules.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}"u8));

    [Fact]
    public void A_token_has_one_form()
    {
        Assert.True(HookRules.IsToken(HookRules.Make().Token));
        foreach (var none in new[] { "", "mkh_", "mkh_" + new string('0', 63), "mkh_" + new string('A', 64), "mkd_" + new string('0', 64) }) Assert.False(HookRules.IsToken(none));
    }

    private static HookDelivery Signed(string secret, string id, long at, byte[] body) => new(id, $"{at}", HookRules.Sign(secret, id, $"{at}", body), body);

    private static byte[] Flipped(Random dice, byte[] body)
    {
        byte[] changed = [.. body];
        changed[dice.Next(changed.Length)] ^= 1;
        return changed;
    }
}
