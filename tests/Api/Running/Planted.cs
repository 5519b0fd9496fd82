using System.Collections.Concurrent;

namespace Marketplace.Tests.Running;

/// <summary>The demo's store, planted once per process and engine by the host itself and copied for everybody who begins there. A host that is to
/// plant it anew asks for <see cref="HostPlace.Fresh"/>.</summary>
internal static class Planted
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<string, Lazy<Task<HostPlace>>> places = new(StringComparer.Ordinal);

    /// <summary>A place of one's own in which the seed is complete and no host has run since.</summary>
    public static async Task<HostPlace> Copy(string engine)
    {
        var first = await places.GetOrAdd(engine, static name => new Lazy<Task<HostPlace>>(() => Plant(name))).Value;
        return await first.Copy();
    }

    private static async Task<HostPlace> Plant(string engine)
    {
        var place = await HostPlace.Fresh(engine);
        // What is left when the tests end is the folder; the database goes with its server.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(place.Data, recursive: true);
        await using var host = RunningHost.Lent(place);
        await host.Start();
        host.Signal("TERM");
        if (await host.ExitCode(Patience) != 0) throw new InvalidOperationException($"The host that planted the demo did not leave well:\n{host.Printed}");
        return place;
    }
}
