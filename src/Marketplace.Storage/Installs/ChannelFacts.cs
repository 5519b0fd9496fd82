using Marketplace.Domain.Installs;

namespace Marketplace.Storage.Installs;

/// <summary>How installs hear of other versions.</summary>
public static class ChannelFacts
{
    /// <summary>Sets an install's channel.</summary>
    public static void Put(Unit unit, InstallHead head, string channel, string actor, DateTimeOffset now) => unit.Do(
        """
        INSERT INTO install_channel (install, tenant, app, channel, actor, at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (install) DO UPDATE SET channel = excluded.channel, actor = excluded.actor, at = excluded.at
        """, head.Id, head.Tenant, head.App, channel, actor, now);

    /// <summary>An install's channel; <see cref="Channels.Listed"/> unless it was set.</summary>
    public static async Task<string> Get(Database database, string install, CancellationToken cancel = default) =>
        await database.First<string>("SELECT channel FROM install_channel WHERE install = $1", static row => row.Text(0), cancel, install) ?? Channels.Listed;
}
