using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;
using Marketplace.Grains.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Checks;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Resources;
using Marketplace.Tests.Cluster.Ledger;
using Marketplace.Tests.Cluster.Storage;
using Marketplace.Tests.Logistics;
using Xunit;

namespace Marketplace.Tests.Cluster.Resources;

/// <summary>Whole histories of freight through the shell on a store, with repeats and with desks that know nothing of what was before: they come to what the
/// book in memory comes to, answer by answer and row by row.</summary>
public sealed class FreightReplay(Stores stores) : IClassFixture<Stores>
{
    private static readonly ResourceShelf freight = new("auto", LogisticsService.Service);
    private readonly LogisticsService service = new();

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_shell_comes_to_what_the_book_comes_to(string engine)
    {
        var dice = Seeds.Dice($"freight on {engine}");
        var play = new FreightPlay(dice.Next(1_000_000), service);
        Assert.Null(play.Broken(Seeds.Count(3_000, 200)));
        stores.Clock.Now = FreightPlay.Begins;
        var database = await stores.Open(engine);
        var desk = Desk(database);
        await On(desk);
        var (fresh, repeats) = (0, 0);
        foreach (var (at, command, outcome) in play.Steps)
        {
            stores.Clock.Now = at;
            if (dice.Next(40) == 0) (desk, fresh) = (Desk(database), fresh + 1);
            if (command is null)
            {
                await Sweep(desk, database, at);
                continue;
            }
            var answer = await desk.Do(freight, Hand(command), command);
            Assert.Equal(outcome!.Refusal?.Code ?? $"{outcome.Value!.State} {outcome.Value.Seq}", answer.Refusal?.Code ?? $"{answer.Value!.State} {answer.Value.Seq}");
            if (dice.Next(10) > 0) continue;
            var again = await desk.Do(freight, Hand(command), command);
            Assert.Equal(answer.Refusal?.Code ?? $"{answer.Value!.Seq}", again.Refusal?.Code ?? $"{again.Value!.Seq}");
            repeats++;
        }
        Seeds.Say($"{engine}: {play.Steps.Count} steps, {repeats} repeated at once, {fresh} fresh desks, {play.Book.Things.Count()} things, {play.Book.Transfers.Count} transfers");
        foreach (var thing in play.Book.Things)
        {
            var row = await ResourceReads.Get(database, freight, thing.Name, TestContext.Current.CancellationToken);
            Assert.NotNull(row);
            Assert.Equal((thing.State, thing.Seq, JsonSerializer.Serialize(thing.Body, service.Shape(thing.Name.Collection))), (row.State, row.Seq, Encoding.UTF8.GetString(row.Body)));
        }
        await using var store = await Snapshot.Open(database.Options, TestContext.Current.CancellationToken);
        var findings = new Findings();
        await new ResourceRule().Look(store, findings, TestContext.Current.CancellationToken);
        Assert.Empty(findings.Told);
    }

    private ResourceDesk Desk(Database database) => new(database, new ResourceShelves([service], database), LedgerGround.Teller(database), stores.Clock);

    private static Caller Hand(ResourceCommand command) => new() { Tenant = command.Tenant, Brain = "auto", Actor = command.Actor, Roles = command.Roles, Operation = command.Operation };

    /// <summary>What is due, the earliest first, as the host's due work would.</summary>
    private static async Task Sweep(ResourceDesk desk, Database database, DateTimeOffset now)
    {
        while (await database.Read("SELECT collection, id, seq, due_command FROM resource WHERE service = 'logistics' AND due > 0 AND due <= $1 ORDER BY due, collection, id LIMIT 1",
            static row => (Name: new ResourceName(row.Text(0), row.Text(1)), Seq: row.Number(2), Command: row.Text(3)), TestContext.Current.CancellationToken, now) is [var due, ..])
            (await desk.Do(freight, Caller.System(brain: "auto"), new ResourceCommand { On = due.Name, Name = due.Command, Roles = [Roles.System], Operation = $"due {due.Name} {due.Seq}" })).Must();
    }

    private static async Task On(ResourceDesk desk) => (await desk.Do(freight, Caller.System(brain: "auto"), new ResourceCommand
    {
        On = new(ResourcePolicy.Collection, "first"), Name = "set", Roles = [Roles.Operator], Operation = "open",
        Input = JsonSerializer.SerializeToElement(new { mode = "NETWORK_CARRIER", from = "2026-12-01", limits = FreightPlay.Limits }),
    })).Must();
}
