using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Tests.Crash;
using Marketplace.Tests.Running;
using Npgsql;
using Xunit;

namespace Marketplace.Tests.Silos;

/// <summary>How hosts come together: at one moment on an empty store, later by configuration alone, and not at all with another master key.</summary>
public sealed partial class JoiningTests(Fleet fleet)
{
    private const string OldSecret = "b2xkIGtleSBtYXRlcmlhbCwgbG9uZyBlbm91Z2ggdG8gYmUgb25lIG9mIHNpeHR5LWZvdXIgYnl0ZXMgaW4gYWxs";

    [Fact]
    public async Task Hosts_that_start_at_one_moment_on_an_empty_store_make_and_plant_everything_once()
    {
        var printed = string.Join('\n', fleet.Hosts.Select(static host => host.Printed));
        var applied = Applied().Matches(printed).Select(static match => match.Groups[1].Value).ToList();
        Seeds.Say($"{fleet.Hosts.Count} hosts applied {applied.Count} schema steps");
        Assert.NotEmpty(applied);
        Assert.Equal(applied.Count, applied.Distinct().Count());
        for (var host = 0; host < fleet.Hosts.Count; host++)
        {
            using var firm = new Talk(fleet[host].Address, "mkt_dev_sme");
            using var desk = new Talk(fleet[host].Address, "mkt_dev_operator");
            Assert.Equal(["auto/piecework", "auto/spc", "auto/tag-to-parameter", "demo/echo"], Names(await firm.Get("/api/v1/installs"), "installs", "app"));
            var reviews = (await desk.Get("/api/v1/reviews?all=true")).Json.GetProperty("reviews").EnumerateArray().Select(static row => $"{row.GetProperty("app")}@{row.GetProperty("version")}").ToList();
            Assert.Equal(reviews.Count, reviews.Distinct().Count());
            Assert.Single((await firm.Get("/api/v1/collections")).Json.GetProperty("collections").EnumerateArray());
            Assert.True((await firm.Get("/api/v1/installs/auto/tag-to-parameter/records/tag?limit=1000")).Json.GetProperty("records").GetArrayLength() >= 300);
        }
        Assert.Equal(1, await Count("SELECT count(*) FROM secret WHERE kind = 'check'"));
        Assert.Equal(1, await Count("SELECT count(*) FROM secret WHERE kind = 'signing'"));
        Assert.Equal(fleet.Hosts.Count, await Count("SELECT count(*) FROM OrleansMembershipTable WHERE Status = 3 AND DeploymentId <> 'twin'"));
    }

