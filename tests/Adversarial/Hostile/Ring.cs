using System.Diagnostics;
using System.Globalization;
using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Runners;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Marketplace.Tests.Adversarial.Hostile;

/// <summary>Runs hostile scripts in a child process with production limits, beside a neighbour whose calls must not feel it.</summary>
public sealed class Ring : IAsyncLifetime
{
    // More than the calls for which a runner counts as young.
    private const int Aging = 210;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ring");
    private readonly RunnerPool pool;
    private int known;

    private static readonly Script NeighboursScript = new()
    {
        Digest = "neighbour", Entities = ["tag"],
        Modules = new Dictionary<string, string>
        {
            ["main.js"] = """
                export async function f({ input }, ctx) {
                  const row = await ctx.records.tag.get(input.secret);
                  let sum = 0; for (const n of input.numbers) sum += n;
                  ctx.records.tag.insert({ secret: input.secret });
                  return { sum, secret: row.args.id, clean: [typeof globalThis.left, typeof ({}).polluted, [1, 2].join('-'), JSON.stringify({ a: 1 })] };
                }
                """,
        },
    };

    private static readonly byte[] Expected =
        Encoding.UTF8.GetBytes($$"""{"sum":6,"secret":"{{Ending.Canary}}","clean":["undefined","undefined","1-2","{\"a\":1}"]}""");

    public Ring() => pool = new RunnerPool(new RunnerPoolOptions { RunnerPath = Repository.Runner, DataFolder = folder.FullName },
        TimeProvider.System, NullLogger<RunnerPool>.Instance);

    public async ValueTask InitializeAsync() => await pool.Start(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>Runs one; a neighbour who was hurt is an exception.</summary>
    internal async Task<Ending> Run(HostileScript hostile)
    {
        await Age();
        ResetPeak();
        var started = Stopwatch.GetTimestamp();
        var running = pool.Run(hostile.Script(), hostile.Call(), new Answers(), CancellationToken.None);
        var longest = await Neighbour();
        while (!running.IsCompleted)
            if (await Neighbour() is var wait && wait > longest) longest = wait;
        var peak = Peak();
        return new Ending(hostile, await running) { Wall = Stopwatch.GetElapsedTime(started), PeakMb = peak, Neighbour = longest };
    }

    /// <summary>A young process is given more time; the corpus shows what a grown one does.</summary>
    private async Task Age()
    {
        if (pool.ProcessIds.FirstOrDefault() is var id && id == known && id != 0) return;
        for (var i = 0; i < Aging; i++) await Neighbour();
        known = pool.ProcessIds.FirstOrDefault();
    }

    private async Task<TimeSpan> Neighbour()
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = await pool.Run(NeighboursScript, NeighboursCall(), new Answers(), CancellationToken.None);
        Assert.True(outcome.Verdict == Verdict.Completed && outcome.Result.AsSpan().SequenceEqual(Expected) && outcome.Effects.Count == 1,
            $"a neighbour was hurt: {outcome.Verdict} {outcome.Refusal?.Code} {Encoding.UTF8.GetString(outcome.Result)}");
        return Stopwatch.GetElapsedTime(started);
    }

    private static Call NeighboursCall() => new()
    {
        Invocation = Guid.NewGuid().ToString("N")[..26], Tenant = "neighbour", App = "good/app", Function = "f", Handler = "f",
        Input = Encoding.UTF8.GetBytes($$"""{"secret":"{{Ending.Canary}}","numbers":[1,2,3]}"""), Now = DateTimeOffset.UnixEpoch, Seed = 1,
        User = Ending.Canary, Settings = Encoding.UTF8.GetBytes($$"""{"key":"{{Ending.Canary}}"}"""),
    };

    private void ResetPeak()
    {
        foreach (var id in pool.ProcessIds) File.WriteAllText($"/proc/{id}/clear_refs", "5");
    }

    private long Peak() => pool.ProcessIds.Select(id => File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM", StringComparison.Ordinal)))
        .OfType<string>().Select(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).DefaultIfEmpty(0).Max();

    /// <summary>Answers every read with what was asked, and <c>none</c> with a refusal.</summary>
    private sealed class Answers : IHostBroker
    {
        public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel)
        {
            var args = Encoding.UTF8.GetString(question.Args);
            if (args.StartsWith("{\"entity\":\"secret\"", StringComparison.Ordinal)) return ValueTask.FromResult(HostAnswer.Of("\"REACHED\""u8.ToArray(), 1));
            return ValueTask.FromResult(args.Contains("\"none\"", StringComparison.Ordinal)
                ? HostAnswer.No(Refusal.Of(Codes.NotFound, ("id", "none")))
                : HostAnswer.Of(Encoding.UTF8.GetBytes($"{{\"op\":\"{question.Op}\",\"args\":{args}}}"), 1));
        }
    }
}
