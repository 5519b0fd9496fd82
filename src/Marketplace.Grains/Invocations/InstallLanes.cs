using Marketplace.Storage;

namespace Marketplace.Grains.Invocations;

/// <summary>The lanes of the installs that this silo serves. An idle lane is only a saved read of the head, so few are kept.</summary>
internal sealed class InstallLanes(Database database)
{
    private const int Kept = 4096;
    private readonly Lock gate = new();
    private readonly Dictionary<(string, string), InstallLane> lanes = [];

    /// <summary>The lane of one install; give it back with <see cref="Return"/>.</summary>
    public InstallLane Take(string tenant, string app)
    {
        lock (gate)
        {
            if (!lanes.TryGetValue((tenant, app), out var lane)) lanes[(tenant, app)] = lane = new InstallLane(database, tenant, app);
            lane.Users++;
            return lane;
        }
    }

    /// <summary>Gives a lane back.</summary>
    public void Return(string tenant, string app, InstallLane lane)
    {
        lock (gate)
            if (--lane.Users == 0 && lanes.Count > Kept) lanes.Remove((tenant, app));
    }
}
