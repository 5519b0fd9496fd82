using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Tests.Apps.Piecework;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.Energy;

/// <summary>Four months of a real plant through the app: its energy, its peaks and its bills are those of an accountant with the table.</summary>
public sealed class PlantTests(ITestOutputHelper output)
{
    private const string App = "apps/auto/energy";

    private static readonly (string From, decimal Demand, (int Hour, string Kind, decimal Price)[] Bands)[] tariffs =
    [
        ("2018-01-01", 40m, [(0, "valley", 0.32m), (8, "flat", 0.64m), (10, "peak", 1.02m), (12, "flat", 0.64m), (14, "peak", 1.02m), (18, "sharp", 1.22m), (20, "peak", 1.02m), (22, "flat", 0.64m)]),
        ("2018-03-01", 40m, [(0, "valley", 0.318m), (8, "peak", 0.985m), (11, "flat", 0.632m), (17, "peak", 0.985m), (22, "flat", 0.632m)]),
    ];

    [Fact]
    public async Task Months_and_bills_are_the_accountants()
    {
        var wrong = await Run(Packages.Read(App), byWindows: false, output.WriteLine);
        Assert.True(wrong is null, wrong);
    }

    [Fact]
    public async Task Windows_of_a_meter_come_to_the_same()
    {
        var wrong = await Run(Packages.Read(App), byWindows: true, output.WriteLine);
        Assert.True(wrong is null, wrong);
    }

    [Theory]
    [InlineData("lib/import.js", "slot === 0 ? before : date", "date")]
    [InlineData("lib/import.js", "slot === 0 ? SLOTS - 1 : slot - 1", "slot === 0 ? SLOTS - 1 : slot")]
    [InlineData("lib/readings.js", "peakKw: text(most * 4)", "peakKw: text(most)")]
    [InlineData("lib/days.js", "value > most", "value < most")]
    [InlineData("lib/days.js", "sum += value", "sum = value")]
    [InlineData("lib/tariffs.js", "t.from <= day", "t.from < day")]
    [InlineData("lib/tariffs.js", "orderBy: ['-from']", "orderBy: ['from']")]
    [InlineData("lib/bills.js", "peak > most", "most < 0")]
    [InlineData("lib/bills.js", "slots += day.slots", "slots += 95")]
    [InlineData("lib/amounts.js", "padEnd(6, '0')", "padStart(6, '0')")]
    [InlineData("lib/amounts.js", "ctx.decimal.mul(text(quantity), price), 2)", "ctx.decimal.mul(text(quantity), price), 1)")]
    [InlineData("lib/reports.js", ">= row.peak", "<= row.peak")]
    public async Task Catches_a_wrong_rule(string path, string right, string wrong)
    {
        var breach = await Run(Packages.Spoiled(App, path, right, wrong), byWindows: false, static _ => { });
        output.WriteLine(breach ?? "nothing was seen");
        Assert.NotNull(breach);
    }

    [Theory]
    [InlineData("lib/days.js", "Date.parse(to) - QUARTER)", "Date.parse(to))")]
    [InlineData("lib/readings.js", "values[place.slot] = value", "values[place.slot] = (values[place.slot] ?? 0) + value")]
    public async Task Catches_a_wrong_rule_of_windows(string path, string right, string wrong) =>
        Assert.NotNull(await Run(Packages.Spoiled(App, path, right, wrong), byWindows: true, static _ => { }));

