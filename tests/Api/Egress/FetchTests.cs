using System.Net;
using System.Text;
using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Egress;

/// <summary>An app that asks a service the operator named, on the real host.</summary>
public sealed class FetchTests
{
    private const string App = "demo/asks-the-world", Named = "erp.example.com", Path = "/api/v1/installs/" + App;

    private const string Script = """

        export async function order({ input }, ctx) {
          const before = await ctx.records.note.first({ where: { code: 'total' } });
          const heard = await ctx.http.fetch(`http://erp.example.com/orders?n=${input.n}`, { method: 'POST', body: JSON.stringify({ n: input.n }), headers: { Authorization: ['Bearer ', ctx.secret('erp')] } });
          if (before) ctx.records.note.update(before.id, { count: before.count + 1 });
          else ctx.records.note.insert({ code: 'total', count: 1 });
          return heard.json;
        }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sends_once_for_each_call_whatever_becomes_of_it()
    {
        using var service = new Service();
        await using var host = await RunningHost.Start(place: (await HostPlace.Seeded("sqlite")).With("Marketplace__EgressInside", $"{Named}=127.0.0.1:{service.Port}"));
        using var firm = await Installed(host);
        Assert.Equal((422, "secret.unknown"), Code(await firm.Call(App, "order", new { n = 0 })));
        Assert.Equal((400, "input.invalid"), Code(await firm.Put(Path + "/secrets/erp", new { value = "two\nlines" })));
        var kept = await firm.Put(Path + "/secrets/erp", new { value = "word-of-the-firm" });
        Assert.Equal((200, """["erp"]"""), (kept.Status, kept.Json.GetProperty("names").GetRawText()));
        var given = Assert.Single(kept.Json.GetProperty("given").EnumerateArray());
        Assert.Equal("erp", given.GetProperty("name").GetString());
        Assert.True(given.GetProperty("by").GetString()!.Length > 0 && given.GetProperty("at").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddHours(-1), given.GetRawText());
        Assert.Equal(["at", "by", "name"], given.EnumerateObject().Select(static one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0, service.Requests);
        Assert.Equal((422, "egress.dryRun"), Code(await firm.Post(Path + "/functions/order?dryRun=true", new { n = 0 })));
        Assert.Equal(0, service.Requests);

        // They all write one record: most lose the race and run again, and none of them sends twice.
        const int Calls = 24;
        var replies = await Task.WhenAll(Enumerable.Range(1, Calls).Select(n => firm.Call(App, "order", new { n }, $"order-{n}")));
        Assert.All(replies, static reply => Assert.True(reply.Status == 200, reply.ToString()));
        Assert.Equal((Calls, Calls), (service.Requests, service.Keys.Distinct().Count()));
        Assert.All(service.Words, static word => Assert.Equal("Bearer word-of-the-firm", word));
        var total = (await firm.Get(Path + "/records/note")).Json.GetProperty("records").EnumerateArray().Single(static r => r.GetProperty("code").GetString() == "total");
        Assert.Equal(Calls, total.GetProperty("count").GetInt64());

        // A repeat is the stored reply; a replay hears the recording.
        var again = await firm.Call(App, "order", new { n = 1 }, "order-1");
        Assert.Equal((replies[0].Text, Calls), (again.Text, service.Requests));
        var invocation = replies[0].Json.GetProperty("invocation").GetString();
        var replay = Expect.Ok(await firm.Post($"/api/v1/invocations/{invocation}/replay"));
        Assert.Equal(("same", true, Calls), (replay.GetProperty("verdict").GetString(), replay.GetProperty("exact").GetBoolean(), service.Requests));
        var recording = await firm.Get($"/api/v1/invocations/{invocation}/recording");
        Assert.DoesNotContain("word-of-the-firm", recording.Text, StringComparison.Ordinal);
        Assert.Contains("\"externals\":1", recording.Text, StringComparison.Ordinal);

        Assert.Equal("""{"names":[],"given":[]}""", (await firm.Send("DELETE", Path + "/secrets/erp", null)).Text);
        Assert.Equal((422, "secret.unknown"), Code(await firm.Call(App, "order", new { n = 99 })));
        Assert.DoesNotContain("word-of-the-firm", host.Printed, StringComparison.Ordinal);
    }

    private static async Task<Talk> Installed(RunningHost host)
    {
        using var isv = new Talk(host.Address, "mkt_dev_isv");
        using var desk = new Talk(host.Address, "mkt_dev_operator");
        var package = ProbePackage.Pack(App, more: Script, functions: """ "order": { "label": "app.name", "input": { "type": "object" }, "output": {} }, """,
            keys: $$""" "egress": [{ "host": "{{Named}}", "purpose": { "zh-CN": "下单", "en": "Places orders" } }], """);
        var published = await isv.Bytes("/api/v1/releases", package, "application/zip");
        Assert.True(published.Status == 201, published.ToString());
        Expect.Ok(await desk.Post($"/api/v1/reviews/{App}/1.0.0/decision", new { decision = "list" }));
        var firm = new Talk(host.Address, "mkt_dev_sme2");
        Assert.Equal(201, (await firm.Post("/api/v1/installs", new { app = App, grants = "all" })).Status);
        return firm;
    }

    private static (int, string) Code(Reply reply) => (reply.Status, reply.Code);

    /// <summary>A service that counts and answers.</summary>
    private sealed class Service : IDisposable
    {
        private readonly HttpListener listener = new();
        private readonly List<(string Key, string Word)> heard = [];

        public Service()
        {
            listener.Prefixes.Add($"http://+:{Port}/");
            listener.Start();
            _ = Listen();
        }

        public int Port { get; } = Ports.Free();

        public int Requests
        {
            get { lock (heard) return heard.Count; }
        }

        public IReadOnlyList<string> Keys
        {
            get { lock (heard) return [.. heard.Select(static one => one.Key)]; }
        }

        public IReadOnlyList<string> Words
        {
            get { lock (heard) return [.. heard.Select(static one => one.Word)]; }
        }

        public void Dispose() => listener.Close();

        private async Task Listen()
        {
            try
            {
                while (true)
                {
                    var context = await listener.GetContextAsync();
                    lock (heard) heard.Add((context.Request.Headers["Idempotency-Key"] ?? "", context.Request.Headers["Authorization"] ?? ""));
                    context.Response.ContentType = "application/json";
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { order = context.Request.QueryString["n"] })), Cancel);
                    context.Response.Close();
                }
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
