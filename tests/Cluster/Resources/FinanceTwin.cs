using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;
using Marketplace.Grains.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Resources;
using Marketplace.Tests.Cluster.Ledger;
using Marketplace.Tests.Cluster.Storage;
using Marketplace.Tests.Finance;
using Xunit;

namespace Marketplace.Tests.Cluster.Resources;

/// <summary>A history of finance in memory and through the host's desk: each command comes to the same, repeats come to nothing, a desk that is
/// thrown away in between leaves nothing behind, and what lies in the store at the end is what the book says.</summary>
public sealed class FinanceTwin(Stores stores) : IClassFixture<Stores>
{
    private static readonly ResourceShelf shelf = new("auto", "finance");

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_store_and_the_book_say_the_same(string engine)
    {
        var dice = Seeds.Dice($"finance twin on {engine}");
        var watched = new Watched();
        var history = new FinanceHistory(dice.Next(), watched, new SortedDictionary<string, int>(StringComparer.Ordinal));
        Assert.Null(history.Broken(Seeds.Count(5_000, 250)));
        var database = await stores.Open(engine);
        var (desk, killed, repeated) = (Desk(database), 0, 0);
        stores.Clock.Now = history.Played[0].Now;
        (await desk.Do(shelf, Caller.System(brain: "auto"), new ResourceCommand
        {
            On = new(ResourcePolicy.Collection, "first"), Name = "set", Roles = [Roles.Operator], Operation = "open",
            Input = System.Text.Json.JsonElement.Parse($$"""{"mode":"INFORMATION","from":"{{ResourcePolicy.Today(stores.Clock.Now):yyyy-MM-dd}}"}"""),
        })).Must();
        List<(ResourceCommand Command, string Outcome)> kept = [];
        foreach (var (now, command, outcome) in history.Played)
        {
            stores.Clock.Now = now;
            if (dice.Next(20) == 0 && killed++ >= 0) desk = Desk(database);
            var said = Said(await desk.Do(shelf, Who(command), command));
            Assert.True(said == outcome, $"{command.Operation} {command.On} {command.Name}: {said} in the store, {outcome} in the book");
            if (!outcome.Contains('.') || Codes.IsStored(outcome)) kept.Add((command, outcome));
            if (kept.Count > 0 && dice.Next(8) == 0 && kept[dice.Next(kept.Count)] is var again && repeated++ >= 0)
                Assert.Equal(again.Outcome, Said(await desk.Do(shelf, Who(again.Command), again.Command)));
        }
        var rows = await database.Read("SELECT collection, id, seq, state FROM resource WHERE service = 'finance' AND collection <> 'policies'",
            static row => $"{row.Text(0)}/{row.Text(1)} {row.Number(2)} {row.Text(3)}", TestContext.Current.CancellationToken);
        Assert.Equal(history.Book.Things.Select(static one => $"{one.Name} {one.Seq} {one.State}").Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        var books = await PlainBooks.Read(database, "auto/finance");
        Assert.Empty(books.Faults);
        Seeds.Say($"{engine}: {history.Played.Count} commands, {repeated} repeats, {killed} desks thrown away, {rows.Count} things, {history.Book.Transfers.Count} transfers, the same on both sides");
    }

    private ResourceDesk Desk(Database database) => new(database, new ResourceShelves([new FinanceService()], database), LedgerGround.Teller(database), stores.Clock);

    private static string Said(Answer<ResourceView> answer) => answer.Ok ? $"{answer.Must().State} {answer.Must().Seq}" : answer.Refusal!.Code;

    private static Caller Who(ResourceCommand command) => command.Roles.Contains(Roles.System) ? Caller.System(brain: "auto")
        : new Caller { Tenant = command.Tenant, Brain = "auto", Actor = command.Actor, Roles = command.Roles, Operation = command.Operation };
}
