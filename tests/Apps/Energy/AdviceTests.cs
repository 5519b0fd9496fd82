using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Tests.Apps.Piecework;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.Energy;

/// <summary>Generated days and loads: what advice saves is what a second reckoning of the whole day finds, and nobody finds a better move of one load.</summary>
public sealed class AdviceTests(ITestOutputHelper output)
{
    private const decimal Fen = 0.01m;
    private static readonly string[] kinds = ["move", "stay", "absent", "the peak decides", "over the month's other days"];

    [Fact]
    public async Task What_is_saved_is_what_the_day_costs_less()
    {
        var tally = new Tally();
        var wrong = await Run(Packages.Read("apps/auto/energy"), Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 400 : 40, tally);
        output.WriteLine(tally.ToString());
        Assert.True(wrong is null, wrong);
        Assert.Empty(tally.Missing(kinds));
    }

    [Theory]
    [InlineData("energy(load, at) + demand(Math.max(base, inside[at] + load.kw))", "energy(load, at)")]
    [InlineData("Math.max(0, peak - floor)", "peak * 0")]
    [InlineData("Math.max(0, peak - floor)", "peak")]
    [InlineData("at + load.quarters <= load.latest", "at < load.latest && at + load.quarters <= 96")]
    [InlineData("let at = load.earliest", "let at = load.usual")]
    [InlineData("shift(now, load, load.at, load.kw)", "shift(now, load, load.usual, load.kw)")]
    [InlineData("queue[head] <= i - quarters", "queue[head] < i - quarters")]
    [InlineData("curve[i] >= load.kw", "curve[i] >= 0")]
    [InlineData("sums[at + load.quarters] - sums[at]", "sums[at + 1] - sums[at]")]
    public async Task Catches_a_wrong_rule(string right, string wrong)
    {
        var breach = await Run(Packages.Spoiled("apps/auto/energy", "lib/advice.js", right, wrong), 40, new Tally());
        output.WriteLine(breach ?? "nothing was seen");
        Assert.NotNull(breach);
    }

    private static async Task<string?> Run(Package package, int days, Tally tally)
    {
        using var kernel = new Kernel();
        for (var n = 0; n < days; n++)
        {
            try
            {
                await Day(new Shop(kernel, package) { Now = new DateTimeOffset(2018, 5, 2, 1, 0, 0, TimeSpan.Zero) }, new Dice(20_261_127 + n), tally);
            }
            catch (BreachException wrong)
            {
                return $"day {n}: {wrong.Message}";
            }
        }
        return null;
    }

    private static async Task Day(Shop shop, Dice dice, Tally tally)
    {
        var prices = new decimal[96];
        shop.Put("meter", new JsonObject { ["id"] = "m1", ["code"] = "E1", ["name"] = "main", ["left"] = 0 });
        var demandPrice = dice.In(3) ? 0m : dice.Between(1, 40);
        shop.Put("tariff", new JsonObject { ["id"] = "t1", ["code"] = "t1", ["name"] = "t", ["from"] = "2018-01-01", ["demandPrice"] = Text(demandPrice), ["state"] = "active" });
        for (var from = 0; from < 96;)
        {
            var (to, price) = (Math.Min(96, from + dice.Between(8, 40)), dice.Between(20, 130) / 100m);
            shop.Put("band", new JsonObject { ["tariff"] = "t1", ["from"] = Clock(from), ["to"] = Clock(to), ["kind"] = dice.Of("sharp", "peak", "flat", "valley"), ["price"] = Text(price) });
            for (; from < to; from++) prices[from] = price;
        }
        var loads = Enumerable.Range(1, dice.In(2) ? 1 : dice.Between(2, 5)).Select(n => Load(dice, n)).ToList();
        var curve = Enumerable.Range(0, 96).Select(_ => (decimal)dice.Between(0, 60)).ToArray();
        foreach (var load in loads.Where(_ => !dice.In(6)))
            for (var i = load.Usual; i < load.Usual + load.Quarters; i++) curve[i] += load.Kw;
        foreach (var load in loads)
            shop.Put("load", new JsonObject
            {
                ["code"] = load.Code, ["name"] = load.Code, ["kw"] = Text(load.Kw), ["quarters"] = load.Quarters, ["usual"] = Clock(load.Usual), ["earliest"] = Clock(load.Earliest), ["latest"] = Clock(load.Latest), ["active"] = true,
            });
        Put(shop, "2018-01-02", curve);
        var floor = dice.In(2) ? 0m : dice.Between(10, 120);
        if (floor > 0) Put(shop, "2018-01-01", [.. Enumerable.Repeat(0m, 95), floor]);
        var answer = await shop.Call("advice", [], "zhao", "leader");
        if (answer.Verdict != Verdict.Completed) throw new BreachException($"{answer.Verdict} {answer.Refusal?.Code}");
        Judge(JsonElement.Parse(answer.Result), curve, prices, demandPrice, floor, loads, tally);
    }

