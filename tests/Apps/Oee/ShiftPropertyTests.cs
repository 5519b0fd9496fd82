using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Tests.Apps.Piecework;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.Oee;

/// <summary>Generated weeks of shifts through the real app: its indices are a clerk's, who counts minutes.</summary>
public sealed class ShiftPropertyTests(ITestOutputHelper output)
{
    private const int Length = 510;
    private static readonly bool nightly = Environment.GetEnvironmentVariable("NIGHTLY") == "1";
    private static readonly (int From, int To) pause = (240, 270);
    private static readonly string[] endings = ["planned stop", "breakdown", "other stop", "over the break", "doubtful", "refused stop.overlap", "refused shift.restday", "no failure", "failures"];

    [Fact]
    public async Task Indices_are_what_a_clerk_counts()
    {
        var (seed, weeks, tally) = (Seed(), nightly ? 100 : 6, new Tally());
        output.WriteLine($"seed {seed}, {weeks} weeks of 2 machines (MARKETPLACE_SEED runs one again)");
        var wrong = await Run(Packages.Read("apps/auto/oee"), seed, weeks, tally);
        output.WriteLine(tally.ToString());
        Assert.True(wrong is null, wrong);
        Assert.Empty(tally.Missing(endings));
    }

    [Theory]
    [InlineData("lib/times.js", "overlap(from, to, shift.from, shift.to) - pause", "overlap(from, to, shift.from, shift.to)")]
    [InlineData("lib/shifts.js", "- pauseOf(shift) - planned", "- pauseOf(shift)")]
    [InlineData("lib/shifts.js", "ran: busy - unplanned", "ran: busy")]
    [InlineData("lib/shifts.js", "ideal: shift.pace * input.total", "ideal: shift.pace * input.good")]
    [InlineData("lib/shifts.js", "s.group === 'breakdown'", "!s.isPlanned")]
    [InlineData("lib/shifts.js", "Number(found.effectiveness) > 1", "false")]
    [InlineData("lib/figures.js", "all[name] += row[name] ?? 0", "all[name] = row[name] ?? 0")]
    [InlineData("lib/figures.js", "share(idealGood, busy)", "share(ideal, busy)")]
    [InlineData("lib/stops.js", "!s.to || s.to > from", "!s.to")]
    [InlineData("lib/reports.js", "ran / failures", "ran / (failures + 1)")]
    public async Task Catches_a_wrong_rule(string path, string right, string wrong)
    {
        var package = Packages.Read("apps/auto/oee");
        var source = package.Script.Modules[path];
        Assert.Contains(right, source, StringComparison.Ordinal);
        var modules = new Dictionary<string, string>(package.Script.Modules) { [path] = source.Replace(right, wrong, StringComparison.Ordinal) };
        var spoiled = package with { Script = package.Script with { Modules = modules, Digest = right + wrong } };
        var breach = await Run(spoiled, 20_261_127, 4, new Tally());
        output.WriteLine(breach ?? "nothing was seen");
        Assert.NotNull(breach);
    }

    private static async Task<string?> Run(Package package, int seed, int weeks, Tally tally)
    {
        using var kernel = new Kernel();
        for (var i = 0; i < weeks; i++)
        {
            try
            {
                await Week(new Shop(kernel, package), new Dice(unchecked(seed + i)), tally);
            }
            catch (BreachException wrong)
            {
                return $"week {seed + i}: {wrong.Message}";
            }
        }
        return null;
    }

