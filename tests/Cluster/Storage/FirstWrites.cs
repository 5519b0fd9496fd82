using Marketplace.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>First writes that race: two activations of one grain, each sure that there is no document yet.</summary>
public sealed class FirstWrites(Stores stores) : IClassFixture<Stores>
{
    private const int Clients = 8, Wave = 4;

    // The stock way: look first, then write, and no constraint below. Written anew for our columns; the shape is what counts.
    private const string LooksFirst = """
        INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, Version, ModifiedOn)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString::text, ''), @PayloadBinary, 1, now()
        WHERE @GrainStateVersion::integer IS NULL AND NOT EXISTS (
            SELECT 1 FROM OrleansStorage WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0
                AND GrainIdN1 = @GrainIdN1 AND GrainIdExtensionString = coalesce(@GrainIdExtensionString::text, ''))
        RETURNING Version AS NewGrainStateVersion;
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Are_never_doubled(string engine)
    {
        var database = await stores.Open(engine);
        await using var silo = await Silo.Start(database);
        var seen = await Race(database, silo, Seeds.Count(100_000, 1_600) / Clients, static _ => false);
        Seeds.Say($"{engine}: {seen.Writes} first writes by {Clients} clients over {seen.Keys} keys: {seen.Won} won, {seen.Lost} lost, {seen.Doubled} doubled");
        Assert.Equal((seen.Keys, seen.Keys * (Clients - 1), 0), (seen.Won, seen.Lost, seen.Doubled));
        Assert.Equal(seen.Keys, await database.First("SELECT count(*) FROM OrleansStorage", static row => row.Number(0), Cancel));
    }

    [Fact]
    public async Task Are_doubled_by_a_script_that_looks_first_and_has_no_constraint()
    {
        var database = await stores.Open("postgres");
        var wrong = new Unit().Do("ALTER TABLE OrleansStorage DROP CONSTRAINT orleansstorage_pkey")
            .Do("CREATE INDEX orleansstorage_place ON OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString)")
            .Do("UPDATE OrleansQuery SET QueryText = $1 WHERE QueryKey = 'WriteToStorageKey'", LooksFirst)
            // A disk that takes a moment: the same race, met at once instead of now and then.
            .Do("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $slow$ BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END $slow$")
            .Do("CREATE TRIGGER slow BEFORE INSERT ON OrleansStorage FOR EACH ROW EXECUTE FUNCTION slow()");
        Assert.True((await database.Commit(wrong, Cancel)).Ok);
        await using var silo = await Silo.Start(database);
        var seen = await Race(database, silo, 1_000, static seen => seen.Doubled > 0);
        Seeds.Say($"the wrong script: {seen.Writes} first writes over {seen.Keys} keys, {seen.Doubled} keys doubled");
        Assert.InRange(seen.Doubled, 1, seen.Keys);
        Assert.True(seen.Won > seen.Keys, "two clients were told that theirs is the first");
    }

    private sealed record Seen(int Keys, int Writes, int Won, int Lost, int Doubled);

    private static async Task<Seen> Race(Database database, Silo silo, int keys, Func<Seen, bool> enough)
    {
        var seen = new Seen(0, 0, 0, 0, 0);
        for (var first = 0; first < keys && !enough(seen); first += Wave)
        {
            var writes = await Task.WhenAll(
                from key in Enumerable.Range(first, Math.Min(Wave, keys - first))
                from client in Enumerable.Range(0, Clients)
                select Task.Run(() => Write(silo, $"listing:auto/race.n{key}", client), Cancel));
            seen = seen with
            {
                Keys = Math.Min(first + Wave, keys),
                Writes = seen.Writes + writes.Length,
                Won = seen.Won + writes.Count(static won => won),
                Lost = seen.Lost + writes.Count(static won => !won),
            };
            if (first / Wave % 20 == 0 || first + Wave >= keys) seen = seen with { Doubled = await Doubled(database) };
        }
        return seen;
    }

    private static async Task<int> Doubled(Database database) => (int)await database.First(
        """
        SELECT count(*) FROM (
            SELECT 1 FROM OrleansStorage GROUP BY ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString HAVING count(*) > 1) AS doubled
        """, static row => row.Number(0), Cancel);

    /// <summary>True when the client was told that its write stands; a loser is told so, and nothing else is an answer.</summary>
    private static async Task<bool> Write(Silo silo, string key, int client)
    {
        try
        {
            await silo.Documents.WriteStateAsync("s", GrainId.Create("listing", key), new GrainState<Note>(new Note { Number = client }));
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
