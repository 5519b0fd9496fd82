using Marketplace.Domain.Devices;
using Marketplace.Domain.Installs;
using Marketplace.Grains.Catalogue;
using Marketplace.Storage;
using Marketplace.Storage.Devices;
using InstallFacts = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Devices;

/// <summary>A function of an install that hears a series: reading by reading, or window by window.</summary>
internal sealed record Hearer(string Series, string Install, string App, string Function, WindowSpec? Window);

/// <summary>Who of the firm hears its devices. Asked for each batch by one small question, whether any install has changed; what they hear is
/// looked up only then.</summary>
internal sealed class Audience(Database database, ReleaseLibrary library, string tenant)
{
    private (long, long) terms = (-1, -1);
    private IReadOnlyList<Hearer> all = [];

    /// <summary>Those who hear a series now.</summary>
    public async Task<IReadOnlyList<Hearer>> Of(string series)
    {
        // The terms first: what changes while the installs are read is seen at the next batch.
        var now = await ReadingFacts.Terms(database, tenant);
        if (now != terms) (all, terms) = (await Everybody(), now);
        return [.. all.Where(hearer => hearer.Series == series)];
    }

    private async Task<IReadOnlyList<Hearer>> Everybody()
    {
        List<Hearer> list = [];
        foreach (var install in await InstallFacts.List(database, tenant))
        {
            if (!InstallStates.Serves(install.State) || !install.Grants.Contains(DeviceGrain.Topic)) continue;
            if (await library.Load(install.Digest) is not { } release) continue;
            list.AddRange(release.Manifest.Triggers.Where(static t => t.Kind == "device").Select(t => new Hearer(t.Series, install.Id, install.App, t.Function, t.Window)));
        }
        return list;
    }
}
