using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Tests.Running;
using MQTTnet;
using MQTTnet.Protocol;
using Xunit;

namespace Marketplace.Tests.Api.Machines;

/// <summary>A real plant's meter over MQTT into windows of a quarter of an hour and the energy app: its days are those of the table (UCI Machine Learning
/// Repository, Steel Industry Energy Consumption, CC BY 4.0). The nightly run sends all four months.</summary>
public sealed class MeterTests(SharedHosts hosts, ITestOutputHelper output)
{
    private const string App = "auto/energy", Code = "E-1";
    private static readonly bool nightly = Environment.GetEnvironmentVariable("NIGHTLY") == "1";
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(nightly ? 10 : 2);

    [Fact]
    public async Task A_plants_meter_comes_to_the_months_of_its_table()
    {
        var owner = await hosts.As("mkt_dev_sme2");
        Expect.Ok(await owner.Post("/api/v1/installs", new { app = App, grants = "all", sampleData = false }), 201);
        Expect.Ok(await owner.Post($"/api/v1/installs/{App}/records/meter", new { code = Code, name = "总进线" }), 201);
        var device = Expect.Ok(await owner.Post("/api/v1/devices", new { code = Code, name = "总进线" }), 201);
        var days = Table().GroupBy(static q => q.End.AddMinutes(-15).Date).Take(nightly ? 120 : 10).ToList();
        await Send(device.GetProperty("id").GetString()!, device.GetProperty("token").GetString()!, (await hosts.On()).MqttPort, days);
        // What a meter says again over HTTP is known already.
        var again = Expect.Ok(await owner.Post($"/api/v1/devices/{Code}/readings", new { series = "energy", readings = days[0].Select(static q => new { at = Utc(q.End), value = q.Kwh }) }));
        Assert.Equal((0, 96), (again.GetProperty("taken").GetInt32(), again.GetProperty("doubles").GetInt32()));
        var rows = await Told(owner, days.Count);
        foreach (var (day, row) in days.Zip(rows))
        {
            Assert.Equal(day.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.GetProperty("day").GetString());
            Assert.Equal((day.Sum(static q => q.Kwh), day.Max(static q => q.Kwh) * 4, 96), (Number(row, "kwh"), Number(row, "peakKw"), row.GetProperty("slots").GetInt32()));
        }
        foreach (var month in days.SelectMany(static d => d).GroupBy(static q => q.End.AddMinutes(-15).ToString("yyyy-MM", CultureInfo.InvariantCulture)))
        {
            var row = Expect.Ok(await owner.Call(App, "months", new { })).GetProperty("result").GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("month").GetString() == month.Key);
            Assert.Equal((month.Sum(static q => q.Kwh), month.Max(static q => q.Kwh) * 4), (Number(row, "kwh"), Number(row, "peakKw")));
            output.WriteLine($"{month.Key}: {month.Count()} windows, {Number(row, "kwh")} kWh, peak {Number(row, "peakKw")} kW, as in the table");
        }
        var window = Expect.Ok(await owner.Get($"/api/v1/devices/{Code}/windows")).GetProperty("windows").EnumerateArray().Single();
        Assert.Equal((96 * days.Count, 96 * days.Count, 0, 0), (window.GetProperty("counted").GetInt32(), window.GetProperty("closed").GetInt32(), window.GetProperty("open").GetInt32(), window.GetProperty("late").GetInt32()));
    }

    /// <summary>A batch for each day; a meter without numbers of its own, whose readings are told apart by their times. One batch is sent twice, one reading alone.</summary>
    private static async Task Send(string device, string token, int port, List<IGrouping<DateTime, (DateTime End, decimal Kwh)>> days)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("localhost", port).WithClientId(device).WithCredentials(device, Encoding.UTF8.GetBytes(token))
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).Build(), TestContext.Current.CancellationToken);
        async Task Publish(string payload)
        {
            var told = await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic($"v1/{device}/t/energy").WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), TestContext.Current.CancellationToken);
            Assert.True(told.IsSuccess, told.ReasonString);
        }

        foreach (var day in days)
        {
            List<string> readings = [.. day.Select(static q => FormattableString.Invariant($"{{\"at\":\"{Utc(q.End)}\",\"value\":{q.Kwh}}}"))];
            await Publish(readings[0]);
            await Publish($"[{string.Join(',', readings)}]");
            if (day.Key.Day % 5 == 0) await Publish($"[{string.Join(',', readings)}]");
        }
    }

    private static async Task<List<JsonElement>> Told(Talk owner, int days)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var rows = Expect.Ok(await owner.Get($"/api/v1/installs/{App}/records/day?orderBy=day&limit=1000&select=day,kwh,peakKw,slots")).GetProperty("records").EnumerateArray().ToList();
            if ((rows.Count == days && rows.TrueForAll(static r => r.GetProperty("slots").GetInt32() == 96)) || Stopwatch.GetElapsedTime(since) > patience) return rows;
            await Task.Delay(200);
        }
    }

    private static IEnumerable<(DateTime End, decimal Kwh)> Table()
    {
        return File.ReadLines(Path.Combine(Bodies.Shared.Folder, "data", "energy", "steel-plant-2018-jan-apr.csv")).Skip(1).Select(static line => line.Split(','))
            .Select(static cells => (DateTime.ParseExact(cells[0], "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), decimal.Parse(cells[1], CultureInfo.InvariantCulture)));
    }

    /// <summary>Local time of the firm, eight hours before UTC.</summary>
    private static string Utc(DateTime local) => local.AddHours(-8).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static decimal Number(JsonElement row, string name) => decimal.Parse(row.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
