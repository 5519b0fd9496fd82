using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>The membership table of a cluster on PostgreSQL.</summary>
public sealed class Membership(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lets_a_second_silo_join_and_a_stale_view_change_nothing()
    {
        var database = await stores.Open("postgres");
        await using var first = await Silo.Start(database, "joined");
        await using (await Silo.Start(database, "joined"))
        {
            var table = first.Services.GetRequiredService<IMembershipTable>();
            var view = await table.ReadAllAsync(Cancel);
            Assert.Equal(2, view.Members.Count(static member => member.Item1.Status == SiloStatus.Active));

            var (entry, etag) = view.Members[0];
            var stale = new TableVersion(view.Version.Version - 1, (view.Version.Version - 2).ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.False(await table.UpdateRowAsync(entry, etag, stale, Cancel));
            Assert.False(await table.InsertRowAsync(entry, view.Version.Next(), Cancel));
            Assert.Equal(view.Version.Version, (await table.ReadAllAsync(Cancel)).Version.Version);
            Assert.Equal(entry.SiloAddress, Assert.Single((await table.ReadRowAsync(entry.SiloAddress, Cancel)).Members).Item1.SiloAddress);
        }
        var after = await first.Services.GetRequiredService<IMembershipTable>().ReadAllAsync(Cancel);
        Assert.Single(after.Members, static member => member.Item1.Status == SiloStatus.Active);
        await first.Services.GetRequiredService<IMembershipTable>().CleanupDefunctSiloEntriesAsync(DateTimeOffset.UtcNow.AddDays(1), Cancel);
        Assert.Single((await first.Services.GetRequiredService<IMembershipTable>().ReadAllAsync(Cancel)).Members);
    }
}