    private static async Task Week(Shop shop, Dice dice, Tally tally)
    {
        var clerk = new Clerk();
        shop.Now = Day(16, 0);
        shop.Put("pattern", new JsonObject { ["code"] = "D", ["name"] = "day", ["from"] = "08:00", ["to"] = "16:30", ["pauseFrom"] = "12:00", ["pauseTo"] = "12:30" });
        foreach (var (code, group) in ((string, string)[])[("p", "planned"), ("b", "breakdown"), ("u", "setup")])
            shop.Put("reason", new JsonObject { ["code"] = code.ToUpperInvariant(), ["name"] = group, ["group"] = group, ["active"] = true });
        var paces = new Dictionary<string, int>(StringComparer.Ordinal) { ["A"] = dice.Between(20, 90), ["B"] = dice.Between(20, 90) };
        foreach (var (code, pace) in paces) shop.Put("machine", new JsonObject { ["code"] = code, ["name"] = code, ["pace"] = pace * 1000, ["state"] = "idle", ["ranTotal"] = 0, ["cycles"] = 0, ["active"] = true });
        for (var day = 16; day <= 22; day++)
            foreach (var (machine, pace) in paces)
                await Shift(shop, dice, tally, clerk, machine, pace, day);
        var rows = JsonElement.Parse(Must(await shop.Call("machines", [], "li", "worker")).Result).GetProperty("rows");
        foreach (var row in rows.EnumerateArray()) Same($"machine {row.GetProperty("key")}", clerk.Machine(row.GetProperty("key").GetString()!), row);
        foreach (var row in JsonElement.Parse(Must(await shop.Call("reliability", [], "li", "worker")).Result).GetProperty("rows").EnumerateArray())
        {
            var counted = clerk.Failures(row.GetProperty("code").GetString()!);
            tally.Add(counted is null ? "no failure" : "failures");
            decimal? Minutes(string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDecimal() / 60_000 : null;
            if (Math.Abs((Minutes("mtbf") ?? -1) - (counted?.Mtbf ?? -1)) > 0.001m || Math.Abs((Minutes("mttr") ?? -1) - (counted?.Mttr ?? -1)) > 0.001m)
                throw new BreachException($"MTBF and MTTR are {Minutes("mtbf")} and {Minutes("mttr")} minutes, the clerk has {counted}");
        }
    }

    private static async Task Shift(Shop shop, Dice dice, Tally tally, Clerk clerk, string machine, int pace, int day)
    {
        shop.Now = Day(day, 1);
        var order = new JsonObject { ["machine"] = machine, ["pattern"] = "D" };
        if (day > 20)
        {
            Refuse(tally, "shift.restday", await shop.Call("beginShift", order.DeepClone().AsObject(), "li", "worker"));
            if (!dice.In(3)) return;
            order["sure"] = true;
        }
        var shift = JsonElement.Parse(Must(await shop.Call("beginShift", order, "li", "worker")).Result).GetProperty("shift").GetString()!;
        var stops = new List<(int From, int To, char Kind)>();
        shop.Now = Day(day, Length + 30);
        for (var at = dice.Between(0, 60); at < Length - 5; at += dice.Between(0, 140))
        {
            var (to, kind) = (Math.Min(Length, at + dice.Between(1, 70)), dice.In(3) ? 'p' : machine == "A" && dice.In(4) ? 'b' : 'u');
            Must(await Enter(shop, shift, day, at, to, kind));
            if (dice.In(4)) Refuse(tally, "stop.overlap", await Enter(shop, shift, day, at, Math.Min(Length, to + 1), 'u'));
            stops.Add((at, to, kind));
            tally.Add(kind switch { 'p' => "planned stop", 'b' => "breakdown", _ => "other stop" });
            if (at < pause.To && to > pause.From) tally.Add("over the break");
            at = to;
        }
        var total = dice.Between(10, 30_600 / pace);
        var good = total - dice.Between(0, 9);
        var counted = clerk.Shift(machine, Length, pause, stops, pace, total, good);
        var closed = JsonElement.Parse(Must(await shop.Call("closeShift", new JsonObject { ["shift"] = shift, ["total"] = total, ["good"] = good }, "zhao", "leader")).Result);
        Same($"shift {machine} {day}", counted, closed);
        if (closed.GetProperty("odd").GetBoolean() != counted.Effectiveness > 1) throw new BreachException("an effectiveness above 1 was not told");
        if (counted.Effectiveness > 1) tally.Add("doubtful");
        var parts = JsonElement.Parse(Must(await shop.Call("timeline", new JsonObject { ["shift"] = shift }, "li", "worker")).Result).GetProperty("rows").EnumerateArray().ToList();
        if (parts.Sum(static p => p.GetProperty("duration").GetInt64()) != Length * 60_000L || parts.Zip(parts.Skip(1)).Any(static p => p.First.GetProperty("to").GetString() != p.Second.GetProperty("from").GetString()))
            throw new BreachException("the parts of the shift have a gap or overlap");
    }

    private static Task<Outcome> Enter(Shop shop, string shift, int day, int from, int to, char kind) => shop.Call("enterStop", new JsonObject
    {
        ["shift"] = shift, ["reason"] = char.ToUpperInvariant(kind).ToString(), ["from"] = Text(Day(day, from)), ["to"] = Text(Day(day, to)),
    }, "zhao", "leader");

    private static void Same(string what, (decimal? Availability, decimal? Effectiveness, decimal? Quality, decimal? Oee) counted, JsonElement answer)
    {
        decimal? Of(string name) => answer.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture) : null;
        var said = (Of("availability"), Of("effectiveness"), Of("quality"), Of("oee"));
        decimal?[] pairs = [said.Item1 - counted.Availability, said.Item2 - counted.Effectiveness, said.Item3 - counted.Quality, said.Item4 - counted.Oee];
        // The sixth decimal may round either way.
        if (pairs.Any(static d => d is null || Math.Abs(d.Value) > 0.0000011m)) throw new BreachException($"{what}: the app says {said}, the clerk {counted}");
    }

    private static void Refuse(Tally tally, string code, Outcome outcome)
    {
        if (outcome.Refusal?.Code != code) throw new BreachException($"{code} was due, and it came to {outcome.Verdict} {outcome.Refusal?.Code}");
        tally.Add("refused " + code);
    }

    private static Outcome Must(Outcome outcome) => outcome.Verdict == Verdict.Completed
        ? outcome
        : throw new BreachException($"{outcome.Verdict} {outcome.Refusal?.Code} {string.Join(", ", outcome.Refusal?.Facts.Values ?? [])}");

    private static DateTimeOffset Day(int day, int minute) => new DateTimeOffset(2026, 11, day, 8, 0, 0, TimeSpan.FromHours(8)).AddMinutes(minute).ToUniversalTime();

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static int Seed() =>
        Environment.GetEnvironmentVariable("MARKETPLACE_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture)
        : nightly ? Random.Shared.Next() : 20_261_127;
}
