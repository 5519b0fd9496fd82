using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Triggers;

/// <summary>Work that one call could not do: a job of steps, each of which keeps what it did and how far it came, through the death of the host.</summary>
public sealed class JobTests
{
    private const int Steps = 40;

    private const string Script = """

        export function begin({ input }, ctx) { return { job: ctx.job.start('step', { n: 0, of: input.of }) }; }
        export function step({ input }, ctx) {
          if (input.n === input.of) return ctx.progress(input.n, input.of, 'all');
          if (input.of === 3 && input.n === 2) return ctx.refuse('probe.stuck', { n: input.n });
          ctx.records.note.insert({ code: `${input.of} ${input.n}` });
          ctx.progress(input.n + 1, input.of, `after ${input.n}`);
          ctx.job.start('step', { n: input.n + 1, of: input.of });
        }

        """;

    [Fact]
    public async Task A_job_goes_on_where_a_killed_host_left_it()
    {
        await using var host = await RunningHost.Start();
        var app = ProbeApp.Named("steps");
        using (var isv = new Talk(host.Address, "mkt_dev_isv"))
        using (var desk = new Talk(host.Address, "mkt_dev_operator"))
        {
            var package = ProbePackage.Pack(app.Id, more: Script, functions: """ "begin": { "label": "app.name", "input": { "type": "object" }, "output": {} }, "step": { "label": "app.name", "input": { "type": "object" } }, """);
            Assert.Equal(201, (await isv.Bytes("/api/v1/releases", package, "application/zip")).Status);
            Expect.Ok(await app.Decide(desk, "1.0.0", new { decision = "list" }));
        }
        using var firm = new Talk(host.Address, "mkt_dev_sme2");
        Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 201);
        var began = await firm.Call(app.Id, "begin", new { of = Steps });
        var job = began.Result.GetProperty("job").GetString();
        await Until(firm, app, job, static (_, steps) => steps >= 3);
        await host.Kill();
        await host.Start();
        using var after = new Talk(host.Address, "mkt_dev_sme2");
        await Until(after, app, job, static (state, _) => state != "open");
        var sheet = await Sheet(after, app, job);
        Assert.Equal(("done", Steps + 1, Steps, Steps, "all", ""), (sheet.GetProperty("state").GetString(), sheet.GetProperty("steps").GetInt32(), sheet.GetProperty("done").GetInt32(),
            sheet.GetProperty("total").GetInt32(), sheet.GetProperty("note").GetString(), sheet.GetProperty("code").GetString()));
        var notes = Expect.Ok(await after.Get($"{app.Path}/records/note?limit=200")).GetProperty("records").EnumerateArray().Select(static one => one.GetProperty("code").GetString()!).Where(static code => code.StartsWith("40 ", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, Steps).Select(static n => $"{Steps} {n}").Order(StringComparer.Ordinal), notes.Order(StringComparer.Ordinal));

        // A step that is refused ends the job as failed, with what the steps before it did.
        var stuck = (await after.Call(app.Id, "begin", new { of = 3 })).Result.GetProperty("job").GetString();
        await Until(after, app, stuck, static (state, _) => state != "open");
        sheet = await Sheet(after, app, stuck);
        Assert.Equal(("failed", 3, 2, "probe.stuck"), (sheet.GetProperty("state").GetString(), sheet.GetProperty("steps").GetInt32(), sheet.GetProperty("done").GetInt32(), sheet.GetProperty("code").GetString()));
    }

    private static async Task<System.Text.Json.JsonElement> Sheet(Talk firm, ProbeApp app, string? job) =>
        Expect.Ok(await firm.Get($"{app.Path}/jobs")).GetProperty("jobs").EnumerateArray().Single(one => one.GetProperty("id").GetString() == job);

    private static async Task Until(Talk firm, ProbeApp app, string? job, Func<string, int, bool> holds)
    {
        for (var look = 0; look < 2_400; look++)
        {
            var sheet = await Sheet(firm, app, job);
            if (holds(sheet.GetProperty("state").GetString()!, sheet.GetProperty("steps").GetInt32())) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"The job did not come to that: {await Sheet(firm, app, job)}");
    }
}
