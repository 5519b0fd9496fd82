using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;
using Marketplace.Grains.Resources;
using Marketplace.Storage.Resources;
using Marketplace.Tests.Cluster.Ledger;
using Marketplace.Tests.Cluster.Storage;
using Marketplace.Tests.Talent;
using Xunit;

namespace Marketplace.Tests.Cluster.Resources;

/// <summary>A history of shared work, with repeats, late commands and deadlines, through the real shell that is forgotten again and again: each answer and
/// each thing is what the book in memory has.</summary>
public sealed class TalentTwin(Stores stores) : IClassFixture<Stores>
{
    private static readonly ResourceShelf shelf = new("auto", "talent");

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Does_what_the_book_does(string engine)
    {
        var service = new TalentService();
        var world = new TalentWorld(service, Seeds.Dice($"shared work on {engine}").Next(1_000_000));
        var steps = Seeds.Count(4_000, 250);
        for (var step = 0; step < steps; step++) world.Step();
        stores.Clock.Now = world.Log[0].At;
        var database = await stores.Open(engine);
        ResourceDesk Fresh() => new(database, new ResourceShelves([service], database), LedgerGround.Teller(database), stores.Clock);
        var desk = Fresh();
        (await desk.Do(shelf, Caller.System(brain: "auto"), new ResourceCommand
        {
            On = new(ResourcePolicy.Collection, "first"), Name = "set", Roles = [Roles.Operator], Operation = "set",
            Input = JsonElement.Parse($$"""{"mode":"SHARED_WORK","from":"{{ResourcePolicy.Today(stores.Clock.Now):yyyy-MM-dd}}","limits":{{world.Book.Policy.Limits.GetRawText()}}}"""),
        })).Must();
        var (asked, refused) = (0, 0);
        foreach (var (at, command, outcome) in world.Log)
        {
            stores.Clock.Now = at;
            if (asked++ % 17 == 0) desk = Fresh();
            var caller = new Caller { Tenant = command.Tenant, Brain = "auto", Actor = command.Actor, Roles = command.Roles, Operation = command.Operation };
            var answer = await desk.Do(shelf, caller, command);
            Assert.Equal((outcome.Refusal?.Code, outcome.Value?.State, outcome.Value?.Seq), (answer.Refusal?.Code, answer.Value?.State, answer.Value?.Seq));
            if (!answer.Ok) refused++;
        }
        foreach (var thing in world.Book.Things)
        {
            var row = (await ResourceReads.Get(database, shelf, thing.Name, TestContext.Current.CancellationToken))!;
            Assert.Equal((thing.State, thing.Seq), (row.State, row.Seq));
            Assert.Equal(JsonSerializer.Serialize(thing.Body, service.Shape(thing.Name.Collection)), System.Text.Encoding.UTF8.GetString(row.Body));
        }
        var books = await PlainBooks.Read(database, shelf.ToString());
        Assert.Empty(books.Faults);
        Assert.Equal(world.Book.Transfers.Count, books.Entries.Where(static one => one.Kind == "post").Count() / 2);
        Seeds.Say($"{engine}: {asked} commands, {refused} refused, {world.Book.Things.Count()} things, {world.Book.Transfers.Count} transfers alike");
        Assert.True(refused > 0 && asked > steps / 3);
    }
}
