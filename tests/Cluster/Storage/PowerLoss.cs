using System.Buffers.Binary;
using System.Globalization;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>A stand-in for the plug that is pulled: copies of a store that is being written, whose log ends anywhere, or in rubbish.
/// A kill leaves what was written to the system; a lost page of the log is what only this shows.</summary>
public sealed class PowerLoss(Stores stores) : IClassFixture<Stores>
{
    private const int Snapshots = 10;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="Moved">How much of the log had been moved into the file: that much was on the disk before, and no loss of power takes it.</param>
    private sealed record Snapshot(byte[] File, byte[] Log, int Moved, int Acknowledged);

    [Fact]
    public async Task Leaves_an_exact_prefix_of_what_was_acknowledged()
    {
        var (dice, cuts) = (Seeds.Dice("power loss"), Seeds.Count(1_000, 50));
        var options = await stores.Options("sqlite");
        var database = await stores.Reopen(options);
        await Begin(database);
        Restart(options.File);
        var (acknowledged, ceiling, stop) = (0, 0, false);
        var writing = Task.Run(async () =>
        {
            while (!Volatile.Read(ref stop))
            {
                // A little ahead of the copies and no more: what counts is that units arrive, not how many.
                if (acknowledged >= Volatile.Read(ref ceiling)) await Task.Delay(1, Cancel);
                if (acknowledged >= Volatile.Read(ref ceiling)) continue;
                // Groups of several units and of one, as they come in life.
                var units = Enumerable.Range(acknowledged, dice.Next(1, 6)).Select(static n => Step(n)).ToList();
                Assert.All(await database.CommitChain(units, Cancel), static end => Assert.True(end.Ok));
                Volatile.Write(ref acknowledged, acknowledged + units.Count);
            }
        }, Cancel);
        List<Snapshot> taken = [];
        while (taken.Count < Snapshots)
        {
            var target = Volatile.Read(ref acknowledged) + 60;
            Volatile.Write(ref ceiling, target + 60);
            while (Volatile.Read(ref acknowledged) < target) await Task.WhenAny(Task.Delay(1, Cancel), writing);
            if (writing.IsFaulted) await writing;
            // Now and then the log begins anew over its old self: a cut then leaves frames of before behind the end.
            if (taken.Count is 3 or 7) Restart(options.File);
            if (Copy(options.File, ref acknowledged) is { } copy) taken.Add(copy);
        }
        Volatile.Write(ref stop, true);
        await writing;

        List<int> lost = [];
        int[] floors = [.. taken.Select(static snapshot => Reopen(snapshot.File, []))];
        for (var cut = 0; cut < cuts; cut++)
        {
            var snapshot = taken[cut % taken.Count];
            var found = Reopen(snapshot.File, Damaged(snapshot, dice));
            Assert.True(found >= floors[cut % taken.Count], "what the main file has stays");
            lost.Add(Math.Max(0, snapshot.Acknowledged - found));
        }
        foreach (var snapshot in taken)
            Assert.True(Reopen(snapshot.File, snapshot.Log) >= snapshot.Acknowledged, "the whole log has everything that was acknowledged");
        Seeds.Say($"{cuts} cuts of {taken.Count} copies over {acknowledged} acknowledged units: each an exact prefix; {lost.Count(static n => n == 0)} lost nothing, the others up to {lost.Max()} of the last; main files alone have {string.Join(' ', floors)}");
    }

    [Fact]
    public async Task Is_not_mistaken_for_a_hole_or_for_half_a_unit()
    {
        var options = await stores.Options("sqlite");
        var database = await stores.Reopen(options);
        await Begin(database);
        for (var n = 0; n < 9; n++) Assert.True((await database.Commit(Step(n), Cancel)).Ok);
        await database.DisposeAsync();
        foreach (var wrong in new[]
        {
            "DELETE FROM operation WHERE key = 'o000004'", "DELETE FROM record_key WHERE id = 'o000008'", "UPDATE install_head SET seq = seq - 1", "DELETE FROM record WHERE id = 'o000008'",
        })
        {
            var path = Path.Combine(Directory.CreateTempSubdirectory("marketplace-cut-").FullName, "marketplace.db");
            File.Copy(options.File, path);
            using (var connection = SqliteEngine.Connect(path)) SqliteEngine.Run(connection, wrong);
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Prefix(path));
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
        Assert.Equal(9, Prefix(options.File));
    }

    private async Task Begin(Database database)
    {
        var unit = new Unit();
        InstallFacts.Create(unit, new InstallHead
        {
            Tenant = "firm", App = "auto/tag", Id = "i", Brain = "auto", Version = "1.0.0", Digest = "d", State = "active", InstalledAt = stores.Clock.Now, InstalledBy = "owner",
        });
        Assert.True((await database.Commit(unit, Cancel)).Ok);
    }

