using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;
using Marketplace.Tests.Logistics;
using Xunit;

namespace Marketplace.Tests.Unit.Logistics;

/// <summary>L1 to L10 over whole histories of all parties, and a wrong rule for each that is caught.</summary>
public sealed class FreightTests(ITestOutputHelper output)
{
    private const int Length = 500;
    private static readonly bool nightly = Environment.GetEnvironmentVariable("NIGHTLY") == "1";
    private static readonly Lazy<Run> right = new(Play);

    private static IEnumerable<string> Cells => new LogisticsService().Tables.SelectMany(static table => table.Transitions.Select(one => $"{table.Collection} {one.From} {one.Command}"));

    private sealed record Run(int Operations, int FirstSeed, string? Broken, Dictionary<string, int> Reached, Dictionary<string, int> Answers);

    [Theory]
    [InlineData("L1")]
    [InlineData("L2")]
    [InlineData("L3")]
    [InlineData("L4")]
    [InlineData("L5")]
    [InlineData("L6")]
    [InlineData("L7")]
    [InlineData("L8")]
    [InlineData("L9")]
    [InlineData("L10")]
    public void A_wrong_rule_is_caught(string invariant)
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            if (new FreightPlay(seed, WrongFreight.All[invariant]()).Broken(Length) is not { } broken) continue;
            output.WriteLine($"{invariant}: seed {seed}, {broken}");
            Assert.Contains($"{invariant}:", broken, StringComparison.Ordinal);
            return;
        }
        Assert.Fail($"No history shows that {invariant} is broken.");
    }

    [Fact]
    public void L1_LoadNeverExceedsCapacity() => Holds("L1");

    [Fact]
    public void L2_PickupPrecedesDeliveryWithinWindows() => Holds("L2");

    [Fact]
    public void L3_OneLiveAwardPerConsignment() => Holds("L3");

    [Fact]
    public void L4_AHoldIsBookedOrReturned() => Holds("L4");

    [Fact]
    public void L5_IncompatibleClassesNeverShareATrip() => Holds("L5");

    [Fact]
    public void L6_DeliveredReturnedAndLostArePickedUp() => Holds("L6");

    [Fact]
    public void L7_SharesComeToTheCostAndNobodyPaysMoreThanAlone() => Holds("L7");

    [Fact]
    public void L8_LateEventsAreKeptAndRewindNothing() => Holds("L8");

    [Fact]
    public void L9_WaybillFundsAndTrackAgreeBeforeUpload() => Holds("L9");

    [Fact]
    public void L10_DocumentsAreValidOnEveryDayOfATrip() => Holds("L10");

    [Fact]
    public void Every_cell_of_every_table_is_reached()
    {
        var run = right.Value;
        foreach (var cell in Cells) output.WriteLine($"{run.Reached.GetValueOrDefault(cell),8} {cell}");
        foreach (var (code, count) in run.Answers.OrderByDescending(static one => one.Value)) output.WriteLine($"{count,8} {code}");
        Assert.Null(run.Broken);
        Assert.Empty(Cells.Except(run.Reached.Keys));
    }

    [Fact]
    public void A_command_outside_of_its_table_is_refused_with_the_state()
    {
        var service = new LogisticsService();
        var count = 0;
        foreach (var table in service.Tables)
            foreach (var state in table.States)
                foreach (var name in table.Commands.Where(name => table.Cell(state, name) is null))
                {
                    var command = new ResourceCommand { On = new ResourceName(table.Collection, "one"), Name = name, Tenant = "hammer", Roles = [Roles.Owner, Roles.Carrier], Operation = "op", Input = JsonElement.Parse("{}") };
                    var facts = new ResourceFacts { Policy = new ResourcePolicy { Mode = "BROKER", From = DateOnly.MinValue } };
                    facts.Add(new ResourceRead.Row(command.On), [new Resource { Name = command.On, State = state, Seq = 1, Body = "never looked at", Parties = [new Party("shipper", "hammer"), new Party("carrier", "hammer")] }]);
                    Assert.Empty(ResourceRules.Reads(service, command, facts));
                    var no = ResourceRules.Decide(service, command, facts, DateTimeOffset.UnixEpoch).Refusal!;
                    Assert.Equal((Codes.ConflictState, state, 409), (no.Code, no.Facts["state"], Codes.StatusOf(no.Code)));
                    count++;
                }
        output.WriteLine($"{count} cells outside of the tables");
    }

    private void Holds(string invariant)
    {
        var run = right.Value;
        output.WriteLine($"{invariant}: seeds {run.FirstSeed} and on, {run.Operations} operations, {(run.Broken is null ? 0 : 1)} violations");
        Assert.Null(run.Broken);
    }

    private static Run Play()
    {
        var (histories, first) = (nightly ? 400 : 24, nightly ? Environment.TickCount & 0xFFFFFF : 1);
        Dictionary<string, int> reached = [], answers = [];
        var at = 0;
        // A run that was spared a cell plays on until it has met it.
        for (; at < histories || (at < histories * 3 && Cells.Any(cell => !reached.ContainsKey(cell))); at++)
        {
            var service = new WrongFreight();
            var play = new FreightPlay(first + at, service);
            if (play.Broken(Length) is { } broken) return new Run(at * Length, first, $"seed {first + at}: {broken}", reached, answers);
            foreach (var (cell, count) in service.Reached) reached[cell] = reached.GetValueOrDefault(cell) + count;
            foreach (var (code, count) in play.Answers) answers[code] = answers.GetValueOrDefault(code) + count;
        }
        return new Run(at * Length, first, null, reached, answers);
    }
}
