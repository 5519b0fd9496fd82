using System.Globalization;
using Marketplace.Domain.Devices;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Upgrades;
using Marketplace.Grains.Catalogue;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Devices;
using Marketplace.Storage.Files;
using Marketplace.Storage.Imports;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Jobs;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Resources;
using Marketplace.Storage.Upgrades;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Grains.Jobs;

/// <summary>Forgets, once a day, what is kept for a while only. It is due work like any other, so that one silo of a cluster does it and
/// a host that was off at the hour does it when it is back. A turn is small, and the next one waits its turn in the queue: nobody's
/// call stands behind a long delete.</summary>
internal sealed class Keeping(Database database, ReleaseLibrary library, GrainOptions options, TimeProvider time) : IHostedService
{
    /// <summary>How long each is kept. Audit and ledgers are for ever, and so are dead letters and the daily sums of what was called.</summary>
    public static readonly TimeSpan Messages = TimeSpan.FromDays(7), Operations = TimeSpan.FromDays(7),
        Invocations = TimeSpan.FromDays(90), Imports = TimeSpan.FromDays(30), PreImages = UpgradeRules.Window, Blobs = TimeSpan.FromHours(24);

    /// <summary>Rows of a kind that one turn forgets at most.</summary>
    public const int Most = 500;

    /// <summary>Readings, which are small and many, and series that are looked at together.</summary>
    public const int MostReadings = 5_000, Series = 50;

    /// <summary>18:00 UTC: two in the night where the firms are.</summary>
    private const int Hour = 18;

    /// <summary>Sees to it that there is a next time.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Promise(time.GetUtcNow());

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>One turn of a day; <paramref name="id"/> is the due work's own.</summary>
    public async Task Turn(string id)
    {
        var now = time.GetUtcNow();
        // The next day first: a day that fails to its end does not take those after it along.
        await Promise(now);
        var left = await OutboxFacts.Forget(database, now - Messages, Most) == Most;
        left |= await OperationFacts.Forget(database, now - Operations, Most) == Most;
        left |= await InvocationFacts.Forget(database, now - Invocations, Most) == Most;
        left |= await RecordingFacts.Age(database, now - RecordingRules.Kept, Most) == Most;
        left |= await ImportFacts.Forget(database, now - Imports, Most) == Most;
        left |= await UpgradeFacts.Forget(database, now - PreImages, Most) == Most;
        left |= await RehearsalFacts.Forget(database, now - RecordingRules.Kept, Most) == Most;
        left |= await JobFacts.Forget(database, now - Invocations, Most) == Most;
        left |= await FileFacts.Forget(database, now, now - Blobs, Most) == Most;
        left |= await ForgetReadings(now) >= MostReadings;
        left |= await ForgetBlobs(now - Blobs) == Most;
        if (!left) return;
        var unit = new Unit();
        DueFacts.Add(unit, Next(id), Jobs.Messages.KeepKind, "", [], now, now);
        await database.Commit(unit);
    }

    /// <summary>Takes the oldest recordings of an install away, one step; <paramref name="id"/> is the due work's own.</summary>
    public async Task Trim(string id, string install)
    {
        var (slash, now) = (install.IndexOf('/', StringComparison.Ordinal), time.GetUtcNow());
        var (tenant, app) = (install[..slash], install[(slash + 1)..]);
        var (calls, bytes) = await RecordingFacts.Space(database, tenant, app);
        var oldest = await RecordingFacts.Oldest(database, tenant, app, RecordingRules.Step);
        var going = RecordingRules.Going([.. oldest.Select(static one => one.Held)], calls, bytes, now);
        if (going == 0) return;
        var unit = new Unit();
        RecordingFacts.Forget(unit, tenant, app, oldest[going - 1].Id, (going, oldest.Take(going).Sum(static one => one.Held.Bytes)));
        // One that came in between was not counted: then nothing goes now, and the next step counts again.
        var done = await database.Commit(unit);
        if (done.Ok && going < RecordingRules.Step) return;
        var next = new Unit();
        DueFacts.Add(next, Next(id), RecordingFacts.TrimKind, install, [], now, now);
        await database.Commit(next);
    }

    private async Task Promise(DateTimeOffset now)
    {
        var due = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(Hour);
        if (due <= now) due = due.AddDays(1);
        var unit = new Unit();
        DueFacts.Add(unit, string.Create(CultureInfo.InvariantCulture, $"keep:{due:yyyy-MM-dd}:1"), Jobs.Messages.KeepKind, "", [], now, due);
        await database.Commit(unit);
    }

    private async Task<int> ForgetReadings(DateTimeOffset now)
    {
        if (options.Readings.Before(now) is not { } before) return 0;
        var (forgotten, device, series) = (0, "", "");
        while (forgotten < MostReadings && await ReadingFacts.Old(database, before, device, series, Series) is { Count: > 0 } page)
        {
            (device, series) = (page[^1].Device, page[^1].Series);
            foreach (var head in page)
            {
                if (forgotten >= MostReadings) break;
                var windows = (await ReadingFacts.Windows(database, head.Device, head.Series)).Select(static row => WindowState.Read(row.Body));
                forgotten += await ReadingFacts.Forget(database, head, ReadingTerms.Horizon(before, now, windows), MostReadings - forgotten);
            }
        }
        return forgotten;
    }

    private async Task<int> ForgetBlobs(DateTimeOffset before)
    {
        HashSet<string> named = new(await library.Named(), StringComparer.Ordinal);
        named.UnionWith(await FileFacts.Named(database));
        named.UnionWith(await ImportFacts.Named(database));
        named.UnionWith(await ResourceReads.Named(database, LogisticsService.Service, LogisticsTables.ConsignmentTable.Collection, PhotoRules.Mark));
        var (forgotten, last) = (0, "");
        while (forgotten < Most && await BlobFacts.Names(database, last, before, Most) is { Count: > 0 } page)
        {
            last = page[^1];
            foreach (var name in page.Where(name => !named.Contains(name)).Take(Most - forgotten))
            {
                var unit = new Unit();
                BlobFacts.Forget(unit, name, before);
                if ((await database.Commit(unit)).Ok) forgotten++;
            }
        }
        return forgotten;
    }

    private static string Next(string id)
    {
        var colon = id.LastIndexOf(':');
        return string.Create(CultureInfo.InvariantCulture, $"{id[..colon]}:{int.Parse(id.AsSpan(colon + 1), CultureInfo.InvariantCulture) + 1}");
    }
}
