using System.Globalization;
using System.Text;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Marketplace.Tests.Api.Triggers;

/// <summary>Schedules of working days on the real host, with a calendar that its operator gave it: they come on their days, and on a day that nobody knows
/// the firm is told.</summary>
public sealed class DaysTests
{
    private const string Script = """

        export function worked({ input }, ctx) { ctx.records.stamp.insert({ code: 'worked' }); }
        export function rested({ input }, ctx) { ctx.records.stamp.insert({ code: 'rested' }); }
        export function leap({ input }, ctx) { ctx.records.stamp.insert({ code: 'leap' }); }

        """;

    private const string Triggers = """
         "triggers": [
           { "on": "schedule", "function": "worked", "cron": "0 3 * * *", "days": "work" },
           { "on": "schedule", "function": "rested", "cron": "0 3 * * *", "days": "rest" },
           { "on": "schedule", "function": "leap", "cron": "0 3 29 2 *", "days": "work" }],
        """;

    [Fact]
    public async Task A_schedule_comes_on_its_days_and_nobody_guesses()
    {
        var now = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8));
        var due = DateOnly.FromDateTime(now.Hour < 3 ? now.Date : now.Date.AddDays(1));
        var days = new[] { due, due.AddDays(1) }.Where(day => day.Year == due.Year).Select(static day => $"\"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\"");
        var file = Path.Combine(Directory.CreateTempSubdirectory("calendar-").FullName, "years.json");
        await File.WriteAllTextAsync(file, $$"""{"years":[{"year":{{due.Year}},"source":"a test","dated":"2026-01-01","rest":[{{string.Join(',', days)}}],"work":[]}]}""", TestContext.Current.CancellationToken);
        await using var host = await RunningHost.Start(place: (await HostPlace.Seeded("sqlite")).With("Marketplace__WorkCalendar", file));
        using var firm = new Talk(host.Address, "mkt_dev_sme2");
        using var isv = new Talk(host.Address, "mkt_dev_isv");
        using var desk = new Talk(host.Address, "mkt_dev_operator");
        var app = ProbeApp.Named("working-days");
        string[] functions = ["worked", "rested", "leap"];
        Expect.Ok(await isv.Bytes("/api/v1/releases", ProbePackage.Pack(app.Id, more: Script, keys: Triggers,
            functions: string.Concat(functions.Select(static name => $$""" "{{name}}": { "label": "app.name", "input": {}, "output": {} }, """))), "application/zip"), 201);
        Expect.Ok(await app.Decide(desk, "1.0.0", new { decision = "list" }));
        Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 201);

        await Hurry(host, app);
        var letter = (await TriggerProbe.Letters(firm, app, 1))[0];
        Assert.Equal(("leap", "calendar.unknown"), (letter.GetProperty("what").GetString(), letter.GetProperty("code").GetString()));
        Assert.EndsWith("-02-29", letter.GetProperty("facts").GetProperty("day").GetString(), StringComparison.Ordinal);
        Assert.Equal(["rested"], await TriggerProbe.Stamps(firm, app, 1));
        // The owner knows better, and sends it.
        Expect.Ok(await firm.Post($"{app.Path}/letters/{letter.GetProperty("id").GetString()}/resend"));
        Assert.Equal(["leap", "rested"], await TriggerProbe.Stamps(firm, app, 2));
        Assert.Contains("6106", host.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_does_not_start_with_a_calendar_that_is_none()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("calendar-").FullName, "years.json");
        await File.WriteAllTextAsync(file, """{"years":[{"year":2027,"source":"","dated":"2026-01-01","rest":[],"work":[]}]}""", Encoding.UTF8, TestContext.Current.CancellationToken);
        await using var place = (await HostPlace.Fresh("sqlite")).With("Marketplace__WorkCalendar", file);
        var said = await place.Run("check");
        Assert.NotEqual(0, said.Code);
        Assert.Contains("Marketplace:WorkCalendar", said.ToString(), StringComparison.Ordinal);
    }

    private static async Task Hurry(RunningHost host, ProbeApp app)
    {
        await using var connection = new SqliteConnection($"Data Source={host.Place.StoreFile};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA busy_timeout = 10000; UPDATE due_work SET due = 1 WHERE kind = 'tick' AND key LIKE '%/{app.Id}'";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
