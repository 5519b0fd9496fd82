using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Marketplace.Tests.Running;

namespace Marketplace.Load.Telemetry;

/// <summary>Meters send into windows, the host is killed in the middle and comes back; then the books are compared: what each meter has measured with
/// what the app was told, window by window.</summary>
internal sealed class MeterRun(RunningHost host, int meters, int perBatch, int perMinute, TimeSpan length, Action<string> say)
{
    private const string Owner = "mkt_dev_sme2";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly List<(string Code, Meter Meter)> all = [];

    /// <summary>Runs it and answers what is wrong.</summary>
    public async Task<List<string>> Run(int seed)
    {
        await Furnish(seed);
        var interval = TimeSpan.FromMinutes((double)meters * perBatch / perMinute);
        var (from, since) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        var running = Task.WhenAll(all.Select((one, n) => one.Meter.Run(from + (interval * n / meters), length, interval, perBatch)));
        await Task.Delay(length / 2);
        var killed = Stopwatch.GetTimestamp();
        await host.Kill();
        await host.Start();
        var away = Stopwatch.GetElapsedTime(killed);
        await running;
        var took = Stopwatch.GetElapsedTime(since);
        var sent = all.Sum(static one => one.Meter.Sent);
        say(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {meters} meters sent {sent} readings in {all.Sum(static one => one.Meter.Publishes)} publishes of {perBatch} in {took.TotalSeconds:F1} s, {sent / took.TotalMinutes:F0} a minute"));
        say(string.Create(CultureInfo.InvariantCulture, $"host killed and ready again after {away.TotalSeconds:F1} s; {all.Sum(static one => one.Meter.Connections)} connections, {all.Sum(static one => one.Meter.Resends)} publishes sent again; longest until acknowledged {all.Max(static one => one.Meter.Longest).TotalSeconds:F1} s"));
        return await Compare(sent);
    }

    private async Task Furnish(int seed)
    {
        using var isv = new Talk(host.Address, "mkt_dev_isv");
        using var desk = new Talk(host.Address, "mkt_dev_operator");
        using var firm = new Talk(host.Address, Owner);
        Must(await isv.Bytes("/api/v1/releases", MeterApp.Pack(), "application/zip"));
        Must(await desk.Post($"/api/v1/reviews/{MeterApp.Id}/1.0.0/decision", new { decision = "list" }));
        Must(await firm.Post("/api/v1/installs", new { app = MeterApp.Id, grants = "all" }));
        for (var n = 1; n <= meters; n++)
        {
            var code = string.Create(CultureInfo.InvariantCulture, $"MT-{n:D3}");
            var device = Must(await firm.Post("/api/v1/devices", new { code, name = code }));
            all.Add((code, new Meter(device.GetProperty("id").GetString()!, device.GetProperty("token").GetString()!, host.MqttPort, seed + n)));
        }
    }

    private async Task<List<string>> Compare(long sent)
    {
        using var firm = new Talk(host.Address, Owner);
        var (since, wrong) = (Stopwatch.GetTimestamp(), new List<string>());
        long told, open, late;
        int windows;
        do
        {
            (wrong, told, open, late, windows) = ([], 0, 0, 0, 0);
            foreach (var (code, meter) in all)
            {
                var state = Must(await firm.Get($"/api/v1/devices/{code}/windows")).GetProperty("windows").EnumerateArray().Single();
                var rows = Must(await firm.Get($"/api/v1/installs/{MeterApp.Id}/records/window?limit=1000&where={Uri.EscapeDataString($$"""{"device":"{{code}}"}""")}")).GetProperty("records").EnumerateArray().ToList();
                late += state.GetProperty("late").GetInt64() + state.GetProperty("unfit").GetInt64() + state.GetProperty("ahead").GetInt64();
                open += state.GetProperty("open").GetInt64();
                told += rows.Sum(static row => row.GetProperty("count").GetInt64());
                windows += rows.Count;
                wrong.AddRange(Judge(code, meter, rows, state));
            }
            if (wrong.Count > 0) await Task.Delay(500);
        }
        // The calls that windows owe are made after the acknowledgement.
        while (wrong.Count > 0 && Stopwatch.GetElapsedTime(since) < Patience);
        say(string.Create(CultureInfo.InvariantCulture, $"{windows} windows were told with {told} readings, {open} are in open windows, {late} were left out: {told + open + late} of {sent}; lost {sent - told - open - late}, wrong {wrong.Count}"));
        return wrong;
    }

    private static IEnumerable<string> Judge(string code, Meter meter, List<JsonElement> rows, JsonElement state)
    {
        static long End(JsonElement row) => row.GetProperty("to").GetDateTimeOffset().ToUnixTimeSeconds();
        static long Thousandths(JsonElement row) => (long)(decimal.Parse(row.GetProperty("sum").GetString()!, CultureInfo.InvariantCulture) * 1000m);
        if (state.GetProperty("counted").GetInt64() != meter.Sent) yield return $"{code}: {state.GetProperty("counted")} were counted of {meter.Sent} sent";
        foreach (var twice in rows.GroupBy(End).Where(static group => group.Count() > 1)) yield return $"{code}: the window to {twice.Key} was told {twice.Count()} times";
        var closed = state.GetProperty("closedTo").GetDateTimeOffset().ToUnixTimeSeconds();
        foreach (var (end, (count, sum)) in meter.Measured.Where(pair => pair.Key <= closed))
            if (rows.Find(row => End(row) == end) is not { ValueKind: JsonValueKind.Object } row) yield return $"{code}: the window to {end} was not told";
            else if (row.GetProperty("count").GetInt64() != count || Thousandths(row) != sum) yield return $"{code}: the window to {end} has {row.GetProperty("count")} and {Thousandths(row)}, measured were {count} and {sum}";
        if (rows.Exists(row => End(row) > closed || !meter.Measured.ContainsKey(End(row)))) yield return $"{code}: a window was told that is not over, or was never";
        var left = meter.Measured.Where(pair => pair.Key > closed).Sum(static pair => pair.Value.Count);
        if (state.GetProperty("open").GetInt64() != left) yield return $"{code}: {state.GetProperty("open")} are open, measured were {left}";
    }

    private static JsonElement Must(Reply reply) => reply.Status is 200 or 201 ? reply.Json : throw new InvalidOperationException(reply.ToString());
}
