using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Jobs;
using Xunit;

namespace Marketplace.Tests.Unit.Jobs;

/// <summary>What becomes of calls that the host owes, how far they lead, and who hears an event.</summary>
public sealed class DeliveryTests(ITestOutputHelper output)
{
    /// <summary>Every code that is not here ends a call that was not made: it is told to the firm at once.</summary>
    private static readonly Dictionary<string, Fate> fates = new(StringComparer.Ordinal)
    {
        ["cap.reached"] = Fate.Wait, ["conflict.state"] = Fate.Wait, ["app.suspended"] = Fate.Wait,
        ["conflict.head"] = Fate.Again, ["conflict.version"] = Fate.Again, ["operation.inFlight"] = Fate.Again, ["rate.limited"] = Fate.Again, ["host.busy"] = Fate.Again,
        ["unavailable"] = Fate.Again, ["host.fault"] = Fate.Again, ["ledger.frozen"] = Fate.Again,
    };

    [Fact]
    public void Every_code_has_a_fate_and_a_pause_lets_hours_pass()
    {
        foreach (var code in Codes.Status.Keys)
        {
            Assert.Equal((code, fates.GetValueOrDefault(code, Fate.Dead)), (code, DeliveryRules.After("record", code)));
            Assert.Equal((code, fates.GetValueOrDefault(code, Fate.Dead) is var fate && fate == Fate.Wait ? Fate.Done : fate), (code, DeliveryRules.After("schedule", code)));
        }
        // A farewell keeps nobody: whoever came back wants none, and one that cannot be said is noted at once.
        Assert.Equal([Fate.Done, Fate.Dead, Fate.Dead, Fate.Again], new[] { "conflict.state", "cap.reached", "app.suspended", "conflict.head" }.Select(static code => DeliveryRules.After("uninstall", code)));
        Assert.Equal(11, fates.Keys.Intersect(Codes.Status.Keys).Count());
        Assert.Equal(Fate.Dead, DeliveryRules.After("event", "tag.unknown"));
        Assert.Equal([10, 10, 15, 120, 120], new[] { -5, 3, 60, 480, 40_000 }.Select(static waited => DeliveryRules.Pause(TimeSpan.FromMinutes(waited)).TotalMinutes));
    }

    [Fact]
    public void A_loop_ends_at_the_fourth_call_and_who_waits_is_never_waited_for()
    {
        var wrongs = new (string Name, Func<IReadOnlyList<string>, string, bool, Refusal?> Rule)[]
        {
            ("depth is not looked at", static (chain, install, awaited) => ChainRules.Check([.. chain.Take(3)], install, awaited)),
            ("who waits may be waited for", static (chain, install, _) => ChainRules.Check(chain, install, false)),
            ("a message never comes back", static (chain, install, _) => ChainRules.Check(chain, install, true)),
        };
        var (met, dice) = (new SortedDictionary<string, int>(StringComparer.Ordinal), new Random(20261127));
        for (var run = 0; run < 5_000; run++) Assert.Null(Broken(dice, ChainRules.Check, met));
        output.WriteLine($"5000 chains, seed 20261127: {string.Join(", ", met.Select(static one => $"{one.Key} {one.Value}"))}");
        Assert.Equal(["came back", "ended by depth", "refused to wait", "went on"], met.Keys);
        foreach (var (name, rule) in wrongs)
        {
            var (tries, why) = (0, (string?)null);
            for (dice = new Random(5); why is null && tries < 1_000; tries++) why = Broken(dice, rule, []);
            output.WriteLine($"{name}: caught in chain {tries}: {why}");
            Assert.True(why is not null, $"{name} was not caught");
        }
    }

    private static string? Broken(Random dice, Func<IReadOnlyList<string>, string, bool, Refusal?> rule, SortedDictionary<string, int> met)
    {
        IReadOnlyList<string> chain = [];
        for (var step = 1; step <= 8; step++)
        {
            var (install, awaits) = ($"f/a{dice.Next(3)}", dice.Next(3) == 0);
            var isThere = chain.Any(one => one == install);
            var (word, refused) = step > 4 ? ("ended by depth", true) : awaits && isThere ? ("refused to wait", true) : (isThere ? "came back" : "went on", false);
            met[word] = met.GetValueOrDefault(word) + 1;
            if (rule(chain, install, awaits) is null == refused) return $"call {step} to {install} over {string.Join('>', chain)}: {word} is expected";
            if (refused) return null;
            chain = ChainRules.Next(chain, install);
        }
        return "a chain of eight";
    }

    [Fact]
    public void An_event_is_heard_by_who_declares_it_is_started_by_it_and_was_granted_it()
    {
        const string type = "auto.delivery.Shipped.v1";
        var manifest = new Manifest
        {
            Id = "demo/cash", Version = "1.0.0", Name = "n", Summary = "s", Runtime = new RuntimeSpec(default, 0, 0, 0), Consumes = [type],
            Triggers = [new("event", "hear", "", "", "", "", "", type, ""), new("event", "hear", "", "", "", "", "", type, ""), new("event", "other", "", "", "", "", "", "auto.delivery.Late.v1", "")],
        };
        Assert.Equal(["hear"], EventRules.Hearing(manifest, ["subscribe:app.event"], type));
        Assert.Equal(["hear"], EventRules.Hearing(manifest, ["subscribe:app.event:auto.delivery"], type));
        Assert.Empty(EventRules.Hearing(manifest, ["subscribe:app.event:auto.oee"], type));
        Assert.Empty(EventRules.Hearing(manifest, [], type));
        Assert.Empty(EventRules.Hearing(manifest with { Consumes = [] }, ["subscribe:app.event"], type));
        Assert.Empty(EventRules.Hearing(manifest, ["subscribe:app.event"], "auto.delivery.Late.v1"));
        // One's own need no grant.
        Assert.Equal(["hear"], EventRules.Hearing(manifest with { Id = "auto/delivery" }, [], type));
        Assert.Equal("auto/delivery", EventRules.Emitter(type));
        Assert.Null(EventRules.Emitter("logistics.trip.arrived.v1".Replace("trip.", "", StringComparison.Ordinal).Replace("v1", "v2", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_event_that_does_not_fit_its_schema_is_no_effect()
    {
        var declared = new EventSpec("Said", JsonElement.Parse("""{ "type": "object", "required": ["code"], "properties": { "code": { "type": "string" } } }"""));
        var manifest = new Manifest { Id = "demo/cash", Version = "1.0.0", Name = "n", Summary = "s", Runtime = new RuntimeSpec(default, 0, 0, 0), Emits = [declared, new("Free", default)] };
        Refusal? Check(string type, string data) => EffectRules.Check(manifest, new FunctionSpec { Handler = "f" }, [], [new Effect.Emit("e", type, data)], 10);
        Assert.Null(Check("Said", """{"code":"A"}"""));
        Assert.Null(Check("Free", "17"));
        Assert.Equal(("effect.invalid", "/code"), (Check("Said", """{"code":5}""")!.Code, Check("Said", """{"code":5}""")!.Facts["pointer"]));
        Assert.Equal("effect.invalid", Check("Said", "{}")!.Code);
        Assert.Equal("effect.invalid", Check("Unsaid", "{}")!.Code);
    }
}
