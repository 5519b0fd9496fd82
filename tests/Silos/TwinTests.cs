using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Tests.Crash;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Silos;

/// <summary>A host of another cluster on the same store: each holds itself for the only one, so that every grain exists twice. This is what
/// two silos are that do not see each other. The store alone must keep order.</summary>
public sealed partial class TwinTests(Fleet fleet, TwinTests.Twin twin) : IClassFixture<TwinTests.Twin>
{
    private static int Steps => Seeds.Nightly ? 400 : 40;

    private IReadOnlyList<RunningHost> Both => [fleet[0], twin.Host];

    [Fact]
    public async Task Numbers_that_a_call_draws_are_distinct_and_none_is_lost()
    {
        var app = await FleetApp.Installed(fleet[0]);
        using var client = new Patient(Both, FleetApp.Firm);
        var (drawn, raced) = (new ConcurrentBag<long>(), await Raced());
        await Side(Steps, async n =>
        {
            var reply = await client.Post(n, $"{app.Path}/functions/next", new { code = $"n{n}" }, $"{app.Id}-{n}");
            drawn.Add(FleetApp.Must(200, reply).Result.GetProperty("count").GetInt64());
        });
        var lost = await Raced() - raced;
        Seeds.Say($"{Steps} numbers drawn through two clusters, {lost} races lost; asked again: {Again(client)}");
        Assert.Empty(Tally.Judge([.. drawn], [.. (await app.Notes(fleet[0])).Select(static note => note.Count)]));
        Assert.True(lost > 0, "Nobody lost a race: this was too gentle to show anything.");
    }

    /// <summary>The same drawing by hand, without the version that was read: the wrong way, and the checker sees it.</summary>
    [Fact]
    public async Task Catches_numbers_that_are_drawn_without_a_fence()
    {
        var (_, drawn, stored) = await ByHand(fenced: false);
        Assert.NotEmpty(Tally.Judge(drawn, stored));
    }

    [Fact]
    public async Task Numbers_drawn_by_hand_behind_the_version_are_distinct()
    {
        var (turned, drawn, stored) = await ByHand(fenced: true);
        Seeds.Say($"{drawn.Count} numbers drawn by hand through two clusters, {turned} stale versions refused");
        Assert.Empty(Tally.Judge(drawn, stored));
        Assert.True(turned > 0, "Nobody met a stale version: this was too gentle to show anything.");
    }

    [Fact]
    public async Task A_cap_is_never_passed_and_what_is_paid_was_answered()
    {
        var app = await FleetApp.Installed(fleet[0]);
        using var firm = new Talk(fleet[0].Address, FleetApp.Firm);
        var price = Spent(FleetApp.Must(200, await firm.Call(app.Id, "same", new { })));
        var cap = price * (Steps / 2);
        FleetApp.Must(200, await firm.Put($"{app.Path}/cap", new { monthlyCap = cap }));
        using var client = new Patient(Both, FleetApp.Firm);
        var paid = new ConcurrentBag<long>([price]);
        var refused = 0;
        await Side(Steps, async n =>
        {
            var reply = await client.Post(n, $"{app.Path}/functions/same", new { n }, $"{app.Id}-{n}");
            if (reply.Code == "cap.reached") Interlocked.Increment(ref refused);
            else paid.Add(Spent(FleetApp.Must(200, reply)));
        });
        var spent = FleetApp.Must(200, await firm.Get(app.Path)).Json.GetProperty("spentThisMonth").GetInt64();
        Seeds.Say($"cap {cap}: {paid.Count} calls paid, {refused} refused, {spent} spent");
        Assert.Equal(spent, paid.Sum());
        Assert.True(spent <= cap && refused > 0, $"{spent} of {cap} was spent and {refused} were refused");
    }

