using System.Globalization;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Insight;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Contracts.Publishing;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Tests.Cluster.Isolation;
using Marketplace.Tests.Cluster.Storage;
using Orleans.Concurrency;
using Xunit;

namespace Marketplace.Tests.Cluster.Insight;

/// <summary>Records leave firms under their grants, stop at the owner's word, and become figures of a brain that give no firm away.</summary>
public sealed class ShareTests(Stores stores) : IClassFixture<Stores>
{
    private const string App = "demo/gives-months", Dataset = "machine.utilisation";

    private const string Manifest = """
        {
          "id": "demo/gives-months", "version": "1.0.0", "name": "app.name", "summary": "app.summary", "sectors": ["auto"], "categories": ["tools"],
          "runtime": { "compatibility": "2026-01-01" },
          "functions": { "give": { "label": "word", "input": {} }, "ask": { "label": "word", "input": {}, "readOnly": true } },
          "permissions": [{ "scope": "share:machine.utilisation:purpose=index", "purpose": { "zh-CN": "汇总", "en": "sums" }, "required": false }],
          "shares": [{ "dataset": "machine.utilisation", "fields": ["month", "ran", "planned"], "level": "month", "purpose": { "zh-CN": "汇总", "en": "sums" } }],
          "plans": [{ "id": "free", "kind": "free", "price": 0 }], "support": "support@demo.example"
        }
        """;

    private const string Script = """
        export function give({ input }, ctx) { return ctx.share(input.dataset ?? 'machine.utilisation', { month: input.month, ran: input.ran, planned: input.planned, ...input.more }); }
        export function ask({ input }, ctx) { return give({ input }, ctx); }

        """;

    private static readonly string[] north = ["north-a", "north-b", "north-c", "north-d", "north-e", "north-f"], south = ["south-a", "south-b", "south-c", "south-d", "south-e"];

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Firms_give_months_and_a_brain_sees_sums_of_five(string engine)
    {
        await using var ground = await GrainGround.Plant(await stores.Open(engine), 7);
        await Publish(ground);
        foreach (var firm in north) await Founded(ground, firm, "北岸", all: true);
        foreach (var firm in south) await Founded(ground, firm, "南岸", all: firm != "south-e");
        var (full, scarce) = (Back(3), Back(2));
        foreach (var firm in north)
            foreach (var month in new[] { full, scarce }) await Given(ground, firm, month, firm == "north-f" ? 270 : 60, firm == "north-f" ? 300 : 100);
        foreach (var firm in south.Take(4))
            foreach (var month in new[] { full, scarce }) await Given(ground, firm, month, 50, 100);
        // Without the grant nothing leaves, and the app is told which one; with it, the second record of a month counts and not the first.
        Assert.Equal((Codes.GrantMissing, "share:machine.utilisation"), await Refused(ground, "south-e", full));
        await Founded(ground, "south-f", "南岸", all: true);
        await Given(ground, "south-f", full, 1, 100);
        await Given(ground, "south-f", full, 50, 100);
        var seen = await Months(ground, "auto");
        // South has four firms in the scarce month; what north and all of them would give away by subtraction is hidden too.
        Assert.Equal(["all 0.6308 of 1300 by 11", "北岸 0.7125 of 800 by 6", "南岸 0.5000 of 500 by 5"], Lines(seen, full));
        Assert.Equal(["all 0.6417 of 1200 by 10", "北岸 complement", "南岸 few"], Lines(seen, scarce));
        Assert.Equal(Codes.NotFound, (await Figures(ground).Months(Analyst("hardware"), Dataset)).Refusal?.Code);
        Assert.Equal(Codes.RoleMissing, (await Figures(ground).Months(ground.Callers["owner"], Dataset)).Refusal?.Code);

        // Who comes late changes nothing that was published. Who stops is at once in nothing, and comes back into nothing new.
        await Founded(ground, "south-g", "南岸", all: true);
        await Given(ground, "south-g", full, 100, 100);
        Assert.Equal(Lines(seen, full), Lines(await Months(ground, "auto"), full));
        var shares = ground.Grains.GetGrain<ISharesGrain>(Keys.Shares("north-f"));
        Assert.Equal(Codes.RoleMissing, (await shares.Stop(Owner("north-f") with { Roles = [Roles.Leader] }, App, Dataset, true)).Refusal?.Code);
        Assert.Equal(Codes.NotFound, (await shares.Stop(Owner("north-f"), App, "machine.other", true)).Refusal?.Code);
        var stopped = (await shares.Stop(Owner("north-f"), App, Dataset, true)).Must();
        Assert.Equal(("stopped", 2L, "index"), (stopped.State, stopped.Records, stopped.Purpose));
        await Given(ground, "north-f", Back(4), 1, 2);
        Assert.Equal([scarce, full], (await shares.List(Owner("north-f"), "", "", "", 10)).Must().Records.Select(static one => System.Text.Json.JsonElement.Parse(one.Record).GetProperty("month").GetString()!));
        Assert.Equal(["all withdrawn", "北岸 withdrawn", "南岸 0.5000 of 500 by 5"], Lines(await Months(ground, "auto"), full));
        Assert.Equal(["all withdrawn", "北岸 complement", "南岸 few"], Lines(await Months(ground, "auto"), scarce));
        Assert.Equal("shared", (await shares.Stop(Owner("north-f"), App, Dataset, false)).Must().State);
        Assert.Equal(Lines(seen, full), Lines(await Months(ground, "auto"), full));
        await Given(ground, "north-f", Back(4), 1, 2);
        var page = (await shares.List(Owner("north-f"), App, Dataset, "", 1)).Must();
        Assert.Equal(("notGranted", 0L), (await ground.Grains.GetGrain<ISharesGrain>(Keys.Shares("south-e")).List(Owner("south-e"), "", "", "", 10)).Must().Datasets.Select(static one => (one.State, one.Records)).Single());
        Assert.Equal((Back(4), "index", "north-f-owner", 3L), (System.Text.Json.JsonElement.Parse(page.Records[0].Record).GetProperty("month").GetString(), page.Records[0].Purpose, page.Records[0].Actor, page.Datasets[0].Records));
        Assert.Equal(full, System.Text.Json.JsonElement.Parse((await shares.List(Owner("north-f"), App, Dataset, (await shares.List(Owner("north-f"), App, Dataset, page.Next, 1)).Must().Next, 1)).Must().Records[0].Record).GetProperty("month").GetString());
    }

