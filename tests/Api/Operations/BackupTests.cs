using System.Diagnostics;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Operations;

/// <summary>Backup, restore, check and rebuild as an operator types them, on the real binary and a seeded host, from either engine into either.</summary>
public sealed class BackupTests(SharedHosts hosts)
{
    private const string Scans = "auto/tag-to-parameter", Firm = "mkt_dev_sme", Other = "mkt_dev_sme2";
    private static readonly string[] Engines = ["sqlite", "postgres"];

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_was_backed_up_runs_again_on_either_engine(string from)
    {
        await using var host = await RunningHost.Start(from);
        // By day one engine shows all of it; what comes out of the other is restored, and runs.
        var isWhole = Nightly || from == "sqlite";
        if (isWhole) await UnderLoad(host);
        var (key, first) = await Work(host);
        var seen = await Seen.Of(host);
        var file = Path.Combine(host.Data, "all.backup");
        var backed = await Backed.Take(host.Place, file);
        if (isWhole) Refused(await host.Place.Run("backup", file), "is there already");
        Refused(await host.Place.Run("restore", file, "--replace"), from == "sqlite" ? "Another process" : "Hosts are connected");
        if (isWhole) Refused(await host.Place.Run("rebuild", "all"), from == "sqlite" ? "Another process" : "Hosts are connected");
        await host.Kill();
        // Across the engines at every change; by night back into its own too.
        foreach (var to in Engines.Where(to => Nightly || to != from))
        {
            var place = await HostPlace.Fresh(to);
            await using var next = RunningHost.At(place);
            var started = Stopwatch.GetTimestamp();
            Done(await place.Run("restore", file));
            Say($"{from} to {to}: restored in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
            Assert.Equal(backed.Tables, (await Backed.Take(place, Path.Combine(place.Data, "again.backup"))).Tables);
            if (isWhole)
            {
                Refused(await place.Run("restore", file), "not empty");
                await Rebuilt(place, backed);
            }
            place.With("Marketplace__MasterKey", host.Place.MasterKey);
            await next.Start();
            Assert.Equal(seen, await Seen.Of(next));
            using var talk = new Talk(next.Address, Firm);
            var again = await talk.Call(Scans, "onScan", new { code = "DEMO-GREEN", machine = "M-01" }, key);
            Assert.Equal((first, "true"), (again.Text, again.Header("Marketplace-Replayed")));
            Assert.Equal(200, (await talk.Call(Scans, "onScan", new { code = "DEMO-GREEN", machine = "M-01" })).Status);
            Done(await place.Run("check"));
        }
    }

    [Fact]
    public async Task A_damaged_file_is_refused_before_anything_is_touched()
    {
        await using var empty = await HostPlace.Fresh("sqlite");
        var (place, file) = ((await hosts.On()).Place, Path.Combine(empty.Data, "whole.backup"));
        await Backed.Take(place, file);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var wrong = Path.Combine(empty.Data, "wrong.backup");
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(wrong, bytes, TestContext.Current.CancellationToken);
        Refused(await empty.Run("restore", wrong), "damaged");
        await File.WriteAllBytesAsync(wrong, bytes[..(bytes.Length / 3)], TestContext.Current.CancellationToken);
        Refused(await empty.Run("restore", wrong), "damaged");
        Refused(await empty.Run("restore", Path.Combine(empty.Data, "nowhere.backup")), "cannot be read");
        Assert.False(File.Exists(empty.StoreFile));
        Refused(await empty.Run("check"), "There is no store");
        Refused(await empty.Run("backup", Path.Combine(empty.Data, "new.backup")), "There is no store");
        Refused(await empty.Run("rebuild", "all"), "There is no store");
        Refused(await place.Run("backup", Path.Combine(empty.Data, "nowhere", "x.backup")), "cannot be written");
    }

    [Fact]
    public async Task A_command_that_is_not_understood_ends_with_2_and_says_what_there_is()
    {
        await using var place = await HostPlace.Fresh("sqlite");
        foreach (var words in (string[][])[["bakcup", "x"], ["backup"], ["restore", "a", "--force"], ["rebuild", "nothing"], ["check", "--Marketplace:Store=mysql"]])
        {
            var said = await place.Run(words);
            Assert.True(said.Code == 2 && said.Error.Length > 0, $"{string.Join(' ', words)}: {said}");
        }
        foreach (var (words, told) in (((string[], string)[])[(["--help"], "Marketplace.Host backup FILE"), (["restore", "--help"], "Marketplace.Host restore FILE [--replace]")]))
        {
            var said = await place.Run(words);
            Assert.True(said is { Code: 0, Error: "" } && said.Out.Contains(told, StringComparison.Ordinal), $"{string.Join(' ', words)}: {said}");
        }
    }

    /// <summary>Backups that are taken while scans go on restore to whole stores.</summary>
    private static async Task UnderLoad(RunningHost host)
    {
        using var stop = new CancellationTokenSource();
        var scans = 0;
        var hands = Enumerable.Range(0, 4).Select(async hand =>
        {
            using var talk = new Talk(host.Address, Firm);
            while (!stop.IsCancellationRequested)
                if ((await talk.Call(Scans, "onScan", new { code = "DEMO-GREEN", machine = $"M-0{hand + 1}" }, Guid.NewGuid().ToString())).Status == 200) Interlocked.Increment(ref scans);
        }).ToList();
        for (var time = 1; time <= (Nightly ? 10 : 1); time++)
        {
            while (Volatile.Read(ref scans) < 10 * time) await Task.Delay(20, TestContext.Current.CancellationToken);
            var file = Path.Combine(host.Data, $"load-{time}.backup");
            var backed = await Backed.Take(host.Place, file);
            await using var place = await HostPlace.Fresh("sqlite");
            Done(await place.Run("restore", file));
            Done(await place.Run("check"));
            Say($"under load: {backed.Rows("invocation")} calls in the backup, {Volatile.Read(ref scans)} answered by now");
        }
        await stop.CancelAsync();
        await Task.WhenAll(hands);
        Done(await host.Place.Run("check"));
    }

    /// <summary>Something of each kind; answers the key and the reply of a scan.</summary>
    private static async Task<(string Key, string Text)> Work(RunningHost host)
    {
        using var firm = new Talk(host.Address, Firm);
        using var other = new Talk(host.Address, Other);
        Assert.Equal(201, (await other.Post("/api/v1/installs", new { app = "demo/echo", grants = "all" })).Status);
        Assert.Equal(422, (await firm.Call(Scans, "onScan", new { code = "DEMO-NONE", machine = "M-01" })).Status);
        var key = Guid.NewGuid().ToString();
        var scan = await firm.Call(Scans, "onScan", new { code = "DEMO-GREEN", machine = "M-01" }, key);
        Assert.Equal(200, scan.Status);
        return (key, scan.Text);
    }

    /// <summary>The lists are damaged, found, and made anew as they were; the host that starts afterwards shows what it showed.</summary>
    private static async Task Rebuilt(HostPlace place, Backed before)
    {
        await Hand.Run(place, "UPDATE projection SET sort = 'z' WHERE kind = 'shop'; DELETE FROM projection WHERE kind = 'package' AND id = (SELECT min(id) FROM projection WHERE kind = 'package') OR kind = 'firm' AND owner = 'hardware'; INSERT INTO projection (kind, owner, id, sort, body) SELECT kind, owner, 'no/app', sort, body FROM projection WHERE kind = 'shop' AND id = 'demo/echo'");
        var found = await place.Run("check");
        Assert.True(found.Code == 1 && found.Out.Contains("shop no/app in auto is listed and no document says so", StringComparison.Ordinal), found.ToString());
        Assert.Contains("8 rows: 8 written anew, 2 taken off", Done(await place.Run("rebuild", "shop")).Out, StringComparison.Ordinal);
        Done(await place.Run("rebuild", "all"));
        Done(await place.Run("check"));
        Assert.Equal(before.Tables, (await Backed.Take(place, Path.Combine(place.Data, "rebuilt.backup"))).Tables);
    }

    private static Said Done(Said said)
    {
        Assert.True(said.Code == 0, said.ToString());
        return said;
    }

    private static void Refused(Said said, string why) =>
        Assert.True(said.Code == 1 && said.Error.Contains(why, StringComparison.Ordinal), $"expected '{why}': {said}");

    private static bool Nightly => Environment.GetEnvironmentVariable("NIGHTLY") == "1";

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
