using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Publishing;
using Marketplace.Contracts.Upgrades;
using Marketplace.Domain;
using Marketplace.Domain.Upgrades.Rehearsals;
using Marketplace.Storage;
using Marketplace.Tests.Api.Isolation;
using Marketplace.Tests.Cluster.Isolation;
using Marketplace.Tests.Cluster.Storage;
using Orleans.Concurrency;
using Xunit;
using RehearsalRows = Marketplace.Storage.Upgrades.RehearsalFacts;

namespace Marketplace.Tests.Cluster.Upgrades;

/// <summary>An install that follows, with its night brought forward: it rehearses first, takes what needs nobody's word, and goes back to sleep.</summary>
public sealed class FollowTests(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_rehearses_a_version_on_its_own_calls_and_takes_it()
    {
        var database = await stores.Open("sqlite");
        await using var ground = await GrainGround.Plant(database, 20261127);
        var (owner, upgrades) = (ground.Callers["owner"], ground.Grains.GetGrain<IUpgradesGrain>(Keys.Upgrades(GrainGround.Firm)));
        (await ground.Grains.GetGrain<IReleaseGrain>(Keys.Release(GrainGround.App, "1.0.1")).Submit(ground.Callers["isv"], new Immutable<byte[]>(WitnessApp.Pack("1.0.1", remark: "a patch")))).Must();
        (await ground.Grains.GetGrain<IListingGrain>(Keys.Listing("auto", GrainGround.App)).Decide(ground.Callers["operator"], "1.0.1", new ReviewDecision { Decision = "list" })).Must();
        Assert.Equal("auto", (await upgrades.Follow(owner, GrainGround.App, "auto")).Must().Channel);
        Assert.Equal(1, await Promised(database));
        for (var look = 0; look < 200; look++)
        {
            // The night comes; the clock of the stores stands otherwise, and work is named by its time.
            stores.Clock.Now += TimeSpan.FromMilliseconds(1);
            await database.Commit(new Unit().Do("UPDATE due_work SET due = 0 WHERE id LIKE 'follow:%'"), Cancel);
            if ((await upgrades.Look(owner, GrainGround.App, "")).Must().Version == "1.0.1") break;
            await Task.Delay(100, Cancel);
        }
        var facts = (await upgrades.Look(owner, GrainGround.App, "")).Must();
        Assert.Equal(("1.0.1", "system", "1.0.0"), (facts.Version, facts.Last!.Actor, facts.Back!.Version));
        var rehearsal = (await RehearsalRows.Get(database, GrainGround.Firm, GrainGround.App, Cancel))!;
        Assert.Equal((RehearsalState.Done, "1.0.0", "1.0.1"), (rehearsal.State, rehearsal.FromVersion, rehearsal.ToVersion));
        Assert.True(rehearsal.Total > 0 && rehearsal.Done == rehearsal.Total, $"{rehearsal.Done} of {rehearsal.Total} calls were rehearsed");
    }

    private static async Task<long> Promised(Database database) =>
        await database.First("SELECT count(*) FROM due_work WHERE id LIKE 'follow:%'", static row => row.Number(0), Cancel);
}
