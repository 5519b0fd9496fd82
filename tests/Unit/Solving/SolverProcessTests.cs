using Marketplace.Domain.Solving;
using Marketplace.Grains.Solving;
using Marketplace.Tests.Solving;
using Xunit;

namespace Marketplace.Tests.Unit.Solving;

/// <summary>The host's end: real processes, bounded and ended.</summary>
public sealed class SolverProcessTests
{
    [Fact]
    public async Task Answers_come_as_they_get_better_and_the_last_one_is_final()
    {
        using var solver = new SolverProcess(new SolverOptions(), TimeProvider.System);
        var answers = new List<SolverAnswer>();
        var last = await solver.Solve(Request("lc101", 2_000), answers.Add, TestContext.Current.CancellationToken);
        Assert.True(last is { Final: true, Routing: not null });
        Assert.False(answers[0].Final);
        Assert.True(answers[0].Routing!.Distance > last.Routing.Distance);
    }

    [Fact]
    public async Task One_that_does_not_end_is_ended_and_what_it_had_said_counts()
    {
        // A box of an hour, a clock that says at once that it is over: the process is ended in the middle of its work.
        using var solver = new SolverProcess(new SolverOptions(), new HastyTime());
        var last = await solver.Solve(Request("lr203", null) with { Seconds = 3600 }, cancel: TestContext.Current.CancellationToken);
        Assert.True(last is null or { Final: false });
    }

    [Fact]
    public async Task One_without_memory_ends_without_a_final_answer()
    {
        using var solver = new SolverProcess(new SolverOptions { HeapBytes = 4 * 1024 * 1024 }, TimeProvider.System);
        var costs = Enumerable.Range(0, 1_000).Select(static row => (IReadOnlyList<long?>)[.. Enumerable.Range(0, 1_000).Select(column => (long?)(row ^ column))]).ToList();
        Assert.Null(await solver.Solve(new SolverRequest { Seconds = 60, Assignment = new(costs) }, cancel: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_answer_longer_than_allowed_ends_it()
    {
        using var solver = new SolverProcess(new SolverOptions { LongestAnswer = 100 }, TimeProvider.System);
        Assert.Null(await solver.Solve(Request("lc101", 50), cancel: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_waits_for_a_place_may_give_up()
    {
        using var solver = new SolverProcess(new SolverOptions(), TimeProvider.System);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var working = solver.Solve(Request("lr203", null) with { Seconds = 3600 }, _ => begun.TrySetResult(), first.Token);
        await begun.Task;
        var waiting = solver.Solve(Request("lc101", 50), cancel: second.Token);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    private static SolverRequest Request(string name, long? steps) => new()
    {
        Seconds = 600, Steps = steps,
        Routing = LiLimInstance.Read(File.ReadAllText(Path.Combine(Repository.Shared, "data", "pdptw", $"{name}.txt"))).Problem(),
    };

    /// <summary>Every wait is over after a second and a half.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromSeconds(1.5) : dueTime, period);
    }
}
