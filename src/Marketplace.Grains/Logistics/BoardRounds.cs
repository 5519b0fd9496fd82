using System.Globalization;
using Marketplace.Contracts.Logistics;
using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Projections;
using Marketplace.Storage.Resources;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Marketplace.Grains.Logistics;

/// <summary>Has every brain's freight board look for itself each quarter of an hour in which goods are open. It is due work: one silo of a cluster does it, and
/// the next look is promised before anything is looked at.</summary>
internal sealed class BoardRounds(IGrainFactory grains, Database database) : IHostedService
{
    private const int WorthLooking = 2; // consignments; one alone shares with nobody

    /// <summary>Sees to it that there is a next look.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Promise([]);

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>One look over all brains; <paramref name="before"/> is what was known of the looks before.</summary>
    public async Task Turn(byte[] before)
    {
        var next = await Promise(before);
        var book = RoundBook.Read(before);
        foreach (var brain in (await database.Projected(Projecting.Brain, "-")).Select(static row => row.Id))
        {
            if ((await ResourceReads.Marked(database, new ResourceShelf(brain, LogisticsService.Service), LogisticsTables.ConsignmentTable.Collection, BoardRules.OpenMark)).Count < WorthLooking) continue;
            var made = await grains.GetGrain<IFreightBoardGrain>(Keys.Resources(brain, LogisticsService.Service)).Propose(Caller.System(brain: brain));
            if (made.Ok) book = book.With(brain, database.Time.GetUtcNow(), made.Must());
        }
        var unit = new Unit();
        DueFacts.Tell(unit, next, book.Bytes());
        await database.Commit(unit);
    }

    private async Task<string> Promise(byte[] known)
    {
        var now = database.Time.GetUtcNow();
        var due = RoundBook.Next(now);
        var id = string.Create(CultureInfo.InvariantCulture, $"board:{due:yyyy-MM-ddTHH:mm}");
        var unit = new Unit();
        DueFacts.Add(unit, id, Messages.BoardKind, "", known, now, due);
        await database.Commit(unit);
        return id;
    }
}
