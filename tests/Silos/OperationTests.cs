using System.Collections.Concurrent;
using Marketplace.Tests.Crash;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Silos;

/// <summary>One operation id a hundred times at once, at all hosts and at one: one effect and one answer. The same id with another body is
/// refused, whichever host is asked.</summary>
public sealed class OperationTests(Fleet fleet)
{
    private const int Times = 100;

    private static int Rounds => Seeds.Nightly ? 200 : 2;

    [Fact]
    public async Task A_call()
    {
        var app = await FleetApp.Installed(fleet[0]);
        for (var round = 0; round < Rounds; round++)
        {
            var (key, code) = ($"call-{round}-{Guid.NewGuid():n}", $"c{round}");
            var replies = await Storm(round, FleetApp.Firm, talk => talk.Call(app.Id, "next", new { code }, key));
            Same(replies, 200);
            await Mismatch(FleetApp.Firm, talk => talk.Call(app.Id, "next", new { code = code + "x" }, key));
            Assert.Equal(round + 1, replies[0].Result.GetProperty("count").GetInt32());
        }
        var notes = await app.Notes(fleet[1]);
        Assert.Equal(Enumerable.Range(0, Rounds).Select(static r => ($"c{r}", r + 1L)), notes.OrderBy(static n => n.Count));
    }

    [Fact]
    public async Task A_record_by_hand()
    {
        var app = await FleetApp.Installed(fleet[0]);
        for (var round = 0; round < Rounds; round++)
        {
            var (key, code) = ($"record-{round}-{Guid.NewGuid():n}", $"r{round}");
            Same(await Storm(round, FleetApp.Firm, talk => talk.Post($"{app.Path}/records/note", new { code, count = round }, key)), 201);
            await Mismatch(FleetApp.Firm, talk => talk.Post($"{app.Path}/records/note", new { code = code + "x" }, key));
        }
        Assert.Equal(Rounds, (await app.Notes(fleet[1])).Count);
    }

    [Fact]
    public async Task An_install()
    {
        var app = await FleetApp.Listed(fleet[0]);
        var ids = new HashSet<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var key = $"install-{round}-{Guid.NewGuid():n}";
            var replies = await Storm(round, FleetApp.Firm, talk => talk.Post("/api/v1/installs", new { app = app.Id, grants = "all", monthlyCap = 90_000_000 + round }, key));
            // 201 is said once, to who installed; the receipt is the same for all.
            Same(replies, 200, 201);
            Assert.True(replies.Count(static reply => reply.Status == 201) <= 1, "Two are told that they installed.");
            ids.Add(replies[0].Json.GetProperty("install").GetString()!);
            await Mismatch(FleetApp.Firm, talk => talk.Post("/api/v1/installs", new { app = app.Id, grants = "all", monthlyCap = 1_000_000 }, key));
            using var firm = new Talk(fleet[round].Address, FleetApp.Firm);
            FleetApp.Must(200, await firm.Post($"{app.Path}/uninstall", null, $"{key}-out"));
        }
        Assert.Single(ids);
    }

    [Fact]
    public async Task A_release()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (app, key) = (FleetApp.Named(), $"release-{round}-{Guid.NewGuid():n}");
            var package = app.Pack();
            var replies = await Storm(round, "mkt_dev_isv", talk => talk.Bytes("/api/v1/releases", package, "application/zip", key));
            Assert.All(replies, static reply => Assert.Contains(reply.Status, new[] { 200, 201 }));
            Assert.Single(replies, static reply => reply.Status == 201);
            Assert.Single(replies.Select(static reply => reply.Text).Distinct());
            await Mismatch("mkt_dev_isv", talk => talk.Bytes("/api/v1/releases", app.Pack("1.0.1"), "application/zip", key));
            using var desk = new Talk(fleet[1].Address, "mkt_dev_operator");
            var waiting = FleetApp.Must(200, await desk.Get("/api/v1/reviews?all=true")).Json.GetProperty("reviews").EnumerateArray();
            Assert.Single(waiting, row => row.GetProperty("app").GetString() == app.Id);
        }
    }

    /// <summary>A hundred at once: over all hosts in even rounds, at one in odd ones. Who is told to come again does.</summary>
    private async Task<List<Reply>> Storm(int round, string token, Func<Talk, Task<Reply>> ask)
    {
        using var client = new Patient(fleet.Hosts, token);
        var replies = new ConcurrentBag<Reply>();
        await Task.WhenAll(Enumerable.Range(0, Times).Select(async n => replies.Add(await client.Ask(round % 2 == 0 ? n : round, ask))));
        Seeds.Say($"round {round}: {Times} asked, {replies.Count(static reply => reply.Header("Marketplace-Replayed") == "true")} say they are repeats, "
            + $"asked again: {string.Join(", ", client.Again.Select(static why => $"{why.Key} {why.Value}"))}");
        return [.. replies];
    }

    private static void Same(List<Reply> replies, params int[] statuses)
    {
        Assert.All(replies, reply => Assert.True(statuses.Contains(reply.Status), reply.ToString()));
        Assert.Single(replies.Select(static reply => Convert.ToHexString(reply.Bytes)).Distinct());
    }

    private async Task Mismatch(string token, Func<Talk, Task<Reply>> ask)
    {
        foreach (var host in fleet.Hosts)
        {
            using var talk = new Talk(host.Address, token);
            var reply = await ask(talk);
            Assert.True((reply.Status, reply.Code) == (422, "operation.mismatch"), reply.ToString());
        }
    }
}
