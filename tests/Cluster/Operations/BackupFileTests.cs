using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Storage;
using Marketplace.Storage.Backup;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Schema;
using Marketplace.Storage.Sqlite;
using Marketplace.Tests.Cluster.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Operations;

/// <summary>The file of a backup: what it holds, what is refused, what older ones become.</summary>
public sealed class BackupFileTests(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // The tests of one class run one after the other.
    private static byte[]? kept;

    /// <summary>The last schema step there is.</summary>
    private static int Newest => SchemaSteps.Embedded("sqlite").Max(static step => step.Number);

    [Theory]
    [InlineData("sqlite", "sqlite")]
    [InlineData("sqlite", "postgres")]
    [InlineData("postgres", "sqlite")]
    [InlineData("postgres", "postgres")]
    public async Task Every_table_comes_back_as_it_was_on_either_engine(string from, string to)
    {
        var (first, file) = await Backup(from);
        // A document that was cleared has no payload at all.
        var target = await Keyless(to);
        var receipt = await StoreRestore.Run(target, file, null, stores.Clock, Quiet, Cancel);
        Assert.Equal((from, Newest, first.Rows), (receipt.Engine, receipt.Step, receipt.Rows));
        var again = Path.Combine((await stores.Options("sqlite")).DataFolder, "again.backup");
        await StoreBackup.Take(target, again, stores.Clock, Quiet, Cancel);
        var (one, other) = (await Sums(file), await Sums(again));
        Assert.Equal(one, other);
        Assert.True(one.Count(static table => !table.Contains(" 0 ", StringComparison.Ordinal)) >= 20, "Most tables are empty: little was shown.");
        await using var opened = await Database.Open(target, stores.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Cancel);
        Assert.Equal(1, await opened.First("SELECT count(*) FROM OrleansStorage WHERE PayloadBinary IS NULL", static row => row.Number(0), Cancel));
    }

    [Fact]
    public async Task The_engines_have_the_same_tables_at_every_step()
    {
        var steps = SchemaSteps.Embedded("sqlite").Zip(SchemaSteps.Embedded("postgres")).ToList();
        Assert.All(steps, static pair => Assert.Equal((pair.First.Number, pair.First.Name), (pair.Second.Number, pair.Second.Name)));
        foreach (var (step, _) in steps)
        {
            await using var left = await RestoreTarget.Open(await stores.Options("sqlite"), Cancel);
            await using var right = await RestoreTarget.Open(await stores.Options("postgres"), Cancel);
            foreach (var target in (RestoreTarget[])[left, right])
            {
                await target.Begin(Cancel);
                await target.Shape(step.Number, stores.Clock, Cancel);
            }
            var (here, there) = (await left.Tables(Cancel), await right.Tables(Cancel));
            Assert.True(here.Count > 0 && here.Count == there.Count);
            Assert.All(here.Zip(there), static pair => Assert.True(pair.First.IsLike(pair.Second), $"{pair.First.Name} and {pair.Second.Name} differ"));
        }
    }

    [Fact]
    public async Task A_replaced_postgres_keeps_nothing_that_the_steps_made()
    {
        var options = await stores.Options("postgres");
        await (await stores.Reopen(options)).DisposeAsync();
        await using var target = await RestoreTarget.Open(options, Cancel);
        await target.Begin(Cancel);
        Assert.Empty(await target.Tables(Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_backup_of_an_older_program_is_brought_up_to_this_one(string to)
    {
        var old = await stores.Options("sqlite");
        await using (var session = new Session(SqliteEngine.Connect(old.File), "sqlite"))
        {
            await SchemaSteps.Apply(session, SchemaSteps.Embedded("sqlite").Where(static step => step.Number <= 2), stores.Clock, Cancel);
            await session.Run("INSERT INTO outbox_head (source, target, last) VALUES ('a', 'b', 2); INSERT INTO outbox (id, source, target, seq, kind, payload, at, due, tries, lease, state, note) VALUES ('m1', 'a', 'b', 1, 'k', x'01', 5, 5, 0, 0, 1, ''), ('m2', 'a', 'b', 2, 'k', x'02', 6, 6, 3, 0, 0, 'late')", Cancel);
        }
        var file = old.File + ".backup";
        await StoreBackup.Take(old, file, stores.Clock, Quiet, Cancel);
        var target = await stores.Options(to);
        Assert.Equal(2, (await StoreRestore.Run(target, file, null, stores.Clock, Quiet, Cancel)).Step);
        var database = await stores.Reopen(target);
        Assert.Equal([("m1", 1L), ("m2", 2L)], await database.Read("SELECT id, seq FROM outbox ORDER BY seq", static row => (row.Text(0), row.Number(1)), Cancel));
        Assert.Equal((2L, 1L), await database.First("SELECT last, done FROM outbox_head", static row => (row.Number(0), row.Number(1)), Cancel));
        Assert.Equal(SchemaSteps.Embedded(to).Select(static step => (long)step.Number), await database.Read("SELECT number FROM schema_step ORDER BY number", static row => row.Number(0), Cancel));
    }

    [Fact]
    public async Task One_bit_more_less_or_other_is_refused()
    {
        var seed = Random.Shared.Next();
        var (dice, times) = (new Random(seed), Stores.IsNightly ? 2_000 : 200);
        var file = await Whole();
        var whole = await File.ReadAllBytesAsync(file, Cancel);
        var wrong = file + ".wrong";
        for (var time = 0; time < times; time++)
        {
            var bytes = (byte[])whole.Clone();
            switch (dice.Next(4))
            {
                case 0: bytes = bytes[..dice.Next(bytes.Length)]; break;
                case 1: bytes = [.. bytes, (byte)dice.Next(256)]; break;
                default: bytes[dice.Next(bytes.Length)] ^= (byte)(1 << dice.Next(8)); break;
            }
            await File.WriteAllBytesAsync(wrong, bytes, Cancel);
            await Assert.ThrowsAsync<StoreWorkException>(() => BackupFile.Open(wrong, Cancel));
        }
        Say($"{times} damaged files, seed {seed}");
        // The sum over the file is what sees it: the zip reader alone is content with most of them.
        var (flipped, unseen) = (0, 0);
        for (var time = 0; time < 100; time++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[dice.Next(bytes.Length - 64)] ^= 1;
            flipped++;
            if (Readable(bytes)) unseen++;
        }
        Say($"a reader without the sum is content with {unseen} of {flipped}");
        Assert.True(unseen > 0);
    }

    [Theory]
    [InlineData("format", "2", "this program reads up to 1")]
    [InlineData("step", "9999", "does not know")]
    [InlineData("checksum", "\"x\"", "other bytes")]
    [InlineData("engine", "\"oracle\"", "no backup that this program reads")]
    [InlineData("shape", "\"other\"", "another shape")]
    [InlineData("rows", "1000000", "damaged")]
    [InlineData("key", "\"../../escape\"", "no backup that this program reads")]
    public async Task A_file_of_another_program_is_refused_and_nothing_is_touched(string what, string value, string why)
    {
        var file = await Whole();
        await Reseal(file, manifest =>
        {
            var (json, table) = (JsonNode.Parse(value), manifest["tables"]![2]!);
            switch (what)
            {
                case "format": manifest["format"] = json; break;
                case "step": manifest["steps"]!.AsArray()[^1]!["number"] = json; break;
                case "checksum": manifest["steps"]![0]!["checksum"] = json; break;
                case "engine": manifest["engine"] = json; break;
                case "shape": table["shape"]!["columns"]![0]!["name"] = json; break;
                case "rows": table["rows"] = json; break;
                default: manifest["keys"]!.AsArray().Add(new JsonObject { ["name"] = json, ["bytes"] = 1, ["sha256"] = "" }); break;
            }
        });
        foreach (var engine in (string[])["sqlite", "postgres"])
        {
            var target = await stores.Options(engine);
            var refused = await Assert.ThrowsAsync<StoreWorkException>(() => StoreRestore.Run(target, file, null, stores.Clock, Quiet, Cancel));
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
            Assert.Contains("no ", (await Assert.ThrowsAsync<StoreWorkException>(() => StoreBackup.Take(target, file + ".never", stores.Clock, Quiet, Cancel))).Message.ToLowerInvariant(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Keys_come_along_and_one_that_differs_is_kept_beside()
    {
        var database = await stores.Open("sqlite");
        Directory.CreateDirectory(database.Options.KeyFolder);
        await File.WriteAllTextAsync(Path.Combine(database.Options.KeyFolder, "one.xml"), "one", Cancel);
        var file = database.Options.File + ".backup";
        Assert.Equal(1, (await StoreBackup.Take(database.Options, file, stores.Clock, Quiet, Cancel)).Keys);
        var target = await stores.Options("sqlite");
        Directory.CreateDirectory(target.KeyFolder);
        var key = Path.Combine(target.KeyFolder, "one.xml");
        await File.WriteAllTextAsync(key, "other", Cancel);
        await StoreRestore.Run(target, file, null, stores.Clock, Quiet, Cancel);
        Assert.Equal(("one", "other"), (await File.ReadAllTextAsync(key, Cancel), await File.ReadAllTextAsync(key + ".before", Cancel)));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    /// <summary>A backup to do things to; the same for all that need one.</summary>
    private async Task<string> Whole()
    {
        kept ??= await File.ReadAllBytesAsync((await Backup("sqlite")).File, Cancel);
        var file = Path.Combine((await stores.Options("sqlite")).DataFolder, "whole.backup");
        await File.WriteAllBytesAsync(file, kept, Cancel);
        return file;
    }

    private async Task<(BackupReceipt Receipt, string File)> Backup(string engine)
    {
        var database = await stores.Open(engine);
        await WholeStore.Fill(database, stores.Clock);
        await database.Commit(new Unit().Do("UPDATE OrleansStorage SET PayloadBinary = NULL, Version = 7 WHERE GrainTypeString = 'collection.collection'"), Cancel);
        var file = Path.Combine((await stores.Options("sqlite")).DataFolder, "all.backup");
        return (await StoreBackup.Take(database.Options, file, stores.Clock, Quiet, Cancel), file);
    }

    /// <summary>Options of a fresh store whose keys lie in a folder of its own.</summary>
    private async Task<StoreOptions> Keyless(string engine) => await stores.Options(engine) is { Engine: "postgres" } options
        ? options with { DataFolder = (await stores.Options("sqlite")).DataFolder }
        : await stores.Options(engine);

    private static async Task<List<string>> Sums(string file)
    {
        using var backup = await BackupFile.Open(file, Cancel);
        return [.. backup.Manifest.Tables.Select(static table => $"{table.Shape.Name} {table.Rows} {table.Sha256}")];
    }

    private static bool Readable(byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            foreach (var entry in zip.Entries)
            {
                using var stream = entry.Open();
                stream.CopyTo(Stream.Null);
            }
            return true;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Another manifest under a right seal: what a later program might write.</summary>
    private static async Task Reseal(string file, Action<JsonObject> change)
    {
        using (var zip = ZipFile.Open(file, ZipArchiveMode.Update))
        {
            var entry = zip.GetEntry(StoreBackup.Manifest)!;
            JsonObject manifest;
            await using (var read = await entry.OpenAsync(Cancel)) manifest = (await JsonNode.ParseAsync(read, cancellationToken: Cancel))!.AsObject();
            change(manifest);
            entry.Delete();
            await using var written = await zip.CreateEntry(StoreBackup.Manifest).OpenAsync(Cancel);
            await written.WriteAsync(Encoding.UTF8.GetBytes(manifest.ToJsonString(new JsonSerializerOptions())), Cancel);
            zip.Comment = BackupSeal.Blank;
        }
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        await BackupSeal.Close(stream, Cancel);
    }

    private static void Quiet(string table, long rows)
    {
        // Nobody looks.
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