    private static void Judge(JsonElement advice, decimal[] curve, decimal[] prices, decimal demandPrice, decimal floor, List<Job> loads, Tally tally)
    {
        decimal Cost(IReadOnlyDictionary<string, int> places)
        {
            var day = curve.ToArray();
            foreach (var load in loads.Where(l => places.ContainsKey(l.Code)))
            {
                for (var i = load.Usual; i < load.Usual + load.Quarters; i++) day[i] -= load.Kw;
                for (var i = places[load.Code]; i < places[load.Code] + load.Quarters; i++) day[i] += load.Kw;
            }
            return day.Zip(prices, static (kw, price) => kw / 4 * price).Sum() + (Math.Max(0, day.Max() - floor) * demandPrice);
        }

        var (places, saves) = (new Dictionary<string, int>(), 0m);
        foreach (var row in advice.GetProperty("rows").EnumerateArray())
        {
            var load = loads.Single(l => l.Code == row.GetProperty("code").GetString());
            var (verdict, best) = (row.GetProperty("verdict").GetString()!, row.GetProperty("best").GetString()!);
            tally.Add(verdict);
            if ((verdict == "absent") != (best.Length == 0)) throw new BreachException($"{load.Code} is {verdict} at {best}");
            if (best.Length == 0) continue;
            var at = (int.Parse(best[..2], CultureInfo.InvariantCulture) * 4) + (int.Parse(best[3..5], CultureInfo.InvariantCulture) / 15);
            if (at != load.Usual && (at < load.Earliest || at + load.Quarters > load.Latest)) throw new BreachException($"{load.Code} is sent to {best}, beyond {Clock(load.Earliest)} to {Clock(load.Latest)}");
            (places[load.Code], saves) = (at, saves + (row.GetProperty("saves").GetInt64() / 1_000_000m));
        }
        foreach (var load in loads.Where(l => !places.ContainsKey(l.Code)))
            if (Enumerable.Range(load.Usual, load.Quarters).All(i => curve[i] >= load.Kw)) throw new BreachException($"{load.Code} ran and is called absent");
        if (places.Keys.Any(code => loads.Single(l => l.Code == code) is var load && Enumerable.Range(load.Usual, load.Quarters).Any(i => curve[i] < load.Kw))) throw new BreachException("a load that did not run is moved");
        var (usual, now) = (Cost(loads.Where(l => places.ContainsKey(l.Code)).ToDictionary(static l => l.Code, static l => l.Usual)), Cost(places));
        if (Math.Abs(usual - now - saves) > Fen * (loads.Count + 1)) throw new BreachException($"{saves} are promised, the day costs {usual} and then {now}");
        if (usual - now < -Fen) throw new BreachException("the day costs more");
        if (floor > 0 && curve.Max() > floor) tally.Add("over the month's other days");
        if (demandPrice > 0 && now > 0) tally.Add("the peak decides");
        foreach (var load in loads.Where(l => places.ContainsKey(l.Code)))
            for (var at = load.Earliest; at + load.Quarters <= load.Latest; at++)
                if (Cost(new Dictionary<string, int>(places) { [load.Code] = at }) < now - (2 * Fen) && loads.Count == 1) throw new BreachException($"{load.Code} at {Clock(at)} would cost less");
    }

    private static Job Load(Dice dice, int n)
    {
        var (quarters, usual) = (dice.Between(1, 12), dice.Between(0, 84));
        var earliest = dice.In(2) ? 0 : dice.Between(0, 60);
        return new Job($"L{n}", dice.Between(1, 60), quarters, usual, earliest, dice.In(2) ? 96 : Math.Min(96, earliest + quarters + dice.Between(0, 40)));
    }

    private static void Put(Shop shop, string day, decimal[] kw) => shop.Put("day", new JsonObject
    {
        ["key"] = "E1/" + day, ["meter"] = "m1", ["code"] = "E1", ["day"] = day, ["month"] = day[..7], ["values"] = new JsonArray([.. kw.Select(static v => JsonValue.Create((long)(v / 4 * 1_000_000)))]),
        ["slots"] = 96, ["kwh"] = Text(kw.Sum() / 4), ["peakKw"] = Text(kw.Max()), ["peakAt"] = "00:15", ["over"] = 0, ["source"] = "csv",
    });

    private static string Clock(int slot) => $"{slot / 4:D2}:{slot % 4 * 15:D2}";

    private static string Text(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private sealed record Job(string Code, decimal Kw, int Quarters, int Usual, int Earliest, int Latest);
}
