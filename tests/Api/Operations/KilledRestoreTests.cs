using System.Diagnostics;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Operations;

/// <summary>SIGKILL in the middle of a restore: the store is as it was, or as in the backup, and never between.</summary>
public sealed class KilledRestoreTests(SharedHosts hosts)
{
    private const string Readings =
        """
        INSERT INTO device (tenant, code, id, token_hash, name, at) VALUES ('hongyan', 'BULK', 'hongyan.bulk', 'x', 'Bulk', 0);
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})
        INSERT INTO reading (device, series, seq, at, value) SELECT 'hongyan.bulk', 'bulk', i, 1788249600000 + i, x'312e35' FROM n
        """;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_killed_restore_leaves_the_old_or_the_new(string engine)
    {
        var (seed, kills) = (Random.Shared.Next(), Nightly ? 40 : 2);
        var dice = new Random(seed);
        await using var place = await HostPlace.Fresh("sqlite");
        var (small, large) = (Path.Combine(place.Data, "small.backup"), Path.Combine(place.Data, "large.backup"));
        var old = await Backed.Take((await hosts.On()).Place, small);
        Assert.Equal(0, (await place.Run("restore", small)).Code);
        await Hand.Run(place, string.Format(System.Globalization.CultureInfo.InvariantCulture, Readings, Nightly ? 1_000_000 : 60_000));
        var next = await Backed.Take(place, large);
        Assert.NotEqual(old.Tables, next.Tables);

        await using var target = await HostPlace.Fresh(engine);
        Assert.Equal(0, (await target.Run("restore", small)).Code);
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(0, (await target.Run("restore", large, "--replace")).Code);
        var whole = Stopwatch.GetElapsedTime(started);
        Assert.Equal(0, (await target.Run("restore", small, "--replace")).Code);
        var (killed, kept) = (0, 0);
        for (var kill = 1; kill <= kills; kill++)
        {
            if (await target.Killed(whole * dice.NextDouble(), "restore", large, "--replace")) killed++;
            var now = await Backed.Take(target, Path.Combine(target.Data, $"after-{kill}.backup"));
            Assert.True(Same(now, old) || Same(now, next), $"seed {seed}, kill {kill}: neither the old nor the new");
            if (Same(now, old)) kept++;
            else Assert.Equal(0, (await target.Run("restore", small, "--replace")).Code);
        }
        Say($"{engine}: a whole restore takes {whole.TotalSeconds:F1} s; {killed} of {kills} killed, {kept} left the old store; seed {seed}");

        await using var empty = await HostPlace.Fresh(engine);
        await empty.Killed(whole * 0.6, "restore", large);
        var cut = Path.Combine(empty.Data, "cut.backup");
        var said = await empty.Run("backup", cut);
        Assert.True(said.Code == 0 ? Same(Backed.Read(cut), next)
            : said.Error.Contains("There is no store", StringComparison.Ordinal) || said.Error.Contains("The store is empty", StringComparison.Ordinal), said.ToString());
        Assert.Equal(0, (await empty.Run("restore", large, "--replace")).Code);
        Assert.True(Same(await Backed.Take(empty, Path.Combine(empty.Data, "end.backup")), next));
    }

    private static bool Same(Backed one, Backed other) => one.Tables.OrderBy(static t => t.Key).SequenceEqual(other.Tables.OrderBy(static t => t.Key));

    private static bool Nightly => Environment.GetEnvironmentVariable("NIGHTLY") == "1";

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