    /// <summary>The n-th unit: the head's next step, an operation, a record and its key, of a size that differs.</summary>
    private static Unit Step(int n)
    {
        var unit = new Unit();
        var id = string.Create(CultureInfo.InvariantCulture, $"o{n:D6}");
        InstallFacts.Advance(unit, "firm", "auto/tag", n, 0);
        OperationFacts.Insert(unit, new StoredOperation("firm", id, "hash", "", new byte[n * 37 % 6_000], DateTimeOffset.UnixEpoch));
        unit.Do("INSERT INTO record (install, entity, id, version, created_at, created_by, updated_at, body) VALUES ('i', 'part', $1, 1, 0, 'p', 0, $2)", id, new byte[n * 13 % 400]);
        unit.Do("INSERT INTO record_key (install, entity, field, nil, num, txt, id, uniq) VALUES ('i', 'part', 'code', 0, 0, $1, $1, 1)", id);
        return unit;
    }

    private static void Restart(string file)
    {
        using var connection = SqliteEngine.Connect(file);
        SqliteEngine.Run(connection, "PRAGMA wal_checkpoint(RESTART)");
    }

    /// <summary>File first, then its log; null when the log began anew in between, because then they are not of one moment.</summary>
    private static Snapshot? Copy(string file, ref int acknowledged)
    {
        var salt = Bytes(file + "-wal").AsSpan(0, 32).ToArray();
        var main = Bytes(file);
        var before = Volatile.Read(ref acknowledged);
        var log = Bytes(file + "-wal");
        var moved = Moved(file, main);
        return log.AsSpan(0, 32).SequenceEqual(salt) && main.AsSpan().SequenceEqual(Bytes(file)) && moved == Moved(file, main)
            ? new Snapshot(main, log, Math.Min(moved, log.Length), before)
            : null;
    }

    /// <summary>Bytes of the log that a checkpoint has moved, or has begun to: SQLite's wal-index says so at offset 128, in frames of a page and 24 bytes.</summary>
    private static int Moved(string file, byte[] main)
    {
        var (frames, page) = (BitConverter.ToInt32(Bytes(file + "-shm"), 128), BinaryPrimitives.ReadUInt16BigEndian(main.AsSpan(16)));
        return 32 + frames * (page + 24);
    }

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>The log cut anywhere behind what was moved, half of the time near its end; or cut and continued in rubbish; or with a sector that never arrived.</summary>
    private static byte[] Damaged(Snapshot snapshot, Random dice)
    {
        var (log, open) = (snapshot.Log, snapshot.Log.Length - snapshot.Moved);
        var at = dice.Next(2) == 0 ? snapshot.Moved + dice.Next(open + 1) : log.Length - dice.Next(Math.Min(open, 60_000) + 1);
        switch (dice.Next(4))
        {
            case 0:
                var rubbish = log.ToArray();
                dice.NextBytes(rubbish.AsSpan(at));
                return rubbish;
            case 1:
                var holed = log.ToArray();
                holed.AsSpan(at, Math.Min(512, log.Length - at)).Clear();
                return holed;
            default:
                return log[..at];
        }
    }

    private static int Reopen(byte[] file, byte[] log)
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-cut-").FullName;
        try
        {
            var path = Path.Combine(folder, "marketplace.db");
            File.WriteAllBytes(path, file);
            File.WriteAllBytes(path + "-wal", log);
            return Prefix(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How many units the store holds, which must be the first so many, each of them whole.</summary>
    private static int Prefix(string path)
    {
        // As the program opens it, but for the waiting: the copy goes as soon as it was read.
        using var connection = new SqliteConnection(SqliteEngine.Words(path));
        connection.Open();
        SqliteEngine.Run(connection, "PRAGMA synchronous=OFF");
        Assert.Equal(["ok"], Column(connection, "PRAGMA integrity_check"));
        var operations = Column(connection, "SELECT key FROM operation ORDER BY key");
        Assert.Equal(Enumerable.Range(0, operations.Count).Select(static n => string.Create(CultureInfo.InvariantCulture, $"o{n:D6}")), operations);
        Assert.Equal(operations, Column(connection, "SELECT id FROM record ORDER BY id"));
        Assert.Equal(operations, Column(connection, "SELECT txt FROM record_key ORDER BY txt"));
        Assert.Equal([operations.Count.ToString(CultureInfo.InvariantCulture)], Column(connection, "SELECT seq FROM install_head"));
        return operations.Count;
    }

    private static List<string> Column(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> values = [];
        while (reader.Read()) values.Add(reader.GetString(0));
        return values;
    }
}