    [Fact]
    public async Task One_installs_and_the_other_finds_it_installed()
    {
        for (var round = 0; round < (Seeds.Nightly ? 40 : 4); round++)
        {
            var app = await FleetApp.Listed(fleet[0]);
            using var client = new Patient(Both, FleetApp.Firm);
            var replies = await Twice(n => client.Post(n, "/api/v1/installs", new { app = app.Id, grants = "all" }, $"{app.Id}-in-{n}"));
            Assert.Single(replies, static reply => reply.Status == 201);
            Assert.Single(replies.Select(static reply => reply.Json.GetProperty("install").GetString()).Distinct());
            var left = await Twice(n => client.Post(n, $"{app.Path}/uninstall", null, $"{app.Id}-out-{n}"));
            Assert.Equal([200, 409], left.Select(static reply => reply.Status).Order());
            // What one of them still holds for installed must not be answered for an install.
            var again = await Twice(n => client.Post(n, "/api/v1/installs", new { app = app.Id, grants = "all" }, $"{app.Id}-again-{n}"));
            Assert.Single(again, static reply => reply.Status == 201);
            Assert.Equal(200, (await client.Post(round, $"{app.Path}/functions/same", new { }, $"{app.Id}-call")).Status);
        }
    }

    [Fact]
    public async Task One_decision_of_the_desk_stands()
    {
        for (var round = 0; round < (Seeds.Nightly ? 40 : 4); round++)
        {
            var app = FleetApp.Named();
            await app.Publish(fleet[0]);
            using var desk = new Patient(Both, "mkt_dev_operator");
            object[] words = [new { decision = "list" }, new { decision = "refuse", rules = new[] { "R1" }, remark = "no" }];
            var replies = await Twice(n => desk.Post(n, $"/api/v1/reviews/{app.Id}/1.0.0/decision", words[n], $"{app.Id}-{n}"));
            Assert.Equal([200, 409], replies.Select(static reply => reply.Status).Order());
            var won = replies.Single(static reply => reply.Status == 200).Json.GetProperty("state").GetString();
            foreach (var host in Both)
            {
                using var operating = new Talk(host.Address, "mkt_dev_operator");
                var row = FleetApp.Must(200, await operating.Get("/api/v1/reviews?all=true")).Json.GetProperty("reviews").EnumerateArray().Single(r => r.GetProperty("app").GetString() == app.Id);
                Assert.Equal(won, row.GetProperty("state").GetString());
            }
        }
    }

    [Fact]
    public async Task One_claim_of_a_namespace_stands()
    {
        using var client = new Patient(Both, "mkt_dev_isv");
        for (var round = 0; round < (Seeds.Nightly ? 40 : 4); round++)
        {
            var slug = $"maker-{Guid.NewGuid():n}"[..20];
            var replies = await Twice(n => client.Post(n, $"/api/v1/publishers/{slug}/claim", new { name = $"Maker {n}", evidence = "a letter" }, $"{slug}-{n}"));
            Assert.All(replies, static reply => Assert.Equal(200, reply.Status));
            Assert.Single(replies.Select(static reply => reply.Json.GetProperty("name").GetString()).Distinct());
        }
    }

    [Fact]
    public async Task A_reading_is_taken_once_and_one_token_of_a_device_is_good()
    {
        using var client = new Patient(Both, FleetApp.Firm);
        var code = $"T-{Random.Shared.Next(1_000_000)}";
        var credentials = await Twice(n => client.Post(n, "/api/v1/devices", new { code }, $"{code}-{n}"));
        Assert.Contains(credentials, static reply => reply.Status == 201);
        Assert.All(credentials, static reply => Assert.Contains(reply.Status, new[] { 201, 409 }));
        var taken = 0L;
        await Side(Steps, async n =>
        {
            var readings = new { series = "load", readings = new[] { new { seq = n / 2, at = "2026-11-23T06:05:00.000Z", value = n / 2 } } };
            var reply = FleetApp.Must(200, await client.Post(n, $"/api/v1/devices/{code}/readings", readings, $"{code}-r{n}"));
            Interlocked.Add(ref taken, reply.Json.GetProperty("taken").GetInt64());
        });
        Assert.Equal(Steps / 2, taken);
    }

