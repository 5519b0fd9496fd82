using System.Text.Json;
using Marketplace.Domain.Devices;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>Each series stands where its readings are, and the windows over it are of installs that exist and hold together.</summary>
internal sealed class ReadingRule : StoreRule
{
    public override string Name => "readings";

    public override string Promise => "each series has as many readings as it says, but for those that were forgotten, and windows over it count no more than there ever were";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        var heads = (await store.All("SELECT device, series, readings, last_seq, gone FROM series_head", static row => (Key: (row.Text(0), row.Text(1)), Count: row.Number(2), Last: row.Number(3), Gone: row.Number(4)), cancel))
            .ToDictionary(static head => head.Key, static head => (head.Count, head.Last, head.Gone));
        var there = (await store.All("SELECT device, series, count(*), max(seq) FROM reading GROUP BY device, series", static row => (Key: (row.Text(0), row.Text(1)), Count: row.Number(2), Last: row.Number(3)), cancel))
            .ToDictionary(static series => series.Key, static series => (series.Count, series.Last));
        findings.Look(heads.Count);
        foreach (var (device, series) in heads.Keys.Union(there.Keys).Order())
        {
            var (says, has) = (heads.GetValueOrDefault((device, series)), there.GetValueOrDefault((device, series)));
            if (says.Count - says.Gone != has.Count) findings.Add($"{series} of {device} says {says.Count} readings, {says.Gone} of them forgotten, and has {has.Count}");
            else if (has.Count > 0 && (says.Gone == 0 ? says.Last != has.Last : says.Last < has.Last)) findings.Add($"{series} of {device} says its last is {says.Last}, which is {has.Last}");
        }
        await foreach (var row in store.Read("SELECT w.device, w.series, w.install, w.function, w.body, h.id FROM window_state w LEFT JOIN install_head h ON h.id = w.install", cancel))
        {
            findings.Look();
            var name = $"the window of {row.Text(3)} of install {row.Text(2)} over {row.Text(1)} of {row.Text(0)}";
            if (row.IsNothing(5)) findings.Add($"{name} is of no install");
            if (Fault(row.Bytes(4), heads.GetValueOrDefault((row.Text(0), row.Text(1))).Count) is { } fault) findings.Add($"{name} {fault}");
        }
    }

    private static string? Fault(byte[] body, long readings)
    {
        try
        {
            var state = WindowState.Read(body);
            if (state.Counted + state.LeftOut > readings) return $"has counted {state.Counted + state.LeftOut} of {readings} readings";
            if (state.Panes.Sum(static pane => pane.Count) > state.Counted) return "holds more readings than it has counted";
            if (state.Told > state.LeftOut) return "has told of more left out than there are";
            return state.Panes.Zip(state.Panes.Skip(1)).Any(static pair => pair.First.End >= pair.Second.End) ? "is out of order" : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidDataException)
        {
            return "cannot be read";
        }
    }
}
