using System.Collections.Concurrent;
using System.Text.Json;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Grains.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Checks;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Resources;
using Marketplace.Tests.Cluster.Ledger;
using Marketplace.Tests.Cluster.Storage;
using Marketplace.Tests.Resources;
using Xunit;

namespace Marketplace.Tests.Cluster.Resources;

/// <summary>Firms that race for shared things through desks that do not know of each other: operations that come twice, holds that run out,
/// money that moves. What is left in the rows is then judged without the rules.</summary>
public sealed class RacingFirms(Stores stores) : IClassFixture<Stores>
{
    private static readonly ResourceShelf harbour = new("auto", "harbour");
    private static readonly string[] firms = ["weaver", "miller", "smith", "potter"];

    /// <summary>What a run must have met to have shown anything.</summary>
    private static readonly HashSet<string> always = ["hold", "take", "leave", "release", Codes.ConflictState, Codes.LedgerBound, Codes.OperationMismatch];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed record Asked(string Firm, string Id, string Command, string Operation);

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Keep_every_limit_and_do_each_operation_once(string engine)
    {
        HashSet<string> met = [];
        // A seed that was spared something plays on until it has met it.
        for (var round = 0; round == 0 || (round < 10 && !met.IsSupersetOf(always)); round++)
        {
            var run = await Race(engine, new Berths(), Seeds.Count(6_000, 120));
            Assert.Empty(run.Faults);
            met.UnionWith(run.Met.Keys);
        }
        Assert.Superset(always, met);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_limit_over_many_things_holds_because_it_is_read_behind_a_fence(string engine)
    {
        Assert.Equal(Berths.Most, await AtOnce(engine, new Berths()));
        var most = 0;
        for (var round = 0; most <= Berths.Most && round < 10; round++) most = await AtOnce(engine, new Berths(loose: true));
        Seeds.Say($"{engine}: without the fence a firm had {most} berths at once");
        Assert.True(most > Berths.Most, "Nobody had more berths than are allowed, though nothing kept them from it.");
    }

    /// <summary>How many of 24 berths a firm gets that asks for all of them at once.</summary>
    private async Task<int> AtOnce(string engine, Berths service)
    {
        var database = await stores.Open(engine);
        var desk = Desk(database, service);
        await Open(desk);
        var ids = new List<string>();
        for (var i = 0; i < 24; i++) ids.Add(await Build(desk, $"berth {i}", i));
        return (await Task.WhenAll(ids.Select(id => Task.Run(() => Do(desk, new Asked("weaver", id, "hold", $"hold {id}")))))).Count(static answer => answer.Ok);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task One_of_many_wins(string engine)
    {
        var dice = Seeds.Dice($"one of many on {engine}");
        var database = await stores.Open(engine);
        Database[] hosts = engine == "postgres" ? [database, await stores.Reopen(database.Options)] : [database];
        var desks = hosts.Select(one => Desk(one, new Berths())).ToArray();
        await Open(desks[0]);
        var rounds = Seeds.Count(2_500, 25);
        var callers = 0;
        for (var round = 0; round < rounds; round++)
        {
            var id = await Build(desks[0], $"b-{round}", round);
            var many = dice.Next(2, 65);
            callers += many;
            var answers = await Task.WhenAll(Enumerable.Range(0, many).Select(i => Task.Run(() => Do(desks[i % desks.Length], new Asked($"firm-{round}-{i}", id, "hold", $"round-{round}-{i}")))));
            Assert.Single(answers, static answer => answer.Ok);
            Assert.All(answers.Where(static answer => !answer.Ok), static answer => Assert.Equal(Codes.ConflictState, answer.Refusal!.Code));
        }
        Seeds.Say($"{engine}: {rounds} rounds, {callers} callers, one winner each");
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task An_app_spends_no_more_than_its_cap(string engine)
    {
        var database = await stores.Open(engine);
        var desk = Desk(database, new Berths());
        await Open(desk);
        List<string> ids = [];
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await Build(desk, $"b-{i}", 0 + 1000 * (i + 1)));
            (await Do(desk, new Asked("weaver", ids[i], "hold", $"hold-{i}"))).Must();
        }
        // 1,100 and 2,100 and 3,100 fen; the app may spend 3,300 in a month, a person what they like.
        Task<Answer<ResourceView>> Take(int i, string app, string operation) => desk.Do(harbour, new Caller { Tenant = "weaver", Brain = "auto", Actor = "owner", Roles = [Roles.Owner], Operation = operation },
            new ResourceCommand { On = new("berths", ids[i]), Name = "take", Tenant = "weaver", Roles = [Roles.Owner], Operation = operation, App = app, Cap = app.Length > 0 ? 3_300 * SharedSheet.MicroPerFen : 0 });
        var both = await Task.WhenAll(Take(0, "demo/boats", "take-0"), Take(1, "demo/boats", "take-1"));
        Assert.All(both, static one => Assert.True(one.Ok));
        Assert.Equal(Codes.CapReached, (await Take(2, "demo/boats", "take-2")).Refusal?.Code);
        Assert.True((await Take(2, "", "take-3")).Ok);
        Assert.Equal(3_200 * SharedSheet.MicroPerFen, await database.First("SELECT spent FROM resource_spend WHERE scope = 'spend:harbour.berth' AND month = '2026-09'", static row => row.Number(0), Cancel));
        Assert.Empty(await Judge(database));
    }

    private sealed record Run(IReadOnlyList<string> Faults, IReadOnlyDictionary<string, int> Met);

    private async Task<Run> Race(string engine, Berths service, int count)
    {
        var dice = Seeds.Dice($"racing firms on {engine}");
        var database = await stores.Open(engine);
        Database[] hosts = engine == "postgres" ? [database, await stores.Reopen(database.Options)] : [database];
        var desks = hosts.Select(one => Desk(one, service)).ToArray();
        await Open(desks[0]);
        var ids = new List<string>();
        for (var i = 0; i < 24; i++) ids.Add(await Build(desks[0], $"berth {i}", i));
        var queue = new ConcurrentQueue<Asked>();
        string[] commands = ["hold", "hold", "hold", "hold", "hold", "leave", "take", "close"];
        for (var i = 0; i < count; i++)
        {
            // Mostly whoever holds goes on; close is rare, or nothing would be left to race for; a tenth comes twice, some under an operation of another.
            var asked = new Asked(firms[dice.Next(firms.Length)], ids[dice.Next(ids.Count)], commands[dice.Next(dice.Next(20) == 0 ? 8 : 7)], $"op-{i}");
            queue.Enqueue(asked);
            string[] after = asked.Command != "hold" ? [] : dice.Next(5) switch { 0 => ["release"], 1 => ["take"], _ => ["take", "leave"] };
            foreach (var next in after) queue.Enqueue(asked with { Command = next, Operation = $"op-{i}-{next}" });
            if (dice.Next(10) == 0) queue.Enqueue(dice.Next(3) == 0 ? asked with { Command = asked.Command == "take" ? "hold" : "take" } : asked);
        }
        var answers = new ConcurrentBag<(Asked Asked, Answer<ResourceView> Answer)>();
        var late = 0;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
        {
            while (queue.TryDequeue(out var asked))
            {
                if (Interlocked.Increment(ref late) % 97 == 0) await Sweep(desks[writer % desks.Length], database);
                answers.Add((asked, await Do(desks[writer % desks.Length], asked)));
            }
        })));
        var met = answers.GroupBy(static one => one.Answer.Refusal?.Code ?? one.Asked.Command).ToDictionary(static g => g.Key, static g => g.Count());
        Seeds.Say($"{engine}: {answers.Count} answers: {string.Join(", ", met.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key} {one.Value}"))}");
        var outcomes = answers.Where(static one => one.Answer.Ok || (one.Answer.Refusal!.Code != Codes.OperationMismatch && Codes.IsStored(one.Answer.Refusal.Code))).GroupBy(static one => (one.Asked.Firm, one.Asked.Operation))
            .Where(static g => g.Select(static one => one.Answer.Ok ? $"{one.Answer.Must().Id} {one.Answer.Must().Seq}" : one.Answer.Refusal!.Code).Distinct().Count() > 1).Select(static g => $"{g.Key} had two outcomes");
        return new Run([.. outcomes, .. await Judge(database)], met);
    }

    /// <summary>Judges the steps as they lie: legal, joined, no firm with more than it may have at any moment, the books of money as many as the takings.</summary>
    private static async Task<IReadOnlyList<string>> Judge(Database database)
    {
        List<string> faults = [];
        (string, string, string)[] legal = [("", "build", "FREE"), ("FREE", "hold", "HELD"), ("HELD", "release", "FREE"), ("HELD", "take", "TAKEN"), ("TAKEN", "leave", "FREE"), ("FREE", "close", "CLOSED")];
        var steps = await database.Read("SELECT collection, id, seq, command, before, after, tenant FROM resource_step WHERE service = 'harbour' AND collection = 'berths' ORDER BY id, seq",
            static row => (Id: row.Text(1), Seq: row.Number(2), Command: row.Text(3), From: row.Text(4), To: row.Text(5), Firm: row.Text(6)), Cancel);
        faults.AddRange(steps.Where(one => !legal.Contains((one.From, one.Command, one.To))).Select(static one => $"{one.Id}: {one.Command} from {one.From} to {one.To}"));
        var holders = steps.GroupBy(static one => one.Id).Select(static g => (Last: g.Last(), Holder: g.Last(static one => one.Command is "hold" or "build").Firm)).Where(static one => one.Last.To is "HELD" or "TAKEN");
        faults.AddRange(holders.GroupBy(static one => one.Holder).Where(static g => g.Count() > 3).Select(static g => $"{g.Key} has {g.Count()} berths at once"));
        var books = await PlainBooks.Read(database, "auto/harbour");
        faults.AddRange(books.Faults);
        if (books.Entries.Count(static one => one.Account == "pool" && one.Kind == "post") != steps.Count(static one => one.Command == "take")) faults.Add("the pool was paid another number of times than berths were taken");
        await using var store = await Snapshot.Open(database.Options, Cancel);
        var findings = new Findings();
        await new ResourceRule().Look(store, findings, Cancel);
        return [.. faults, .. findings.Told];
    }

    private async Task Sweep(ResourceDesk desk, Database database)
    {
        var now = stores.Clock.Now = stores.Clock.Now.AddMinutes(11);
        foreach (var (id, seq) in await database.Read("SELECT id, seq FROM resource WHERE service = 'harbour' AND due > 0 AND due <= $1 LIMIT 2", static row => (row.Text(0), row.Number(1)), Cancel, now))
            await desk.Do(harbour, Caller.System(brain: "auto"), new ResourceCommand { On = new("berths", id), Name = "release", Roles = [Roles.System], Operation = $"due {id} {seq}" });
    }

    private ResourceDesk Desk(Database database, IResourceService service) => new(database, new ResourceShelves([service], database), LedgerGround.Teller(database), stores.Clock);

    private static async Task Open(ResourceDesk desk) => (await desk.Do(harbour, Caller.System(brain: "auto"), new ResourceCommand
    {
        On = new(ResourcePolicy.Collection, "first"), Name = "set", Roles = [Roles.Operator], Operation = "open", Input = JsonElement.Parse("""{"mode":"OPEN","from":"2026-09-01"}"""),
    })).Must();

    private static async Task<string> Build(ResourceDesk desk, string title, int number)
    {
        var id = ResourceCommand.IdOf("builder", $"build-{number}", 0);
        (await Do(desk, new Asked("builder", id, "build", $"build-{number}"), JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["title"] = title, ["price"] = 100 + number }))).Must();
        return id;
    }

    private static Task<Answer<ResourceView>> Do(ResourceDesk desk, Asked asked, JsonElement? input = null) => desk.Do(harbour,
        new Caller { Tenant = asked.Firm, Brain = "auto", Actor = "owner", Roles = [Roles.Owner], Operation = asked.Operation },
        new ResourceCommand { On = new("berths", asked.Id), Name = asked.Command, Tenant = asked.Firm, Actor = "owner", Roles = [Roles.Owner], Operation = asked.Operation, Input = input ?? ResourceCommand.Empty });
}
