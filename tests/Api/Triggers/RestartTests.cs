using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Marketplace.Tests.Api.Triggers;

/// <summary>A host that is killed between the commit and what it causes: when it is back, each is done once. Hours of a schedule that passed
/// meanwhile are done once in all.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    private const int Many = 60;

    public static IEnumerable<TheoryDataRow<string>> Engines => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? ["sqlite", "postgres"] : ["sqlite"];

    [Theory, MemberData(nameof(Engines))]
    public async Task What_was_promised_before_a_kill_is_done_once_after_it(string engine)
    {
        await using var host = await RunningHost.Start(engine);
        var talks = new Dictionary<string, Talk>(StringComparer.Ordinal);
        Task<Talk> As(string token) => Task.FromResult(talks.TryGetValue(token, out var talk) ? talk : talks[token] = new Talk(host.Address, token));
        var (app, firm) = (await TriggerProbe.Installed(As, "killed"), await As("mkt_dev_sme2"));
        Assert.Equal(1, await Count(host, "tick", app));
        await Task.WhenAll(Enumerable.Range(0, Many).Select(async i => Expect.Ok(await firm.Post($"{app.Path}/records/heavy", new { code = $"h{i:D2}" }), 201)));
        await host.Kill();
        var open = await Count(host, "call", app);
        Assert.True(open > 0, "Everything had been delivered before the kill: this test proves nothing.");
        // The host was down over three nights.
        await Do(host, $"UPDATE due_work SET due = due - {3L * 24 * 3600 * 1000} WHERE kind = 'tick' AND key LIKE '%/{app.Id}'");
        await host.Start();
        var stamps = await TriggerProbe.Stamps(firm, app, Many + 1);
        Assert.Equal([.. Enumerable.Range(0, Many).Select(static i => $"slow h{i:D2}"), "tick Asia/Shanghai"], stamps);
        Assert.Equal((0, 1), (await Count(host, "call", app), await Count(host, "tick", app)));
        output.WriteLine($"{open} of {Many} calls were still to come when the host was killed on {engine}");

        // A pause lets its hours pass, and its end brings the next one.
        Expect.Ok(await firm.Post($"{app.Path}/suspend"));
        await Do(host, $"UPDATE due_work SET due = 1 WHERE kind = 'tick' AND key LIKE '%/{app.Id}'");
        for (var look = 0; look < 200 && await Count(host, "tick", app) > 0; look++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(0, await Count(host, "tick", app));
        Expect.Ok(await firm.Post($"{app.Path}/resume"));
        Assert.Equal(1, await Count(host, "tick", app));
        Assert.Equal(Many + 1, (await TriggerProbe.Stamps(firm, app, Many + 1)).Count);

        // At its cap a call waits, and a higher cap calls it at once.
        Expect.Ok(await firm.Put($"{app.Path}/cap", new { monthlyCap = 1 }));
        Expect.Ok(await firm.Post($"{app.Path}/records/note", new { code = "capped" }), 201);
        for (var look = 0; look < 200 && await Do(host, $"SELECT count(*) FROM due_work WHERE note = 'cap.reached' AND key LIKE '%/{app.Id}'") == 0; look++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(1, await Count(host, "call", app));
        Expect.Ok(await firm.Put($"{app.Path}/cap", new { monthlyCap = 90_000_000 }));
        Assert.Equal("created capped by trigger:record", (await TriggerProbe.Stamps(firm, app, Many + 2))[0]);
        await TriggerProbe.Letters(firm, app, 0);
        Expect.Ok(await firm.Post($"{app.Path}/uninstall"));
        await host.Kill();
        var said = await host.Place.Run("check");
        Assert.True(said.Code == 0, said.ToString());
        foreach (var talk in talks.Values) talk.Dispose();
    }

    private static Task<long> Count(RunningHost host, string kind, ProbeApp app) => Do(host, $"SELECT count(*) FROM due_work WHERE state = 0 AND kind = '{kind}' AND key LIKE '%/{app.Id}'");

    private static async Task<long> Do(RunningHost host, string sql)
    {
        if (host.Place.ConnectionString.Length > 0)
        {
            await using var source = NpgsqlDataSource.Create(host.Place.ConnectionString);
            await using var command = source.CreateCommand(sql);
            return await command.ExecuteScalarAsync() as long? ?? 0;
        }
        await using var connection = new SqliteConnection($"Data Source={host.Place.StoreFile};Pooling=False");
        await connection.OpenAsync();
        await using var asked = new SqliteCommand(sql, connection) { CommandTimeout = 30 };
        return await asked.ExecuteScalarAsync() as long? ?? 0;
    }
}