    [Fact]
    public async Task What_was_not_declared_does_not_leave_and_a_question_shares_nothing()
    {
        await using var ground = await GrainGround.Plant(await stores.Open("sqlite"), 8);
        await Publish(ground);
        await Founded(ground, "north-a", "北岸", all: true);
        Assert.Equal(Codes.EffectInvalid, (await Call(ground, "north-a", "give", new { month = Back(2), ran = 1, planned = 2, more = new { person = "li" } })).Refused?.Code);
        Assert.Equal(Codes.EffectInvalid, (await Call(ground, "north-a", "give", new { month = "2026", ran = 1, planned = 2 })).Refused?.Code);
        Assert.Equal(Codes.GrantMissing, (await Call(ground, "north-a", "give", new { dataset = "delivery.onTime", month = Back(2), ran = 1, planned = 2 })).Refused?.Code);
        Assert.Equal(Codes.EffectReadOnly, (await Call(ground, "north-a", "ask", new { month = Back(2), ran = 1, planned = 2 })).Refused?.Code);
        Assert.Empty((await ground.Grains.GetGrain<ISharesGrain>(Keys.Shares("north-a")).List(Owner("north-a"), "", "", "", 10)).Must().Records);
        Assert.Empty((await Months(ground, "auto")).Months);
    }

    private static async Task Publish(GrainGround ground)
    {
        (await ground.Grains.GetGrain<IReleaseGrain>(Keys.Release(App, "1.0.0")).Submit(ground.Callers["isv"], new Immutable<byte[]>(Folders.Pack(Manifest, Script)))).Must();
        (await ground.Grains.GetGrain<IListingGrain>(Keys.Listing("auto", App)).Decide(ground.Callers["operator"], "1.0.0", new ReviewDecision { Decision = "list" })).Must();
    }

    private static async Task Founded(GrainGround ground, string firm, string district, bool all)
    {
        var name = new Dictionary<string, string> { ["zh-CN"] = district, ["en"] = district };
        (await ground.Grains.GetGrain<ITenantGrain>(Keys.Tenant(firm)).Found(Caller.System(firm), new TenantFacts { Tenant = firm, Name = name, Brains = ["auto"], District = name })).Must();
        (await ground.Grains.GetGrain<IInstallGrain>(Keys.Install(firm, App)).Install(Owner(firm), new InstallOrder { App = App, AllGrants = all })).Must();
    }

    private static Caller Owner(string firm) => new() { Tenant = firm, Brain = "auto", Actor = $"{firm}-owner", Roles = [Roles.Owner] };

    private static Caller Analyst(string brain) => new() { Brain = brain, Actor = $"{brain}-analyst", Roles = [Roles.Analyst] };

    private static IInsightGrain Figures(GrainGround ground) => ground.Grains.GetGrain<IInsightGrain>(Keys.Insight("auto"));

    private static async Task<InsightTable> Months(GrainGround ground, string brain) => (await Figures(ground).Months(Analyst(brain), Dataset)).Must();

    private static async Task<InvokeReceipt> Call(GrainGround ground, string firm, string function, object input) =>
        (await ground.Grains.GetGrain<IInvokerGrain>(Keys.Invoker()).Invoke(Owner(firm), new InvokeOrder { App = App, Function = function, Input = Arguments.Json(input) })).Must();

    private static async Task Given(GrainGround ground, string firm, string month, int ran, int planned) =>
        Assert.Null((await Call(ground, firm, "give", new { month, ran, planned })).Refused);

    private static async Task<(string?, string?)> Refused(GrainGround ground, string firm, string month) =>
        (await Call(ground, firm, "give", new { month, ran = 1, planned = 2 })).Refused is { } no ? (no.Code, no.Facts["scope"]) : (null, null);

    private static IEnumerable<string> Lines(InsightTable table, string month) => table.Months.Single(one => one.Month == month).Figures
        .Select(static one => $"{(one.IsAll ? "all" : one.District["zh-CN"])} {(one.Hidden.Length > 0 ? one.Hidden : $"{one.Value} of {one.Weight} by {one.Firms}")}");

    private static string Back(int months) => DateTimeOffset.UtcNow.AddMonths(-months).ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
