using Marketplace.Domain;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Operations;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>Units that build on each other: what stands behind a broken link is never tried, even if it would fit by itself.</summary>
public sealed class Chains(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Unit Link(long seq, string key)
    {
        var unit = new Unit();
        InstallFacts.Advance(unit, "firm", "auto/tag", seq, 0);
        OperationFacts.Insert(unit, new StoredOperation("firm", key, "hash", "", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch));
        return unit;
    }

    private async Task<Database> WithHead(string engine)
    {
        var database = await stores.Open(engine);
        var unit = new Unit();
        InstallFacts.Create(unit, new InstallHead
        {
            Tenant = "firm", App = "auto/tag", Id = "i", Brain = "auto", Version = "1.0.0", Digest = "d", State = "active",
            InstalledAt = DateTimeOffset.UnixEpoch, InstalledBy = "owner",
        });
        Assert.True((await database.Commit(unit, Cancel)).Ok);
        return database;
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Stand_whole_in_their_order(string engine)
    {
        var database = await WithHead(engine);
        var ends = await database.CommitChain([Link(0, "a"), Link(1, "b"), Link(2, "c")], Cancel);
        Assert.All(ends, static end => Assert.True(end.Ok));
        Assert.Equal(3, (await InstallFacts.Get(database, "firm", "auto/tag", Cancel))!.Seq);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Break_where_a_unit_is_refused_and_keep_what_came_before(string engine)
    {
        var database = await WithHead(engine);
        Assert.True((await database.Commit(Link(0, "taken"), Cancel)).Ok);
        // The third link would fit again, were it tried: the second never moved the head.
        var ends = await database.CommitChain([Link(1, "a"), Link(2, "taken"), Link(2, "c")], Cancel);
        Assert.Equal([true, false, false], ends.Select(static end => end.Ok));
        Assert.Equal((Conflicts.Operation, Codes.ConflictHead), (ends[1].Conflict, ends[2].Conflict));
        Assert.Equal(2, (await InstallFacts.Get(database, "firm", "auto/tag", Cancel))!.Seq);
        Assert.Null(await OperationFacts.Get(database, "firm", "c", Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Fall_when_somebody_else_moved_the_head(string engine)
    {
        var database = await WithHead(engine);
        Assert.True((await database.Commit(Link(0, "other"), Cancel)).Ok);
        // The second link's place is where the head stands now, but what it was decided on is not.
        var ends = await database.CommitChain([Link(0, "a"), Link(1, "b")], Cancel);
        Assert.All(ends, static end => Assert.Equal(Codes.ConflictHead, end.Conflict));
        Assert.Equal(1, (await InstallFacts.Get(database, "firm", "auto/tag", Cancel))!.Seq);
    }
}