    [Fact]
    public async Task A_cookie_and_a_form_of_one_host_are_good_at_the_others()
    {
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false, UseProxy = false });
        using var entered = await browser.GetAsync(new Uri(fleet[0].Address, "/sign-in?as=hongyan-owner"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        for (var host = 1; host < fleet.Hosts.Count; host++)
        {
            using var page = await browser.GetAsync(new Uri(fleet[host].Address, "/apps"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
        var form = await browser.GetStringAsync(new Uri(fleet[1].Address, "/apps"), TestContext.Current.CancellationToken);
        var token = FormToken().Match(form).Groups[1].Value;
        Assert.NotEmpty(token);
        using var sent = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var left = await browser.PostAsync(new Uri(fleet[0].Address, "/account/out"), sent, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
    }

    [Fact]
    public async Task A_further_host_joins_by_configuration_alone_while_the_others_serve_and_brings_its_old_keys()
    {
        var place = fleet.Beside();
        var keys = Directory.CreateDirectory(Path.Combine(place.Data, "data", "keys"));
        var name = $"key-{Guid.NewGuid()}";
        await File.WriteAllTextAsync(Path.Combine(keys.FullName, name + ".xml"), OldKey(name), TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        using var client = new Patient(fleet.Hosts, "mkt_dev_sme");
        var serving = Serve(client, stop.Token);
        await using var host = RunningHost.Launched(place);
        await host.Until("/health/ready");
        Assert.Equal(fleet.Hosts.Count + 1, await Count("SELECT count(*) FROM OrleansMembershipTable WHERE Status = 3 AND DeploymentId <> 'twin'"));
        using var firm = new Talk(host.Address, "mkt_dev_sme");
        FleetApp.Must(200, await firm.Call("demo/echo", "echo", new { text = "good day" }));
        Assert.False(keys.Exists && File.Exists(Path.Combine(keys.FullName, name + ".xml")), "the plain key is still there");
        Assert.Equal(1, await Count($"SELECT count(*) FROM secret WHERE kind = 'ring' AND name = '{name}'"));
        Assert.Equal(0, await Count($"SELECT count(*) FROM secret WHERE position('{OldSecret[..20]}'::bytea IN sealed) > 0"));
        host.Signal("TERM");
        Assert.Equal(0, await host.ExitCode(TimeSpan.FromSeconds(60)));
        await stop.CancelAsync();
        Seeds.Say($"{await serving} calls were answered meanwhile; asked again: {string.Join(", ", client.Again.Select(static why => $"{why.Key} {why.Value}"))}");
        Assert.True(client.Failures == 0, fleet.Printed);
    }

    [Fact]
    public async Task A_host_with_another_master_key_or_none_refuses_to_start_and_says_why()
    {
        var file = Path.Combine(fleet[0].Data, "other.key");
        await File.WriteAllTextAsync(file, Convert.ToBase64String(new byte[32]), TestContext.Current.CancellationToken);
        await Refuses(fleet.Beside().With("Marketplace__MasterKey", file), "sealed with another master key");
        await Refuses(fleet.Beside().With("Marketplace__MasterKey", ""), "there is none at");
        await Refuses(fleet.Beside().With("Marketplace__MasterKey", file + ".not"), "There is no master key at");
        await File.WriteAllTextAsync(file, "no key", TestContext.Current.CancellationToken);
        await Refuses(fleet.Beside().With("Marketplace__MasterKey", file), "is no master key");
    }

    private static async Task Refuses(HostPlace place, string sentence)
    {
        await using var host = RunningHost.Launched(place);
        var code = await host.ExitCode(TimeSpan.FromSeconds(60));
        Assert.True(code is not (null or 0), $"It ended with {code}.\n{host.Printed}");
        Assert.Contains(sentence, host.Printed, StringComparison.Ordinal);
    }

    private static async Task<int> Serve(Patient client, CancellationToken stop)
    {
        var calls = 0;
        for (; !stop.IsCancellationRequested; calls++)
            FleetApp.Must(200, await client.Post(calls, "/api/v1/installs/demo/echo/functions/echo", new { text = "good day" }, $"serve-{Guid.NewGuid():n}"));
        return calls;
    }

    private async Task<long> Count(string sql)
    {
        await using var source = NpgsqlDataSource.Create(fleet.Store);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }

    private static List<string> Names(Reply reply, string list, string name) =>
        [.. reply.Json.GetProperty(list).EnumerateArray().Select(item => item.GetProperty(name).GetString()!).Order(StringComparer.Ordinal)];

    /// <summary>A key as hosts of before wrote it.</summary>
    private static string OldKey(string name) =>
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <key id="{name[4..]}" version="1">
          <creationDate>2026-01-01T00:00:00Z</creationDate><activationDate>2026-01-01T00:00:00Z</activationDate><expirationDate>2026-04-01T00:00:00Z</expirationDate>
          <descriptor deserializerType="Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel.AuthenticatedEncryptorDescriptorDeserializer, Microsoft.AspNetCore.DataProtection, Version=10.0.0.0, Culture=neutral, PublicKeyToken=adb9793829ddae60">
            <descriptor><encryption algorithm="AES_256_CBC" /><validation algorithm="HMACSHA256" />
              <masterKey p4:requiresEncryption="true" xmlns:p4="http://schemas.asp.net/2015/03/dataProtection"><value>{OldSecret}</value></masterKey>
            </descriptor>
          </descriptor>
        </key>
        """;

    [GeneratedRegex("Schema step (\\S+) applied")]
    private static partial Regex Applied();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
