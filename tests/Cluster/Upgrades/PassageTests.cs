using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Records;
using Marketplace.Domain.Upgrades;
using Marketplace.Grains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Invocations;
using Marketplace.Grains.Upgrades;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Records;
using Marketplace.Storage.Upgrades;
using Marketplace.Tests.Api.Isolation;
using Marketplace.Tests.Cluster.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Upgrades;

/// <summary>A passage that is cut in the middle goes on and carries every record once, whoever goes on with it, how many do so at once, and
/// whatever is written meanwhile; until its turn nobody sees anything of it.</summary>
public sealed class PassageTests(Stores stores) : IClassFixture<Stores>
{
    private const string Firm = "weaver", Install = "01j6n0y2m8example0000000ba", Run = "01j6n0y2m8example0000000bb";
    private const int Records = 1_240;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Goes_on_after_a_cut_and_carries_every_record_once(string engine)
    {
        var options = await stores.Options(engine);
        var database = await stores.Reopen(options);
        var shape = await Prepare(database);
        // A clock that lets a turn stage one page and no more; then the host is gone.
        for (var cut = 1; cut <= 2; cut++)
        {
            Assert.True(await Passage(database, new Hurried()).Turn(Firm, WitnessApp.Id, Run));
            await database.DisposeAsync();
            database = await stores.Reopen(options);
            var row = (await UpgradeFacts.Get(database, Firm, WitnessApp.Id, Run, Cancel))!;
            Assert.Equal((UpgradeState.Running, (long)cut, (long)cut * UpgradeRules.Page), (row.State, row.Step, row.Looked));
            Assert.All(await All(database), static body => Assert.DoesNotContain("!", body, StringComparison.Ordinal));
        }
        Assert.NotNull(await DueFacts.Get(database, $"upgrade:{Firm}:{Run}:2", Cancel));

        // Records move after they were staged: one is changed, one goes, one comes.
        await Write(database, shape, 7, "changed");
        await Write(database, shape, 8, null);
        await Write(database, shape, Records, "new");
        // Two silos take it up at once, each twice, while somebody goes on writing.
        var (one, two) = (Passage(database, stores.Clock), Passage(database, stores.Clock));
        var writing = Task.Run(async () =>
        {
            for (var i = 100; i < 130; i++) await Write(database, shape, i, $"later {i}");
        }, Cancel);
        await Task.WhenAll(new[] { one, two, one, two }.Select(run => Task.Run(() => run.Turn(Firm, WitnessApp.Id, Run), Cancel)).Append(writing));
        for (var tries = 0; tries < 20 && (await UpgradeFacts.Get(database, Firm, WitnessApp.Id, Run, Cancel))!.State == UpgradeState.Running; tries++) await one.Turn(Firm, WitnessApp.Id, Run);

        var head = (await InstallFacts.Get(database, Firm, WitnessApp.Id, Cancel))!;
        Assert.Equal((InstallStates.Active, "2.0.0", UpgradeState.Done), (head.State, head.Version, (await UpgradeFacts.Get(database, Firm, WitnessApp.Id, Run, Cancel))!.State));
        var bodies = await All(database);
        Assert.Equal(Records, bodies.Count);
        Assert.DoesNotContain(bodies, static body => body.Contains("!!", StringComparison.Ordinal));
        Assert.Contains(bodies, static body => body.Contains("\"changed!\"", StringComparison.Ordinal));
        Assert.Contains(bodies, static body => body.Contains("\"new!\"", StringComparison.Ordinal));
        Assert.Equal(0, await Count(database, "record_next") + await Count(database, "record_next_key"));
        // What was written after the turn was written to the new version and is not carried; all else was, and is kept as it was.
        var plain = bodies.Count(static body => !body.Contains('!', StringComparison.Ordinal));
        Assert.True(plain <= 30, $"{plain} records were not carried");
        Assert.Equal(Records, await Count(database, "record_before"));
        Assert.Equal(Records, await database.First("SELECT count(DISTINCT txt) FROM record_key WHERE field = 'code'", static row => row.Number(0), Cancel));
    }

