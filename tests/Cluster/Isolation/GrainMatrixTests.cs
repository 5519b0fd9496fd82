using System.Diagnostics;
using System.Globalization;
using Marketplace.Contracts.Accounts;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Grains;
using Marketplace.Tests.Cluster.Storage;
using Marketplace.Tests.Isolation;
using Orleans;
using Xunit;

namespace Marketplace.Tests.Cluster.Isolation;

/// <summary>Every grain method times its own caller, one role below, another firm, another brain, nobody and what is left of a removed person,
/// on a real silo (<c>methods.tsv</c>, whose completeness the House lane proves).</summary>
public sealed class GrainMatrixTests(Stores stores, ITestOutputHelper output) : IClassFixture<Stores>
{
    private static readonly Sheet sheet = Sheet.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Isolation", "methods.tsv")));

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Nobody_calls_past_their_own_firm(string engine)
    {
        var (began, seed) = (Stopwatch.GetTimestamp(), Stores.IsNightly ? Environment.TickCount : 20261127);
        await using var ground = await Plant(engine, seed);
        var matrix = new GrainMatrix(ground);
        var rows = engine == "sqlite" || Stores.IsNightly ? sheet.Rows : [.. sheet.Rows.Where((_, i) => i % 10 == seed % 10)];
        var before = await ground.Rows();
        foreach (var column in GrainMatrix.Strangers)
            foreach (var row in rows) await matrix.Cell(row, column);
        var after = await ground.Rows();
        foreach (var row in rows) await matrix.Cell(row, "own");
        var log = ground.Birds.InLog(ground.Overheard.Said).ToList();
        var secrets = ground.Birds.InLog(ground.Overheard.Calls).Where(static b => b.Contains("holds a PIN", StringComparison.Ordinal) || b.Contains("holds a token", StringComparison.Ordinal)).ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}, seed {seed}: {rows.Count} methods of {sheet.Rows.Count}, {matrix.Cells} cells, {ground.Birds.All.Count} canaries, {ground.Birds.Searched} bytes searched, ")
            + string.Create(CultureInfo.InvariantCulture, $"{before.Rows.Count} rows of the firm (digest {before.Digest}), {matrix.Broken.Count} broken, {log.Count} in the log, {Stopwatch.GetElapsedTime(began).TotalSeconds:f1} s"));
        Assert.Contains("IRecordsGrain", ground.Overheard.Calls);
        Assert.True(before.Rows.Count > 10, "the firm has too few rows for a digest to mean anything");
        Holds("the matrix", matrix.Broken);
        Holds("the firm's rows are not what they were", [.. before.Against(after)]);
        Holds("the log", [.. log, .. secrets]);
    }

    [Fact]
    public async Task Catches_a_filter_that_lets_everybody_through_to_one_kind()
    {
        await using var ground = await Plant("sqlite", 1, new OpenFor("records"));
        var matrix = new GrainMatrix(ground);
        foreach (var row in sheet.Rows.Where(static r => r["key"] is "records" or "tenant"))
            foreach (var column in new[] { "other", "brain", "none" }) await matrix.Cell(row, column);
        Assert.Contains(matrix.Broken, static b => b.StartsWith("IRecordsGrain.Get [other]: notFound is expected", StringComparison.Ordinal));
        Assert.Contains(matrix.Broken, static b => b.Contains("told of weaver's record's title", StringComparison.Ordinal));
        Assert.Contains(matrix.Broken, static b => b.StartsWith("IRecordsGrain.Query [none]", StringComparison.Ordinal));
        Assert.DoesNotContain(matrix.Broken, static b => b.StartsWith("ITenantGrain", StringComparison.Ordinal));
        output.WriteLine($"{matrix.Broken.Count} broken of {matrix.Cells} cells under the wrong filter");
    }

    [Fact]
    public void A_secret_is_not_printed_with_the_record_that_holds_it()
    {
        var order = new InvokeOrder { App = GrainGround.App, Function = "lead", Input = [], SecondSignature = "W-1:4711" };
        Assert.Contains("lead", order.ToString());
        Assert.DoesNotContain("4711", order.ToString());
        Assert.Contains("4711", new Told("W-1:4711").ToString()); // what a plain text in its place would do
    }

    private sealed record Told(string Signature);

    [Fact]
    public async Task Tokens_of_a_person_end_with_the_session_and_with_the_person()
    {
        await using var ground = await Plant("sqlite", 2);
        var accounts = ground.Grains.GetGrain<IAccountsGrain>(Keys.Accounts());
        Assert.Equal(ground.Callers["owner"].Actor, (await accounts.ByToken(Caller.System(), ground.Token)).Must().Person);
        var before = (await accounts.Get(Caller.System(), ground.Callers["owner"].Actor)).Must().Epoch;
        Assert.Equal(before + 1, (await accounts.SignOut(ground.Callers["owner"], ground.Callers["owner"].Actor)).Must().Epoch);
        Assert.Equal(Codes.SignInNeeded, (await accounts.ByToken(Caller.System(), ground.Token)).Refusal?.Code);
        Assert.Equal(Codes.ConflictState, (await accounts.Remove(ground.Callers["owner"], ground.Callers["owner"].Actor)).Refusal?.Code);
        Assert.Equal(ground.Callers["owner"].Actor, (await accounts.ByBadge(Caller.System(), GrainGround.Firm, "W-1", ground.Pin)).Must().Person);
        Assert.True((await accounts.Remove(Caller.System(GrainGround.Firm), ground.Callers["owner"].Actor)).Must().Former);
        Assert.Equal(Codes.PinWrong, (await accounts.ByBadge(Caller.System(), GrainGround.Firm, "W-1", ground.Pin)).Refusal?.Code);
        Assert.Equal(Codes.RoleMissing, (await accounts.Remove(ground.Callers["owner"], ground.Callers["leader"].Actor)).Refusal?.Code);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Two_owners_who_remove_each_other_leave_one(string engine)
    {
        await using var ground = await Plant(engine, 3);
        var accounts = ground.Grains.GetGrain<IAccountsGrain>(Keys.Accounts());
        for (var round = 0; round < 10; round++)
        {
            var pair = new List<Caller>();
            foreach (var name in new[] { $"a{round}", $"b{round}" })
                pair.Add((await accounts.Put(Caller.System(), new PersonFacts { Person = $"weaver-{name}", Tenant = GrainGround.Firm, Brain = "auto", Name = new Dictionary<string, string> { ["en"] = name }, Roles = [Roles.Owner] }, "", "")).Must().AsCaller());
            var ends = await Task.WhenAll(accounts.Remove(pair[0], pair[1].Actor), accounts.Remove(pair[1], pair[0].Actor));
            Assert.Single(ends, static e => e.Ok);
        }
    }

    private async Task<GrainGround> Plant(string engine, int seed, IIncomingGrainCallFilter? wrong = null)
    {
        stores.Clock.Now = TimeProvider.System.GetUtcNow();
        return await GrainGround.Plant(await stores.Open(engine), seed, wrong);
    }

    private static void Holds(string what, IReadOnlyList<string> broken) => Assert.True(broken.Count == 0, $"{what}, {broken.Count}:\n{string.Join('\n', broken)}");

    /// <summary>A filter that forgot one kind of key.</summary>
    private sealed class OpenFor(string kind) : IIncomingGrainCallFilter
    {
        private readonly TenantFilter honest = new();

        public Task Invoke(IIncomingGrainCallContext context) =>
            context.TargetId.Key.ToString()!.StartsWith(kind + ":", StringComparison.Ordinal) ? context.Invoke() : honest.Invoke(context);
    }
}
