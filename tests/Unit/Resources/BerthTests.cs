using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Tests.Resources;
using Xunit;

namespace Marketplace.Tests.Unit.Resources;

/// <summary>What the base refuses before a service is asked, in which order, and what it does not let a service do.</summary>
public sealed class BerthTests
{
    private static readonly DateTimeOffset now = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly ResourceBook book = new(new Berths());
    private int operations;

    [Fact]
    public void Every_cell_that_is_not_in_the_table_is_a_conflict_with_the_state()
    {
        var table = new Berths().Tables[0];
        foreach (var state in table.States)
        {
            foreach (var command in table.Commands.Where(command => table.Cell(state, command) is null))
            {
                var fresh = new BerthTests();
                var id = fresh.In(state);
                var before = fresh.book.Find("berths", id);
                var no = fresh.Do(state == "CLOSED" ? "builder" : "weaver", id, command, """{"anything":1}""").Refusal;
                Assert.Equal((Codes.ConflictState, state, command), (no?.Code, no?.Facts["state"], no?.Facts["command"]));
                Assert.Same(before, fresh.book.Find("berths", id));
            }
        }
    }

    [Fact]
    public void Refusals_come_in_one_order()
    {
        var id = In("HELD");
        Assert.Equal(Codes.NotFound, Do("weaver", id, "paint").Refusal?.Code);
        Assert.Equal(Codes.NotFound, Do("weaver", "none", "hold").Refusal?.Code);
        Assert.Equal(Codes.ConflictState, Do("miller", id, "hold").Refusal?.Code);
        Assert.Equal(Codes.RoleMissing, Do("miller", id, "take").Refusal?.Code);
        Assert.Equal(Codes.RoleMissing, Do("weaver", id, "take", role: Roles.Worker).Refusal?.Code);
        Assert.Equal(Codes.InputInvalid, Do("weaver", "new", "build", """{"title":"","price":1}""").Refusal?.Code);
        Assert.Equal("/price", Do("weaver", "new", "build", """{"title":"x","price":0}""").Refusal?.Facts["pointer"]);
        Assert.Equal(Codes.ConflictUnique, Do("weaver", "new", "build", $$"""{"title":"{{book.Find("berths", id)!.As<Berth>().Title}}","price":1}""").Refusal?.Code);
        book.Policy = book.Policy with { Mode = ResourcePolicy.Off };
        Assert.Equal(Codes.ResourceOff, Do("weaver", "new", "build", """{"title":"y","price":1}""").Refusal?.Code);
        // What is under way goes on when a service is switched off.
        Assert.True(Do("weaver", id, "take").Ok);
    }

    [Fact]
    public void A_thing_that_is_closed_is_seen_by_its_parties_alone()
    {
        var id = In("CLOSED");
        Assert.Equal(Codes.NotFound, Do("miller", id, "hold").Refusal?.Code);
        Assert.Equal(Codes.ConflictState, Do("builder", id, "hold").Refusal?.Code);
    }

    [Fact]
    public void A_policy_counts_from_its_day_and_is_the_operators()
    {
        var service = new Berths();
        Resource Set(string id, string mode, string from) => ResourceRules.Decide(service, new ResourceCommand
        {
            On = new(ResourcePolicy.Collection, id), Name = "set", Roles = [Roles.Operator], Operation = id, Input = JsonElement.Parse($$"""{"mode":"{{mode}}","from":"{{from}}"}"""),
        }, Facts(id), now).Must().Puts[0].After;
        Resource[] policies = [Set("a", "OPEN", "2026-11-01"), Set("b", "OFF", "2026-11-20")];
        Assert.Equal(["OFF", "OPEN", "OPEN", "OFF"], new[] { 10, 1, 19, 20 }.Select((day, i) => ResourcePolicy.At(policies, new DateOnly(2026, i == 0 ? 10 : 11, day)).Mode));
        var asked = new ResourceCommand { On = new(ResourcePolicy.Collection, "c"), Name = "set", Tenant = "weaver", Roles = [Roles.Owner], Operation = "c", Input = JsonElement.Parse("""{"mode":"OPEN","from":"2026-11-01"}""") };
        Assert.Equal(Codes.RoleMissing, ResourceRules.Decide(service, asked, Facts("c"), now).Refusal?.Code);
        Assert.Equal("/from", ResourceRules.Decide(service, asked with { Roles = [Roles.Operator], Input = JsonElement.Parse("""{"mode":"OPEN","from":"2026-10-31"}""") }, Facts("c"), now).Refusal?.Facts["pointer"]);
        Assert.Equal("/mode", ResourceRules.Decide(service, asked with { Roles = [Roles.Operator], Input = JsonElement.Parse("""{"mode":"ON","from":"2026-11-01"}""") }, Facts("c"), now).Refusal?.Facts["pointer"]);
    }

