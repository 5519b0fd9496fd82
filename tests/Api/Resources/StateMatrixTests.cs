using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;
using Marketplace.Tests.Finance;
using Marketplace.Tests.Logistics;
using Marketplace.Tests.Running;
using Marketplace.Tests.Talent;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Marketplace.Tests.Api.Resources;

/// <summary>The whole matrix of states and commands over HTTP: what a table does not name is 409 with the state, changes nothing and is never a fault of
/// the host. Things of every state are written into the store before the host starts; their bodies come out of played histories.</summary>
public sealed class StateMatrixTests
{
    private const string Firm = "hongyan", Token = "mkt_dev_sme", Desk = "mkt_dev_operator";

    private sealed record Planted(IResourceService Service, StateTable Table, string State, string Id, IReadOnlyList<string> Words);

    /// <summary>By day one engine, by night both.</summary>
    public static TheoryData<string> Engines => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? ["sqlite", "postgres"] : ["sqlite"];

    [Theory, MemberData(nameof(Engines))]
    public async Task Outside_of_the_tables_is_a_conflict_that_names_the_state(string engine)
    {
        var planted = Plan().ToList();
        var place = await HostPlace.Seeded(engine);
        await Write(place, planted);
        await using var host = await RunningHost.Start(place: place);
        using var firm = new Talk(host.Address, Token);
        using var desk = new Talk(host.Address, Desk);
        var (asked, faults) = (0, new List<string>());
        foreach (var (service, table, state, id, _) in planted.Select(static one => one.Planted))
            foreach (var command in table.Commands.Where(command => table.Cell(state, command) is null))
            {
                var path = $"/api/v1/{service.Name}/{table.Collection}/{id}";
                var reply = await firm.Post($"{path}/{command}", new { });
                asked++;
                if (reply.Status != 409 || reply.Code != Codes.ConflictState || reply.Fact("state") != state) faults.Add($"{table.Collection} {state} {command}: {reply}");
            }
        foreach (var (service, table, state, id, _) in planted.Select(static one => one.Planted))
        {
            var after = await firm.Get($"/api/v1/{service.Name}/{table.Collection}/{id}");
            if (after.Status != 200 || after.Json.GetProperty("state").GetString() != state || after.Json.GetProperty("seq").GetInt64() != 7) faults.Add($"{table.Collection} {state} is now {after}");
        }
        // The judge sees a command that is in the table: it is no conflict of state.
        var known = planted.First(static one => one.Planted is { State: "OPEN", Table.Collection: "calloffs" }).Planted;
        Assert.Equal(200, (await firm.Post($"/api/v1/finance/calloffs/{known.Id}/accept", new { })).Status);
        TestContext.Current.TestOutputHelper!.WriteLine($"{engine}: {planted.Count} things in all states of {planted.Select(static one => one.Planted.Table).Distinct().Count()} tables, {asked} commands outside of them");
        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
        Assert.True(asked > 1_500, $"only {asked} were asked");
    }

    private static IEnumerable<(Planted Planted, string Body)> Plan()
    {
        // Histories until each collection was met.
        Dictionary<string, Resource> met = [];
        IReadOnlyList<IResourceService> services = [new FinanceService(), new LogisticsService(), new TalentService()];
        for (var seed = 1; seed <= 20 && services.Any(one => one.Tables.Any(table => !met.ContainsKey(table.Collection))); seed++)
        {
            var (freight, talent, finance) = (new FreightPlay(seed, new LogisticsService()), new TalentWorld(new TalentService(), seed), new FinanceHistory(seed, new Watched(), new SortedDictionary<string, int>(StringComparer.Ordinal)));
            (string? freightFault, string? financeFault) = (freight.Broken(400), finance.Broken(200));
            Assert.Equal((null, null), (freightFault, financeFault));
            for (var step = 0; step < 300; step++) talent.Step();
            foreach (var thing in finance.Book.Things.Concat(freight.Book.Things).Concat(talent.Book.Things)) met.TryAdd(thing.Name.Collection, thing);
        }
        foreach (var service in services)
            foreach (var table in ResourceRules.Tables(service).Where(static one => one.Collection != ResourcePolicy.Collection))
            {
                if (table.Collection == DirectoryEntry.Collection) met[table.Collection] = new Resource { Name = new(table.Collection, "x"), State = "ENTERED", Body = new DirectoryEntry { Firm = Firm, Offers = "x", Contact = "x" } };
                Assert.True(met.ContainsKey(table.Collection), $"no history of {service.Name} has {table.Collection}");
                var body = JsonSerializer.Serialize(met[table.Collection].Body, ResourceRules.Shape(service, table.Collection));
                // The firm is every party of the thing, so that no state is refused for another reason than itself.
                string[] words = [.. table.Transitions.SelectMany(static one => one.By).Where(static word => word is not (By.Anyone or By.System or By.Operator)).Concat(met[table.Collection].Parties.Select(static one => one.Word)).Distinct()];
                foreach (var (at, state) in table.States.Index()) yield return (new Planted(service, table, state, $"matrix-{table.Collection}-{at}", words), body);
            }
    }

    private static async Task Write(HostPlace place, IReadOnlyList<(Planted Planted, string Body)> planted)
    {
        await using System.Data.Common.DbConnection store = place.ConnectionString.Length > 0 ? new NpgsqlConnection(place.ConnectionString)
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Directory.GetFiles(Path.Combine(place.Data, "data"), "*.db").Single(), Pooling = false }.ToString());
        await store.OpenAsync(TestContext.Current.CancellationToken);
        await using var unit = await store.BeginTransactionAsync(TestContext.Current.CancellationToken);
        foreach (var ((service, table, state, id, words), body) in planted)
        {
            await using var row = store.CreateCommand();
            row.Transaction = unit;
            row.CommandText = "INSERT INTO resource (brain, service, collection, id, seq, state, body, parties, marks, open, due, due_command, created, changed) SELECT 'auto', @service, @collection, @id, 7, @state, @body, @parties, @marks, 0, 0, '', changed, changed FROM resource LIMIT 1";
            foreach (var (name, value) in new (string, object)[] { ("service", service.Name), ("collection", table.Collection), ("id", id), ("state", state), ("body", JsonSerializer.SerializeToUtf8Bytes(JsonElement.Parse(body))), ("parties", JsonSerializer.SerializeToUtf8Bytes(words.Select(static word => $"{word}:{Firm}"))), ("marks", "[]"u8.ToArray()) })
            {
                var one = row.CreateParameter();
                (one.ParameterName, one.Value) = (name, value);
                row.Parameters.Add(one);
            }
            Assert.Equal(1, await row.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }
        await unit.CommitAsync(TestContext.Current.CancellationToken);
    }
}
