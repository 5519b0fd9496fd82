using System.Collections.Concurrent;

namespace Marketplace.Tests.Running;

/// <summary>The demo's store, planted once per engine by the host itself and copied for everybody who begins there. A host that is to
/// plant it anew asks for <see cref="HostPlace.Fresh"/>. Under <c>./test.sh</c> all lanes, which run one after the other, share it.</summary>
internal static class Planted
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<string, Lazy<Task<HostPlace>>> places = new(StringComparer.Ordinal);

    /// <summary>A place of one's own in which the seed is complete and no host has run since.</summary>
    public static async Task<HostPlace> Copy(string engine)
    {
        var first = await places.GetOrAdd(engine, static name => new Lazy<Task<HostPlace>>(() => First(name))).Value;
        return await first.Copy();
    }

    private static async Task<HostPlace> First(string engine)
    {
        if (Environment.GetEnvironmentVariable("MARKETPLACE_TEST_PLANTED") is { Length: > 0 } shared) return await Shared(engine, Path.Combine(shared, engine));
        var place = await HostPlace.Fresh(engine);
        // What is left when the tests end is the folder; the database goes with its server.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(place.Data, recursive: true);
        await Plant(place);
        return place;
    }

    private static async Task<HostPlace> Shared(string engine, string folder)
    {
        const string Database = "planted";
        var whole = folder + ".whole";
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        await using var alone = await Alone(folder + ".lock");
        if (File.Exists(whole)) return HostPlace.Kept(engine, folder, Database);
        // A lane that died while it planted has left something that nobody can tell.
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        if (engine != "sqlite") await HostPlace.Emptied(Database);
        var place = HostPlace.Kept(engine, folder, Database);
        await Plant(place);
        await File.WriteAllTextAsync(whole, "");
        return place;
    }

    /// <summary>Lanes run side by side: one plants, the other waits for it.</summary>
    private static async Task<FileStream> Alone(string file)
    {
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(200))
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < Patience * 3)
            {
                await Task.Delay(200);
            }
        }
    }

    private static async Task Plant(HostPlace place)
    {
        await using var host = RunningHost.Lent(place);
        await host.Start();
        host.Signal("TERM");
        if (await host.ExitCode(Patience) != 0) throw new InvalidOperationException($"The host that planted the demo did not leave well:\n{host.Printed}");
    }
}