    [Fact]
    public void The_sample_data_is_the_plants()
    {
        var plant = new Plant();
        var days = Seed("day").ToDictionary(static day => day.GetProperty("day").GetString()!);
        var sample = plant.Months.Skip(1).ToList(); // February on: the whole would be too much for a package
        foreach (var quarters in sample.SelectMany(static m => m).GroupBy(static q => q.End.AddMinutes(-15).Date))
        {
            var day = days[quarters.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
            var (kwh, kw, _) = Plant.Figures(quarters);
            Assert.Equal(quarters.Select(static q => (long)(q.Kwh * 1_000_000)), day.GetProperty("values").EnumerateArray().Select(static v => v.GetInt64()));
            Assert.Equal((kwh, kw), (Number(day, "kwh"), Number(day, "peakKw")));
        }
        Assert.Equal(sample.Sum(static m => m.Count()), 96 * days.Count);
        foreach (var (bill, month) in Seed("bill").Zip(sample))
        {
            var (energy, demand) = Plant.Bill(month, tariffs);
            Assert.Equal((month.Key, energy, demand), (bill.GetProperty("month").GetString(), bill.GetProperty("energy").GetInt64() / 1_000_000m, bill.GetProperty("demand").GetInt64() / 1_000_000m));
            var lines = Seed("billLine").Where(line => line.GetProperty("bill").GetString() == "$ref:bill/" + month.Key).ToList();
            Assert.Equal(bill.GetProperty("total").GetInt64(), lines.Sum(static line => line.GetProperty("amount").GetInt64()));
        }
        Assert.Contains("CC BY 4.0", Seed("meter").Single().GetProperty("origin").GetString(), StringComparison.Ordinal);
    }

    private static async Task<string?> Run(Package package, bool byWindows, Action<string> say)
    {
        using var kernel = new Kernel();
        var (shop, plant) = (new Shop(kernel, package) { Now = new DateTimeOffset(2018, 5, 2, 1, 0, 0, TimeSpan.Zero) }, new Plant());
        try
        {
            shop.Put("meter", new JsonObject { ["id"] = "m1", ["code"] = "E1", ["name"] = "main", ["left"] = 0 });
            foreach (var (from, demand, bands) in tariffs) await Tariff(shop, from, demand, bands);
            // Windows one by one are slow in an interpreter without a host around it: two days are enough for what differs.
            if (byWindows) await Windows(shop, [.. plant.Quarters.Take(2 * 96)]);
            else await Tables(shop, plant, say);
        }
        catch (BreachException wrong)
        {
            return wrong.Message;
        }
        return null;
    }

    private static async Task Tables(Shop shop, Plant plant, Action<string> say)
    {
        foreach (var month in plant.Months)
        {
            var input = new JsonObject { ["meter"] = "m1", ["text"] = Plant.Csv(month) };
            var taken = await Call(shop, "importReadings", input);
            Same($"{month.Key} imported", (month.Count(), Plant.Figures(month).Kwh), (taken.GetProperty("taken").GetInt32(), Number(taken, "kwh")));
            Same($"{month.Key} again", month.Count(), (await Call(shop, "importReadings", input.DeepClone().AsObject())).GetProperty("doubles").GetInt32());
        }
        var rows = (await Call(shop, "months", [])).GetProperty("rows").EnumerateArray().Reverse().ToList();
        foreach (var (month, row) in plant.Months.Zip(rows))
        {
            var (kwh, kw, at) = Plant.Figures(month);
            Same("month", (month.Key, kwh, kw, Ends(at), 0), (row.GetProperty("month").GetString(), Number(row, "kwh"), Number(row, "peakKw"), row.GetProperty("peakAt").GetString(), row.GetProperty("missing").GetInt32()));
            var (energy, demand) = Plant.Bill(month, tariffs);
            var bill = await Call(shop, "drawBill", new JsonObject { ["meter"] = "m1", ["month"] = month.Key });
            Same($"bill of {month.Key}", (energy, demand, kwh, kw, 0),
                (bill.GetProperty("energy").GetInt64() / 1_000_000m, bill.GetProperty("demand").GetInt64() / 1_000_000m, Number(bill, "kwh"), Number(bill, "peakKw"), bill.GetProperty("missing").GetInt32()));
            say($"{month.Key}: {kwh} kWh, peak {kw} kW at {Ends(at)}, energy {energy} and demand {demand} yuan");
        }
        Same("months", 4, rows.Count);
    }

    private static async Task Windows(Shop shop, List<(DateTime End, decimal Kwh, string Line)> quarters)
    {
        // Some windows are told again, and some out of their order.
        foreach (var (end, kwh, _) in quarters.Concat(quarters.Where(static (_, n) => n % 7 == 0)).OrderBy(static q => q.End.Minute))
            await Call(shop, "onEnergy", new JsonObject
            {
                ["device"] = "E1", ["to"] = end.AddHours(-8).ToString("yyyy-MM-dd'T'HH:mm:ss.000'Z'", CultureInfo.InvariantCulture), ["sum"] = kwh.ToString(CultureInfo.InvariantCulture), ["left"] = 0,
            });
        foreach (var day in quarters.GroupBy(static q => q.End.AddMinutes(-15).Date))
        {
            var (kwh, kw, at) = Plant.Figures(day);
            var row = shop.Rows("day").SingleOrDefault(r => r.GetProperty("day").GetString() == day.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (row.ValueKind == JsonValueKind.Undefined) throw new BreachException($"{day.Key} has no record");
            Same("day", (kwh, kw, Ends(at)[^5..], 96), (Number(row, "kwh"), Number(row, "peakKw"), row.GetProperty("peakAt").GetString(), row.GetProperty("slots").GetInt32()));
        }
        Same("days", 2, shop.Rows("day").Count());
    }

    private static async Task Tariff(Shop shop, string from, decimal demand, (int Hour, string Kind, decimal Price)[] bands)
    {
        shop.Put("tariff", new JsonObject { ["id"] = from, ["code"] = from, ["name"] = from, ["from"] = from, ["demandPrice"] = demand.ToString(CultureInfo.InvariantCulture), ["state"] = "draft" });
        for (var n = 0; n < bands.Length; n++)
            shop.Put("band", new JsonObject
            {
                ["tariff"] = from, ["from"] = $"{bands[n].Hour:D2}:00", ["to"] = n + 1 < bands.Length ? $"{bands[n + 1].Hour:D2}:00" : "24:00", ["kind"] = bands[n].Kind, ["price"] = bands[n].Price.ToString(CultureInfo.InvariantCulture),
            });
        await Call(shop, "activateTariff", new JsonObject { ["tariff"] = from });
    }

    private static async Task<JsonElement> Call(Shop shop, string function, JsonObject input)
    {
        var outcome = await shop.Call(function, input, "zhao", "leader");
        return outcome.Verdict == Verdict.Completed ? JsonElement.Parse(outcome.Result)
            : throw new BreachException($"{function}: {outcome.Verdict} {outcome.Refusal?.Code} {string.Join(", ", outcome.Refusal?.Facts.Values ?? [])}");
    }

    /// <summary>A time as the app says it: midnight is the end of the day before.</summary>
    private static string Ends(DateTime at) => at.TimeOfDay == TimeSpan.Zero ? at.AddDays(-1).ToString("yyyy-MM-dd' 24:00'", CultureInfo.InvariantCulture) : at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static decimal Number(JsonElement row, string name) => decimal.Parse(row.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static IEnumerable<JsonElement> Seed(string entity) => JsonElement.Parse(File.ReadAllBytes(Path.Combine(Places.Root, App, "seed", entity + ".json"))).EnumerateArray();

    private static void Same<T>(string what, T expected, T said)
    {
        if (!Equals(expected, said)) throw new BreachException($"{what}: the accountant has {expected}, the app says {said}");
    }
}