    [Fact]
    public async Task A_suspension_counts_at_the_other_within_fifteen_seconds()
    {
        var app = await FleetApp.Installed(fleet[0]);
        using var desk = new Talk(fleet[0].Address, "mkt_dev_operator");
        using var there = new Talk(twin.Host.Address, FleetApp.Firm);
        FleetApp.Must(200, await there.Call(app.Id, "same", new { }));
        FleetApp.Must(200, await desk.Post($"/api/v1/releases/{app.Id}/1.0.0/suspend", new { reason = "a fault" }));
        var since = Stopwatch.GetTimestamp();
        Reply reply;
        while ((reply = await there.Call(app.Id, "same", new { })).Code != "app.suspended" && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(15)) await Task.Delay(100, TestContext.Current.CancellationToken);
        Seeds.Say($"counted in the other cluster after {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F0} ms");
        Assert.True(reply.Code == "app.suspended", reply.ToString());
    }

    private async Task<(int Turned, List<long> Drawn, List<long> Stored)> ByHand(bool fenced)
    {
        var app = await FleetApp.Installed(fleet[0]);
        using var client = new Patient(Both, FleetApp.Firm);
        var made = FleetApp.Must(201, await client.Post(0, $"{app.Path}/records/note", new { code = "tally", count = 0 }, $"{app.Id}-tally"));
        var path = $"{app.Path}/records/note/{made.Json.GetProperty("id").GetString()}";
        var (drawn, turned) = (new ConcurrentBag<long>(), 0);
        await Side(Steps, async n =>
        {
            for (var turn = 0; ; turn++)
            {
                var read = FleetApp.Must(200, await client.Ask(n, talk => talk.Get(path)));
                var next = read.Json.GetProperty("count").GetInt64() + 1;
                var wrote = await client.Ask(n, talk => talk.Patch(path, new { count = next }, $"{app.Id}-{n}-{turn}", fenced ? [("If-Match", read.Header("ETag"))] : []));
                if (wrote.Code == "conflict.version")
                {
                    Interlocked.Increment(ref turned);
                    continue;
                }
                FleetApp.Must(200, wrote);
                drawn.Add(next);
                return;
            }
        });
        var last = (await app.Notes(fleet[0]))[0].Count;
        return (turned, [.. drawn], [.. Enumerable.Range(1, (int)last).Select(static n => (long)n)]);
    }

    /// <summary>Eight hands, which of them is at which host in turn.</summary>
    private static Task Side(int steps, Func<int, Task> step) =>
        Parallel.ForEachAsync(Enumerable.Range(0, steps), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) => await step(n));

    private static async Task<Reply[]> Twice(Func<int, Task<Reply>> ask) => await Task.WhenAll(ask(0), ask(1));

    private static long Spent(Reply reply) => reply.Json.GetProperty("cost").GetProperty("total").GetInt64();

    private static string Again(Patient client) => string.Join(", ", client.Again.Select(static why => $"{why.Key} {why.Value}"));

    /// <summary>Races lost at both hosts so far, as they tell.</summary>
    private async Task<long> Raced()
    {
        var sum = 0L;
        using var client = new HttpClient();
        foreach (var host in Both)
            foreach (Match line in Lost().Matches(await client.GetStringAsync(new Uri(host.Address, "/metrics"))))
                sum += (long)double.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture);
        return sum;
    }

    [GeneratedRegex(@"(?m)^marketplace_races_lost\S*\s+([0-9.e+]+)")]
    private static partial Regex Lost();

    /// <summary>The host of the other cluster.</summary>
    public sealed class Twin(Fleet fleet) : IAsyncLifetime
    {
        public RunningHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = RunningHost.Launched(fleet.Beside().With("Orleans__ClusterId", "twin"));
            await Host.Until("/health/ready");
        }

        public async ValueTask DisposeAsync() => await Host.DisposeAsync();
    }
}
