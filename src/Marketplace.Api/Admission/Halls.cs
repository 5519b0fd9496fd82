using System.Diagnostics;
using System.Diagnostics.Metrics;
using Marketplace.Domain.Places;

namespace Marketplace.Api.Admission;

/// <summary>The halls of this host, one for each kind of work, and what is counted of them. In a cluster each host has its own: what is
/// bounded is what one process can carry.</summary>
internal sealed class Halls : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Marketplace.Api";

    /// <summary>How long a request may wait for a place. A refusal must be out within 50 ms.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(25);

    /// <summary>Devices are held back and not refused: each waits for its acknowledgement before it goes on.</summary>
    private static readonly TimeSpan DevicePatience = TimeSpan.FromSeconds(10);

    private const int BulkShare = 4;
    private readonly Hall?[] halls;
    private readonly Meter meter;
    private readonly Counter<long> admitted, queued, refused;

    public Halls(ApiOptions options, IMeterFactory meters, TimeProvider clock)
    {
        var all = new PlaceLimits(options.Places, options.Places * 2);
        var bulk = new PlaceLimits(Math.Max(2, options.Places / BulkShare), Math.Max(2, options.Places / BulkShare));
        halls =
        [
            null, new Hall(all, Patience, clock), new Hall(all, Patience, clock), new Hall(all, Patience, clock), new Hall(all, Patience, clock),
            new Hall(bulk, Patience, clock), new Hall(all with { Queue = options.MqttClients }, DevicePatience, clock),
        ];
        meter = meters.Create(MeterName);
        admitted = meter.CreateCounter<long>("marketplace.api.admitted", "{request}", "Requests that were given a place.");
        queued = meter.CreateCounter<long>("marketplace.api.queued", "{request}", "Requests that found no place at once and waited.");
        refused = meter.CreateCounter<long>("marketplace.api.refused", "{request}", "Requests that were turned away at the door, by code.");
        meter.CreateObservableGauge("marketplace.api.in_progress", () => Measure(static now => now.Held), "{request}", "Work in progress.");
        meter.CreateObservableGauge("marketplace.api.waiting", () => Measure(static now => now.Waiting), "{request}", "Requests that wait for a place.");
    }

    /// <summary>The hall of a kind that has one.</summary>
    public Hall Of(WorkKind kind) => halls[(int)kind] ?? throw new UnreachableException("Free work asks for no place.");

    public void Admitted(WorkKind kind) => admitted.Add(1, Named(kind));

    public void Queued(WorkKind kind) => queued.Add(1, Named(kind));

    public void Refused(WorkKind kind, string code) => refused.Add(1, Named(kind), new("code", code));

    public void Dispose()
    {
        meter.Dispose();
        foreach (var hall in halls) hall?.Dispose();
    }

    private IEnumerable<Measurement<int>> Measure(Func<(int Held, int Waiting), int> what)
    {
        for (var kind = WorkKind.Call; kind <= WorkKind.Device; kind++) yield return new(what(Of(kind).Now), Named(kind));
    }

    private static KeyValuePair<string, object?> Named(WorkKind kind) => new("kind", kind switch
    {
        WorkKind.Call => "call",
        WorkKind.Write => "write",
        WorkKind.Read => "read",
        WorkKind.Page => "page",
        WorkKind.Bulk => "bulk",
        WorkKind.Device => "device",
        _ => throw new UnreachableException(),
    });
}