    [Fact]
    public void A_service_that_leaves_its_table_is_a_bug()
    {
        var book = new ResourceBook(new Leaving());
        ResourceCommand Asked(string command, string operation) => new() { On = new("berths", "a"), Name = command, Tenant = "weaver", Roles = [Roles.Owner], Operation = operation, Input = JsonElement.Parse(command == "build" ? """{"title":"x","price":1}""" : "{}") };
        Assert.True(book.Do(Asked("build", "1"), now).Ok);
        Assert.Throws<InvalidOperationException>(() => book.Do(Asked("hold", "2"), now));
    }

    [Fact]
    public void A_hold_ends_at_its_deadline_and_a_repeat_does_nothing()
    {
        var id = In("HELD");
        Assert.Equal(0, book.Sweep(now.AddMinutes(9)));
        Assert.Equal(1, book.Sweep(now.AddMinutes(10)));
        Assert.Equal("FREE", book.Find("berths", id)!.State);
        var again = new ResourceCommand { On = new("berths", id), Name = "hold", Tenant = "weaver", Roles = [Roles.Owner], Operation = "again" };
        Assert.Equal(book.Do(again, now), book.Do(again, now.AddHours(1)));
        Assert.Equal("HELD", book.Find("berths", id)!.State);
    }

    private static ResourceFacts Facts(string id)
    {
        var facts = new ResourceFacts { Policy = new ResourcePolicy { Mode = "OPEN", From = DateOnly.MinValue } };
        facts.Add(new ResourceRead.Row(new(ResourcePolicy.Collection, id)), []);
        return facts;
    }

    private string In(string state)
    {
        var id = $"berth-{++operations}";
        Assert.True(Do("builder", id, "build", $$"""{"title":"{{id}}","price":5}""").Ok);
        string[] way = state switch { "HELD" => ["hold"], "TAKEN" => ["hold", "take"], "CLOSED" => ["close"], _ => [] };
        foreach (var step in way) Assert.True(Do(step == "close" ? "builder" : "weaver", id, step).Ok);
        if (state == "TAKEN") Assert.True(book.Transfers[^1].Lines.Sum(static line => line.Minor) == 0);
        return id;
    }

    private Answer<Resource> Do(string firm, string id, string command, string input = "{}", string role = Roles.Owner) => book.Do(
        new ResourceCommand { On = new("berths", id), Name = command, Tenant = firm, Roles = [role], Operation = $"op-{++operations}", Input = JsonElement.Parse(input) }, now);

    /// <summary>Berths whose hold leads nowhere that the table knows.</summary>
    private sealed class Leaving : IResourceService
    {
        private readonly Berths inner = new();

        public string Name => inner.Name;
        public IReadOnlyList<string> Modes => inner.Modes;
        public IReadOnlyList<StateTable> Tables => inner.Tables;
        public string? Schema(string collection, string command) => inner.Schema(collection, command);
        public System.Text.Json.Serialization.Metadata.JsonTypeInfo Shape(string collection) => inner.Shape(collection);
        public IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => inner.Reads(command, facts);
        public System.Text.Json.Nodes.JsonObject View(Resource thing, ResourceViewer viewer) => inner.View(thing, viewer);

        public Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now) => command.Name != "hold" ? inner.Decide(command, facts, now)
            : ResourceDecision.Of(facts.Of(command)! with { State = "TAKEN" }, command.Name);
    }
}