    private async Task<Entity> Prepare(Database database)
    {
        var library = new ReleaseLibrary(database, stores.Clock);
        string[] digests = ["", ""];
        foreach (var (version, i) in new[] { ("1.0.0", 0), ("2.0.0", 1) })
        {
            var bytes = WitnessApp.Pack(version);
            await library.Keep(digests[i] = PackageReader.FromZip(bytes).Must().Digest, bytes);
        }
        var shape = (await library.Load(digests[0]))!.Manifest.Entities["note"];
        var (now, unit) = (stores.Clock.Now, new Unit());
        InstallFacts.Create(unit, new InstallHead
        {
            Tenant = Firm, App = WitnessApp.Id, Id = Install, Brain = "auto", Seq = 1, Epoch = 1, Version = "1.0.0", Digest = digests[0], State = InstallStates.Upgrading,
            InstalledAt = now, InstalledBy = "owner", SettingsJson = "{}"u8.ToArray(),
        });
        UpgradeFacts.Insert(unit, new UpgradeRow
        {
            Tenant = Firm, App = WitnessApp.Id, Id = Run, Install = Install, Direction = UpgradeState.Up, State = UpgradeState.Running, From = new Terms("1.0.0", digests[0], [], 0),
            To = new Terms("2.0.0", digests[1], [], 0), Handler = "up", IsCarried = true, Actor = "owner", At = now, ChangedAt = now,
        });
        RecordFacts.Insert(unit, Install, shape, Enumerable.Range(0, Records).Select(i => RecordRules.Insert(shape, Id(i), JsonElement.Parse($$"""{"code":"N-{{i}}","title":"line {{i}}"}"""), "owner", now).Must()));
        Assert.True((await database.Commit(unit, Cancel)).Ok);
        return shape;
    }

    /// <summary>A write by hand as any: behind the head, and again when it moved.</summary>
    private async Task Write(Database database, Entity shape, int number, string? title)
    {
        for (var race = 0; race < 200; race++)
        {
            var head = (await InstallFacts.Get(database, Firm, WitnessApp.Id, Cancel))!;
            var before = await RecordFacts.Get(database, Install, "note", Id(number), Cancel);
            var after = title is null ? null : RecordRules.Insert(shape, Id(number), JsonElement.Parse($$"""{"code":"N-{{number}}","title":"{{title}}"}"""), "owner", stores.Clock.Now).Must() with { Version = (before?.Version ?? 0) + 1 };
            var unit = new Unit();
            InstallFacts.Advance(unit, Firm, WitnessApp.Id, head.Seq, head.Epoch);
            RecordFacts.Write(unit, Install, [new RecordChange(shape, Id(number), before, after)]);
            if ((await database.Commit(unit, Cancel)).Ok) return;
        }
        Assert.Fail("a write never got through");
    }

    private static UpgradeRun Passage(Database database, TimeProvider clock)
    {
        var library = new ReleaseLibrary(database, clock);
        return new UpgradeRun(database, library, new Converter(database, library, new Exclaims(), new CallMint(clock, new CryptoRandom())), new UpgradeFlip(database, library, new InstallLanes(database), clock), clock);
    }

    private static async Task<IReadOnlyList<string>> All(Database database) =>
        await database.Read("SELECT body FROM record WHERE install = $1", static row => System.Text.Encoding.UTF8.GetString(row.Bytes(0)), Cancel, Install);

    private static async Task<long> Count(Database database, string table) =>
        await database.First($"SELECT count(*) FROM {table} WHERE install = $1", static row => row.Number(0), Cancel, Install);

    private static string Id(int number) => $"r{number:D6}";

    /// <summary>A handler that puts a mark behind every title.</summary>
    private sealed class Exclaims : ICallRunner
    {
        public Task<Outcome> Run(Script script, Call call, IHostBroker broker, CancellationToken cancel)
        {
            var records = JsonNode.Parse(call.Input)!["records"]!.AsArray();
            var bodies = new JsonArray([.. records.Select(static r => (JsonNode)new JsonObject { ["code"] = r!["code"]!.DeepClone(), ["title"] = r["title"]!.GetValue<string>() + "!" })]);
            return Task.FromResult(new Outcome { Verdict = Verdict.Completed, Result = JsonSerializer.SerializeToUtf8Bytes(bodies) });
        }
    }

    /// <summary>A clock on which a minute passes between any two looks.</summary>
    private sealed class Hurried : TimeProvider
    {
        private long looks;

        public override long GetTimestamp() => Interlocked.Increment(ref looks) * TimestampFrequency * 60;
    }
}
