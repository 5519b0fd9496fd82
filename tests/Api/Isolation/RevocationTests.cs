using System.Diagnostics;
using System.Globalization;
using System.Text;
using Marketplace.Tests.Running;
using MQTTnet;
using Xunit;

namespace Marketplace.Tests.Api.Isolation;

/// <summary>What an owner ends is over everywhere: sessions, people, device tokens. The promise is 5 s on one host and 15 s in a cluster; what it
/// took is printed, and the test waits much longer before it says no.</summary>
public sealed class RevocationTests(SharedHosts hosts, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ended_sessions_are_over_and_a_removed_person_does_not_come_back()
    {
        var host = await hosts.On();
        var owner = await hosts.As("mkt_dev_hardware");
        using var phone = new Actor(host.Address, "lanling-worker-1", "by name");
        using var tablet = new Actor(host.Address, "lanling-worker-1", "by name");
        await phone.SignIn("/floor");
        await tablet.SignIn("/floor");
        Expect.Ok(await owner.Post("/api/v1/people/lanling-worker-1/sign-out"));
        await Over("both sessions", async () => await Status(phone, "/floor") == 302 && await Status(tablet, "/floor") == 302);
        await phone.Again();
        Assert.Equal(200, await Status(phone, "/floor"));

        Assert.True(Expect.Ok(await owner.Post("/api/v1/people/lanling-worker-1/remove")).GetProperty("former").GetBoolean());
        await Over("a removed person's session", async () => await Status(phone, "/floor") == 302);
        Assert.Equal(200, await Status(phone, "/sign-in?as=lanling-worker-1")); // the page of names; who comes in is sent on
        using var badge = new Actor(host.Address, "nobody", "");
        await badge.SignIn("/floor/sign-in");
        Assert.Contains("wrong=pin", (await badge.Send("POST", "/floor/in", "form:badge=lanling/LL-101&pin=3003", "")).Header("Location"));
        var line = Expect.Ok(await owner.Get("/api/v1/people")).GetProperty("people").EnumerateArray().Single(static p => p.GetProperty("person").GetString() == "lanling-worker-1");
        Assert.Equal((true, 0, "", "岚岭五金·操作工甲"), (line.GetProperty("former").GetBoolean(), line.GetProperty("roles").GetArrayLength(), line.GetProperty("badge").GetString(), line.GetProperty("name").GetProperty("zh-CN").GetString()));
        Expect.Ok(await owner.Post("/api/v1/people/lanling-worker-1/remove"));
    }

    [Fact]
    public async Task An_owner_cannot_remove_themselves_and_a_leader_nobody()
    {
        Expect.Refused(await (await hosts.As("mkt_dev_hardware")).Post("/api/v1/people/lanling-owner/remove"), 409, "conflict.state");
        Expect.Refused(await (await hosts.As("mkt_dev_leader")).Post("/api/v1/people/hongyan-worker-1/remove"), 403, "role.missing");
        Expect.Refused(await (await hosts.As("mkt_dev_operator")).Post("/api/v1/people/hongyan-worker-1/remove"), 404, "notFound");
        Expect.Refused(await (await hosts.As("mkt_dev_isv")).Post("/api/v1/people/operator-auto/sign-out"), 404, "notFound");
    }

    [Fact]
    public async Task A_new_token_ends_the_old_ones_connection()
    {
        var host = await hosts.On();
        var owner = await hosts.As("mkt_dev_hardware");
        var first = Expect.Ok(await owner.Post("/api/v1/devices", new { code = "R-1", name = "转台" }), 201).GetProperty("token").GetString()!;
        using var machine = await Connected(host.MqttPort, "lanling.r-1", first);
        await machine.SubscribeAsync("v1/lanling.r-1/c/#", cancellationToken: TestContext.Current.CancellationToken);
        var second = Expect.Ok(await owner.Post("/api/v1/devices", new { code = "R-1", name = "转台" }), 201).GetProperty("token").GetString()!;
        await Over("the old token's connection", () => Task.FromResult(!machine.IsConnected));
        Assert.False(await Connects(host.MqttPort, "lanling.r-1", first));
        using var again = await Connected(host.MqttPort, "lanling.r-1", second);
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken); // over one round of the gateway's asking
        Assert.True(again.IsConnected);
    }

    /// <summary>Told to one host of a cluster, over on the other too.</summary>
    [Fact]
    public async Task What_one_host_of_a_cluster_is_told_holds_on_the_other()
    {
        var (there, here) = (await HostPlace.Seeded("postgres"), (await HostPlace.Fresh("sqlite")).With("Marketplace__Store", "postgres"));
        await using var first = await RunningHost.Start(place: there.With("Marketplace__MqttPort", "0"));
        here.With("Marketplace__ConnectionString", there.ConnectionString).With("ASPNETCORE_ENVIRONMENT", "Development").With("Marketplace__MasterKey", there.MasterKey);
        await using var second = await RunningHost.Start(place: here);
        using var owner = new Talk(first.Address, "mkt_dev_sme");
        using var worker = new Talk(second.Address, "mkt_dev_worker2");
        using var session = new Actor(second.Address, "hongyan-worker-2", "by name");
        await session.SignIn("/floor");
        Assert.Equal(200, (await worker.Get("/api/v1/installs")).Status);
        var token = Expect.Ok(await owner.Post("/api/v1/devices", new { code = "R-9", name = "转台" }), 201).GetProperty("token").GetString()!;
        using var machine = await Connected(second.MqttPort, "hongyan.r-9", token);

        Expect.Ok(await owner.Post("/api/v1/devices", new { code = "R-9", name = "转台" }), 201);
        await Over("the old token's connection on the other host", () => Task.FromResult(!machine.IsConnected));
        Expect.Ok(await owner.Post("/api/v1/people/hongyan-worker-2/remove"));
        await Over("a removed person's token on the other host", async () => (await worker.Get("/api/v1/installs")).Status == 401);
        await Over("a removed person's session on the other host", async () => await Status(session, "/floor") == 302);
    }

    private async Task Over(string what, Func<Task<bool>> over)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await over())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"{what} still works after {Patience.TotalSeconds} s");
            await Task.Delay(50);
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: over after {Stopwatch.GetElapsedTime(since).TotalSeconds:f2} s"));
    }

    private static async Task<int> Status(Actor actor, string path) => (await actor.Send("GET", path, "-", "")).Status;

    private static async Task<IMqttClient> Connected(int port, string device, string token)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        Assert.Equal(MqttClientConnectResultCode.Success, (await client.ConnectAsync(Options(port, device, token), TestContext.Current.CancellationToken)).ResultCode);
        return client;
    }

    private static async Task<bool> Connects(int port, string device, string token)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        try
        {
            return (await client.ConnectAsync(Options(port, device, token), TestContext.Current.CancellationToken)).ResultCode == MqttClientConnectResultCode.Success;
        }
        catch (MQTTnet.Exceptions.MqttCommunicationException)
        {
            return false; // the gateway closed the door before it answered
        }
    }

    private static MqttClientOptions Options(int port, string device, string token) => new MqttClientOptionsBuilder()
        .WithTcpServer("localhost", port).WithClientId(device).WithCredentials(device, Encoding.UTF8.GetBytes(token)).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).Build();
}
