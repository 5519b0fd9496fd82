using System.Globalization;
using Marketplace.Contracts.Catalogue;
using Marketplace.Domain.Catalogue;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Installs;

namespace Marketplace.Grains.Catalogue;

/// <summary>Looks at the calls of a version that is being rolled out, every other minute for as long as it is. The looking is due work of the listing:
/// it owes it as it owes its projections.</summary>
internal sealed class RolloutWatch(Database database)
{
    private static readonly TimeSpan every = TimeSpan.FromMinutes(2);

    /// <summary>Promises the next look; one for each two minutes, however often it is promised.</summary>
    public async Task Promise(string listing)
    {
        var (unit, now) = (new Unit(), database.Time.GetUtcNow());
        var next = (now.Ticks / every.Ticks) + 1;
        DueFacts.Add(unit, string.Create(CultureInfo.InvariantCulture, $"settle:{listing}:look:{next}"), Messages.SettleKind, listing, [], now, new DateTimeOffset(next * every.Ticks, TimeSpan.Zero));
        await database.Commit(unit);
    }

    /// <summary>What its calls say so far.</summary>
    public Task<RolloutTally> Tally(ListingState listing, ListedVersion version) =>
        RolloutFacts.Tally(database, listing.Brain, listing.App, version.Version, version.Rollout!.Since);

    /// <summary>How it stands, for the operator and the publisher.</summary>
    public async Task<RolloutStand> Stand(ListingState listing, ListedVersion version)
    {
        var (rollout, installs) = (version.Rollout!, await RolloutFacts.Installs(database, listing.Brain, listing.App));
        return new RolloutStand
        {
            Version = version.Version, Rollout = rollout, Tally = rollout.Tally ?? await Tally(listing, version), Installs = installs.Count,
            Offered = installs.Count(one => RolloutRules.IsIn(one.Tenant, listing.App, rollout.Share)), Taken = installs.Count(one => one.Version == version.Version),
        };
    }
}
