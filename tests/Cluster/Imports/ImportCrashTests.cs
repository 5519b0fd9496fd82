using System.Globalization;
using System.Text;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Records;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Imports;
using Marketplace.Grains.Invocations;
using Marketplace.Grains.Records;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Imports;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Records;
using Marketplace.Tests.Api.Isolation;
using Marketplace.Tests.Cluster.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Imports;

/// <summary>An import that is cut in the middle goes on and doubles nothing, whoever goes on with it, and however many do so at once.</summary>
public sealed class ImportCrashTests(Stores stores) : IClassFixture<Stores>
{
    private const string Firm = "weaver", Install = "01j6n0y2m8example0000000aa", Import = "01j6n0y2m8example0000000ab";
    private const int Lines = 1_900;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Goes_on_after_a_cut_and_doubles_nothing(string engine)
    {
        var options = await stores.Options(engine);
        var database = await stores.Reopen(options);
        await Prepare(database);
        // A clock that lets a turn write one page and no more; then the host is gone, with the next turn's promise or before it.
        for (var cut = 0; cut < 3; cut++)
        {
            Assert.True(await Run(database, new Hurried()).Turn(Firm, WitnessApp.Id, Import));
            await database.DisposeAsync();
            database = await stores.Reopen(options);
            var row = await Row(database);
            Assert.Equal((ImportState.Running, (cut + 1L) * ImportLimits.Page), (row.State, row.Next));
            Assert.Equal(row.Inserted, await Records(database));
        }
        Assert.NotNull(await DueFacts.Get(database, $"import:{Firm}:{Import}:running:{3 * ImportLimits.Page}", Cancel));

        // Two silos take it up at once, each twice: a lease that lapsed while its holder still worked.
        var (one, two) = (Run(database, stores.Clock), Run(database, stores.Clock));
        await Task.WhenAll(new[] { one, two, one, two }.Select(run => Task.Run(() => run.Turn(Firm, WitnessApp.Id, Import), Cancel)));
        if ((await Row(database)).State == ImportState.Running) Assert.True(await one.Turn(Firm, WitnessApp.Id, Import));
        var done = await Row(database);
        Assert.Equal((ImportState.Done, Lines, Lines - 1L, 1L), (done.State, done.Next, done.Inserted, done.Skipped));
        Assert.Equal(Lines - 1, await Records(database));
        Assert.Equal(Lines - 1, await database.First("SELECT count(DISTINCT txt) FROM record_key WHERE field = 'code'", static row => row.Number(0), Cancel));

        await TakenBack(database, one, two, done);
    }

    private static async Task TakenBack(Database database, ImportRun one, ImportRun two, ImportRow done)
    {
        var shape = (await Places(database).Find(Firm, WitnessApp.Id, "note")).Must().Shape;
        var touched = (await RecordFacts.Get(database, Install, "note", ImportRun.IdOf(Import, 700), Cancel))!;
        var unit = new Unit();
        RecordFacts.Write(unit, Install, [new RecordChange(shape, touched.Id, touched, touched with { Version = 2 })]);
        ImportFacts.Step(unit, done, done with { State = ImportState.Undoing, Next = 0 });
        Assert.True((await database.Commit(unit, Cancel)).Ok);
        Assert.True(await Run(database, new Hurried()).Turn(Firm, WitnessApp.Id, Import));
        Assert.Equal(ImportLimits.Page, (await Row(database)).Removed);
        await Task.WhenAll(new[] { one, two }.Select(run => Task.Run(() => run.Turn(Firm, WitnessApp.Id, Import), Cancel)));
        if ((await Row(database)).State == ImportState.Undoing) Assert.True(await one.Turn(Firm, WitnessApp.Id, Import));
        var undone = await Row(database);
        Assert.Equal((ImportState.Undone, Lines - 2L, 1L), (undone.State, undone.Removed, undone.Kept));
        Assert.Equal(1, await Records(database));
    }

    private async Task Prepare(Database database)
    {
        var bytes = WitnessApp.Pack("1.0.0");
        var package = PackageReader.FromZip(bytes).Must();
        await new ReleaseLibrary(database, stores.Clock).Keep(package.Digest, bytes);
        var file = new StringBuilder("code,title\r\n");
        for (var i = 0; i < Lines; i++) file.Append(CultureInfo.InvariantCulture, $"N-{(i == 1_000 ? 3 : i)},line {i}\r\n");
        var (now, unit) = (stores.Clock.Now, new Unit());
        InstallFacts.Create(unit, new InstallHead
        {
            Tenant = Firm, App = WitnessApp.Id, Id = Install, Brain = "auto", Seq = 1, Epoch = 1, Version = "1.0.0", Digest = package.Digest, State = "active",
            InstalledAt = now, InstalledBy = "owner", SettingsJson = "{}"u8.ToArray(),
        });
        ImportFacts.Insert(unit, new ImportRow
        {
            Tenant = Firm, App = WitnessApp.Id, Id = Import, Install = Install, Entity = "note", Kind = "csv", Zone = "Asia/Shanghai", State = ImportState.Running, Lines = Lines,
            Sha256 = BlobFacts.Put(unit, Encoding.UTF8.GetBytes(file.ToString()), now), Actor = "owner", At = now, ChangedAt = now, Report = GrainJson.Bytes(new ImportReport()),
        });
        Assert.True((await database.Commit(unit, Cancel)).Ok);
    }

    private static RecordPlaces Places(Database database) => new(database, new ReleaseLibrary(database, TimeProvider.System));

    private static ImportRun Run(Database database, TimeProvider clock) => new(database, Places(database), new InstallLanes(database), new WholeRun(database, new ReleaseLibrary(database, TimeProvider.System), clock), clock);

    private static async Task<ImportRow> Row(Database database) => (await ImportFacts.Get(database, Firm, WitnessApp.Id, Import, Cancel))!;

    private static async Task<long> Records(Database database) =>
        await database.First("SELECT count(*) FROM record WHERE install = $1", static row => row.Number(0), Cancel, Install);

    /// <summary>A clock on which a minute passes between any two looks.</summary>
    private sealed class Hurried : TimeProvider
    {
        private long looks;

        public override long GetTimestamp() => Interlocked.Increment(ref looks) * TimestampFrequency * 60;
    }
}
