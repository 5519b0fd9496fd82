using System.Globalization;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Runners;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Marketplace.Tests.Adversarial.Runners;

/// <summary>A runner that has just started, on a machine that has no core to spare, refuses no honest call.</summary>
[Collection("one at a time")]
public sealed class ColdRunnerTests(ITestOutputHelper output)
{
    private const int Calls = 50;

    [Fact]
    public async Task Answers_its_first_scans_on_a_busy_machine()
    {
        var app = new HonestApp();
        var worst = 0L;
        for (var start = 0; start < (Repository.Nightly ? 8 : 3); start++)
        {
            using var busy = new BusyMachine(4);
            var outcomes = await FirstCalls(app);
            var cpu = outcomes.Select(o => o.Meter.CpuNs).ToList();
            output.WriteLine($"start {start}: {Verdicts(outcomes)}; CPU of the first {Milliseconds(cpu[0])} ms, most {Milliseconds(cpu.Max())} ms, "
                + $"median {Milliseconds(cpu.Order().ElementAt(cpu.Count / 2))} ms, last {Milliseconds(cpu[^1])} ms");
            worst = Math.Max(worst, cpu.Max());
            Assert.All(outcomes, o => Assert.Equal(Verdict.Completed, o.Verdict));
        }
        output.WriteLine($"most CPU of a call, the compiler's own included: {Milliseconds(worst)} ms");
    }

    private async Task<IReadOnlyList<Outcome>> FirstCalls(HonestApp app)
    {
        var folder = Directory.CreateTempSubdirectory("cold");
        await using var pool = new RunnerPool(new RunnerPoolOptions { RunnerPath = Repository.Runner, DataFolder = folder.FullName },
            TimeProvider.System, NullLogger<RunnerPool>.Instance);
        await pool.Start(TestContext.Current.CancellationToken);
        var outcomes = new List<Outcome>();
        for (var i = 0; i < Calls; i += 2)
            outcomes.AddRange(await Task.WhenAll(Call(i + 1), Call(i + 2)));
        output.WriteLine(pool.Stats.ToString());
        folder.Delete(recursive: true);
        return outcomes;

        Task<Outcome> Call(int number) => pool.Run(app.Package.Script, HonestApp.Scan(number), app.Firm, TestContext.Current.CancellationToken);
    }

    private static string Verdicts(IReadOnlyList<Outcome> outcomes) =>
        string.Join(", ", outcomes.GroupBy(o => o.Verdict).Select(g => $"{g.Count()} {g.Key}"));

    private static string Milliseconds(long nanoseconds) => (nanoseconds / 1e6).ToString("F1", CultureInfo.InvariantCulture);
}
