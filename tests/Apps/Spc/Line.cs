using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Tests.Apps.Piecework;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.Spc;

/// <summary>A line that is measured: a study with freak samples, limits proposed and signed, then drifts, shifts, swings and quiet runs. At every
/// step the app's answer must be the engineer's.</summary>
internal sealed class Line(Shop shop, Dice dice, Tally tally)
{
    private static readonly string[] codes = ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "W1", "W2", "W3", "W4"];
    private static readonly (string Kind, int Of, int Least, string Sigmas)[] rules =
    [
        ("beyond", 1, 1, "3"), ("beyond", 9, 9, "0"), ("trend", 6, 6, "0"), ("alternate", 14, 14, "0"), ("beyond", 3, 2, "2"), ("beyond", 5, 4, "1"), ("within", 15, 15, "1"), ("outside", 8, 8, "1"),
        ("beyond", 1, 1, "3"), ("beyond", 3, 2, "2"), ("beyond", 5, 4, "1"), ("beyond", 8, 8, "0"),
    ];

    private readonly int size = dice.In(3) ? 1 : dice.Between(2, 6);
    private readonly List<(int Seq, double[] Values)> kept = [];
    private string[] on = [];
    private int seq;

    public async Task Run()
    {
        shop.Now = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        on = [.. codes.Where(c => c == "N1" || dice.In(2))];
        for (var i = 0; i < codes.Length; i++)
            shop.Put("rule", new JsonObject { ["code"] = codes[i], ["name"] = "rule", ["set"] = "own", ["kind"] = rules[i].Kind, ["of"] = rules[i].Of, ["least"] = rules[i].Least, ["sigmas"] = rules[i].Sigmas });
        shop.Put("planStep", new JsonObject { ["plan"] = "default", ["seq"] = 1, ["what"] = "contain", ["who"] = "li" });
        shop.Put("characteristic", new JsonObject
        {
            ["id"] = "c1", ["code"] = "C1", ["part"] = "part", ["name"] = "name", ["chart"] = size == 1 ? "imr" : "xbarR", ["lsl"] = "9", ["usl"] = "11", ["size"] = size, ["rules"] = string.Join(',', on),
            ["plan"] = "default", ["phase"] = "I", ["editions"] = 0, ["since"] = 0, ["count"] = 0, ["active"] = true,
        });
        Refuse("limits.few", await Leader("proposeLimits", new JsonObject { ["characteristic"] = "c1" }));
        for (var i = dice.Between(24, 30); i > 0; i--)
        {
            if (kept.Count == 19) Refuse("limits.few", await Leader("proposeLimits", new JsonObject { ["characteristic"] = "c1" }));
            await Take(dice.In(14) ? 0.5 : 0, "study");
        }
        var lines = await Study();
        await Watch(lines);
        await Capability(lines);
    }

    private async Task<JsonElement> Take(double shift, string what)
    {
        var values = Enumerable.Range(0, size).Select(_ => Math.Round(10 + shift + (0.1 * Normal()), 5)).ToArray();
        shop.Now += TimeSpan.FromMinutes(10);
        var input = new JsonObject { ["characteristic"] = "c1", ["values"] = string.Join(' ', values.Select(static v => v.ToString("0.00000", CultureInfo.InvariantCulture))) };
        var answer = JsonElement.Parse(Must(await shop.Call("record", input, "li", "worker")).Result);
        kept.Add((++seq, values));
        tally.Add(what);
        return answer;
    }

    /// <summary>Proposes until nothing of the study lies outside; every refusal must name what the engineer names.</summary>
    private async Task<(Chartist.Lines Place, Chartist.Lines Spread)> Study()
    {
        while (true)
        {
            var limits = Chartist.Limits([.. kept.Select(static k => k.Values)]);
            var out1 = kept.Where((k, i) => Far(k.Values.Average(), limits.Place) || (Spread(i) is { } s && Far(s, limits.Spread))).Select(static k => k.Seq).ToList();
            var asked = await Leader("proposeLimits", new JsonObject { ["characteristic"] = "c1" });
            if (kept.Count < 20)
            {
                Refuse("limits.few", asked);
                await Take(0, "study");
                continue;
            }
            if (out1.Count > 0)
            {
                Refuse("limits.unstable", asked);
                Same("the points outside", string.Join(", ", out1.Take(10)), asked.Refusal!.Facts["points"]);
                foreach (var far in out1.Take(10)) await LeaveOut(far);
                continue;
            }
            var proposal = JsonElement.Parse(Must(asked).Result);
            Near("centre", limits.Place.Centre, proposal.GetProperty("centre"));
            Near("upper", limits.Place.Upper, proposal.GetProperty("upper"));
            Near("lower", limits.Place.Lower, proposal.GetProperty("lower"));
            Near("range centre", limits.Spread.Centre, proposal.GetProperty("spread").GetProperty("centre"));
            Near("range upper", limits.Spread.Upper, proposal.GetProperty("spread").GetProperty("upper"));
            Near("range lower", limits.Spread.Lower, proposal.GetProperty("spread").GetProperty("lower"));
            var id = new JsonObject { ["limits"] = proposal.GetProperty("limits").GetString() };
            Refuse("limits.own", await Leader("signLimits", id.DeepClone().AsObject()));
            Must(await shop.Call("signLimits", id, "qian", "owner"));
            tally.Add($"signed n = {(size == 1 ? 1 : 2)}{(size > 1 ? "+" : "")}");
            return (limits.Place, limits.Spread);
        }
    }

    private async Task LeaveOut(int far)
    {
        var id = shop.IdOf("subgroup", "key", string.Create(CultureInfo.InvariantCulture, $"C1/{far:D6}"));
        Must(await Leader("exclude", new JsonObject { ["subgroup"] = id, ["reason"] = "gauge fell" }));
        kept.RemoveAll(k => k.Seq == far);
        tally.Add("left out");
    }

    private async Task Watch((Chartist.Lines Place, Chartist.Lines Spread) lines)
    {
        var (begin, swing) = (kept.Count, 1);
        var sigma = lines.Place.Sigma;
        for (var block = 0; block < 5; block++)
        {
            var way = dice.Between(0, 5);
            for (var i = 0; i < 16; i++)
            {
                swing = -swing;
                var shift = way switch { 0 => 0, 1 => 1.2 * sigma, 2 => (i - 8) * 0.6 * sigma, 3 => swing * 2.2 * sigma, 4 => 4 * sigma * (dice.In(6) ? 1 : 0), _ => swing * 0.1 * sigma };
                var signals = (await Take(shift, $"watched, way {way}")).GetProperty("signals");
                var run = kept.Skip(begin).Select(static k => k.Values.Average()).ToList();
                var want = on.Where(code => Chartist.Breaks(code, run, lines.Place)).ToList();
                if (Spread(kept.Count - 1, begin) is { } spread && Far(spread, lines.Spread)) want.AddRange(on.Where(static c => c is "N1" or "W1").Select(static c => "R:" + c));
                if (kept[^1].Values.Any(static v => v is < 9 or > 11)) want.Insert(0, "SPEC");
                var got = signals.GetArrayLength() == 0 ? [] : signals[0].GetProperty("rules").EnumerateArray().Select(static r => r.GetString()!.Split(' ')[0]).ToList();
                Same($"the rules of sample {seq}", string.Join(',', want), string.Join(',', got));
                foreach (var code in want) tally.Add("broken " + code);
            }
        }
    }

    private async Task Capability((Chartist.Lines Place, Chartist.Lines Spread) lines)
    {
        var asked = await shop.Call("capability", new JsonObject { ["characteristic"] = "c1" }, "li", "worker");
        var last = kept.Where(k => k.Seq > seq - 100).ToList();
        var unstable = last.Where((_, i) => on.Any(code => Chartist.Breaks(code, [.. last.Take(i + 1).Select(static k => k.Values.Average())], lines.Place))
            || (SpreadOf(last, i, 0) is { } s && Far(s, lines.Spread))).Select(static k => k.Seq).ToList();
        if (unstable.Count > 0)
        {
            Refuse("capability.unstable", asked);
            Same("the unstable points", string.Join(", ", unstable.Take(10)), asked.Refusal!.Facts["points"]);
            return;
        }
        var answer = JsonElement.Parse(Must(asked).Result);
        var indices = Chartist.Indices([.. last.Select(static k => k.Values)], 9, 11);
        foreach (var (name, value) in ((string[])["cp", "cpk", "pp", "ppk"]).Zip(indices)) Near(name, value, answer.GetProperty(name));
        tally.Add("capability");
    }

    // A moving range belongs to the chart only when both of its values do.
    private double? Spread(int at, int begin = 0) => SpreadOf(kept, at, begin);

    private double? SpreadOf(List<(int Seq, double[] Values)> rows, int at, int begin) =>
        size > 1 ? rows[at].Values.Max() - rows[at].Values.Min() : at > begin ? Math.Abs(rows[at].Values[0] - rows[at - 1].Values[0]) : null;

    private static bool Far(double value, Chartist.Lines lines) => value > lines.Upper || value < lines.Lower;

    private double Normal() => Enumerable.Range(0, 12).Sum(_ => (double)dice.Number(0, 1, 9)) - 6;

    private Task<Outcome> Leader(string function, JsonObject input) => shop.Call(function, input, "zhao", "leader");

    private void Refuse(string code, Outcome outcome)
    {
        if (outcome.Refusal?.Code != code) throw new BreachException($"{code} was due, and it came to {outcome.Verdict} {outcome.Refusal?.Code}");
        tally.Add("refused " + code);
    }

    private static Outcome Must(Outcome outcome) => outcome.Verdict == Verdict.Completed
        ? outcome
        : throw new BreachException($"{outcome.Verdict} {outcome.Refusal?.Code} {string.Join(", ", outcome.Refusal?.Facts.Values ?? [])}");

    private static void Near(string what, double expected, JsonElement got)
    {
        if (Math.Abs(got.GetDouble() - expected) > 1e-7 * Math.Max(1, Math.Abs(expected))) throw new BreachException(string.Create(CultureInfo.InvariantCulture, $"{what} is {got.GetDouble()}, the engineer has {expected}"));
    }

    private static void Same(string what, string expected, string got)
    {
        if (expected != got) throw new BreachException($"{what}: the app says '{got}', the engineer '{expected}'");
    }
}
