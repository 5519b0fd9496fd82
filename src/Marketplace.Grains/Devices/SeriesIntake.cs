using System.Globalization;
using System.Text.Json;
using Marketplace.Contracts.Devices;
using Marketplace.Domain;
using Marketplace.Domain.Devices;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Devices;

namespace Marketplace.Grains.Devices;

/// <summary>Takes the batches of one series. A batch is one unit: its readings, where the series stands then, the windows it moves on, and the
/// calls it owes; sent again it is nothing but doubles. What it knows of the series is what it has committed; the head of the series is the fence
/// between two that believe to be alone.</summary>
internal sealed class SeriesIntake(Database database, TimeProvider time, DeviceRow device, string series)
{
    private const int Tries = 4;

    private readonly Dictionary<(string Install, string Function), WindowState> windows = [];
    private SeriesRow? head;
    private bool isKnown;

    /// <summary>How many of the batch were new.</summary>
    public async Task<Answer<int>> Take(IReadOnlyList<Reading> batch, IReadOnlyList<Hearer> hearers, TimeSpan zone)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            if (!isKnown) await Learn();
            var fresh = await Fresh(batch);
            if (fresh.Count == 0) return 0;
            var (unit, after) = (new Unit(), new Dictionary<(string, string), WindowState>());
            var last = Math.Max(head?.LastSeq ?? long.MinValue, fresh.Max(static r => r.Seq));
            ReadingFacts.Advance(unit, device.Id, series, head, last, fresh.Count);
            ReadingFacts.Append(unit, device.Id, series, [.. fresh.Select(r => new ReadingRow(device.Id, series, r.Seq, r.At, r.Value))]);
            foreach (var hearer in hearers.Where(static h => h.Window is null)) Owe(unit, hearer, fresh);
            foreach (var hearer in hearers.Where(static h => h.Window is not null)) after[(hearer.Install, hearer.Function)] = await Move(unit, hearer, fresh, zone);
            isKnown = false;
            if (!(await database.Commit(unit)).Ok) continue;
            var was = head ?? new SeriesRow(device.Id, series, 0, last, 0);
            head = was with { Revision = was.Revision + 1, LastSeq = last, Readings = was.Readings + fresh.Count };
            foreach (var (key, state) in after) windows[key] = state;
            isKnown = true;
            return fresh.Count;
        }
        return Refusal.Of(Codes.Unavailable, ("device", device.Code), ("why", "another writes the series"));
    }

    private async Task Learn()
    {
        head = await ReadingFacts.Head(database, device.Id, series);
        windows.Clear();
        foreach (var row in await ReadingFacts.Windows(database, device.Id, series)) windows[(row.Install, row.Function)] = WindowState.Read(row.Body);
        isKnown = true;
    }

    /// <summary>What is not there yet, the first of each number. What is from a time that was forgotten counts as having been there.</summary>
    private async Task<List<Reading>> Fresh(IReadOnlyList<Reading> batch)
    {
        var distinct = batch.DistinctBy(static r => r.Seq).Where(r => head is null || !head.IsPast(r.At)).ToList();
        if (distinct.Count == 0 || head is null || distinct.Min(static r => r.Seq) > head.LastSeq) return distinct;
        var known = await ReadingFacts.Known(database, device.Id, series, [.. distinct.Select(static r => r.Seq)]);
        return distinct.FindAll(r => !known.Contains(r.Seq));
    }

    private void Owe(Unit unit, Hearer hearer, List<Reading> fresh)
    {
        var now = time.GetUtcNow();
        foreach (var reading in fresh)
            Messages.Call(unit, $"{device.Id}:{series}:{reading.Seq}:{hearer.App}:{hearer.Function}",
                new PendingCall(device.Tenant, hearer.App, hearer.Function, DeviceInput.Of(device.Code, series, reading), $"device:{device.Code}"), now, now);
    }

    private async Task<WindowState> Move(Unit unit, Hearer hearer, List<Reading> fresh, TimeSpan zone)
    {
        var (window, now) = (hearer.Window!, time.GetUtcNow());
        var state = windows.GetValueOrDefault((hearer.Install, hearer.Function)) ?? new WindowState { Shape = window.Shape(zone) };
        if (state.Shape != window.Shape(zone)) state = WindowRules.Reshaped(window, zone, state, await Open(state));
        var (points, limit) = (new List<Point>(), (now + WindowRules.Tolerance).ToUnixTimeMilliseconds());
        foreach (var reading in fresh)
        {
            if (reading.At.ToUnixTimeMilliseconds() > limit) state = state with { Ahead = state.Ahead + 1 };
            else if (Quantity.Read(reading.Value) is { } value) points.Add(new Point(reading.At.ToUnixTimeMilliseconds(), reading.Seq, value));
            else state = state with { Unfit = state.Unfit + 1 };
        }
        var again = new Dictionary<long, IReadOnlyList<Point>>();
        foreach (var end in WindowRules.Recounted(window, zone, state, points))
            again[end] = [.. await Between(end - (long)window.Step.TotalMilliseconds, end), .. points.Where(p => WindowRules.EndOf(window, zone, p.At) == end)];
        var step = WindowRules.Take(window, zone, state, points, again);
        ReadingFacts.Keep(unit, new WindowRow(device.Id, series, hearer.Install, hearer.Function, step.State.Bytes()));
        var left = step.Left;
        foreach (var closed in step.Closed)
        {
            var call = new PendingCall(device.Tenant, hearer.App, hearer.Function, DeviceInput.Of(device.Code, series, closed, left), $"device:{device.Code}");
            var id = string.Create(CultureInfo.InvariantCulture, $"{device.Tenant}:window:{hearer.Install}:{device.Id}:{series}:{hearer.Function}:{closed.To}");
            // One pair for each series and app: windows of a series are told in their order.
            OutboxFacts.Send(unit, id, $"{device.Id}:{series}", $"{device.Tenant}/{hearer.App}", Messages.CallKind, JsonSerializer.SerializeToUtf8Bytes(call, GrainJson.Default.PendingCall), now);
            left = 0;
        }
        return step.State;
    }

    private async Task<IReadOnlyList<Point>> Open(WindowState state) =>
        state.Panes.Count == 0 ? [] : await Between(state.Panes[0].First.At - 1, state.Mark);

    private async Task<IReadOnlyList<Point>> Between(long after, long to) =>
    [
        .. (await ReadingFacts.Between(database, device.Id, series, DateTimeOffset.FromUnixTimeMilliseconds(after), DateTimeOffset.FromUnixTimeMilliseconds(to)))
            .Select(static r => (r.At, r.Seq, Value: Quantity.Read(r.Value))).Where(static r => r.Value is not null).Select(static r => new Point(r.At.ToUnixTimeMilliseconds(), r.Seq, r.Value!.Value)),
    ];
}
