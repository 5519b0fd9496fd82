using System.Diagnostics;
using System.Text.Json;
using Marketplace.Domain.Solving;

namespace Marketplace.Grains.Solving;

/// <summary>Has requests worked on, each in a process of its own that yields to the host, knows nothing of it, and is ended when its box and
/// the grace are over, whatever it does. An answer is a proposal: check it before it is committed.</summary>
public sealed class SolverProcess(SolverOptions options, TimeProvider time) : IDisposable
{
    private const int SlowClock = 20; // how much slower than the wall clock a processor's may go on a busy machine

    private readonly SemaphoreSlim places = new(options.AtOnce);

    /// <summary>The last answer of the solver: its final one, or the best so far when it was ended or died, or null when there was none.</summary>
    /// <param name="request">The problem and its box.</param>
    /// <param name="improved">Told of each answer as it comes.</param>
    /// <param name="cancel">Ends the solver; the answers so far are lost.</param>
    public async Task<SolverAnswer?> Solve(SolverRequest request, Action<SolverAnswer>? improved = null, CancellationToken cancel = default)
    {
        await places.WaitAsync(cancel);
        try
        {
            using var process = Process.Start(options.Command()) ?? throw new InvalidOperationException("The solver did not start.");
            try
            {
                return await Talk(process, request, improved, cancel);
            }
            finally
            {
                End(process);
            }
        }
        finally
        {
            places.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => places.Dispose();

    private async Task<SolverAnswer?> Talk(Process process, SolverRequest request, Action<SolverAnswer>? improved, CancellationToken cancel)
    {
        Yield(process);
        var box = TimeSpan.FromSeconds(Math.Clamp(request.Seconds, 0, 3600) * (request.CountsProcessorTime ? SlowClock : 1));
        using var patience = new CancellationTokenSource(box + options.Grace, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        using var ended = ending.Token.Register(() => End(process));
        process.ErrorDataReceived += static (_, _) => { }; // read, so that it cannot block; what a solver complains of is nobody's business here
        process.BeginErrorReadLine();
        SolverAnswer? last = null;
        try
        {
            await JsonSerializer.SerializeAsync(process.StandardInput.BaseStream, request, SolvingJson.Default.SolverRequest, ending.Token);
            process.StandardInput.Close();
            var lines = new BoundedLines(process.StandardOutput, options.LongestAnswer);
            while (last is not { Final: true } && await lines.Next(ending.Token) is { } line)
            {
                last = JsonSerializer.Deserialize(line, SolvingJson.Default.SolverAnswer);
                if (last is not null) improved?.Invoke(last);
            }
        }
        catch (Exception gone) when (gone is IOException or JsonException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested(); // else it died, spoke nonsense, or its time was up: what it said before counts
        }
        return last;
    }

    /// <summary>A host that runs at normal priority goes before its solvers; one that itself yields passes that on.</summary>
    private static void Yield(Process process)
    {
        using var own = Process.GetCurrentProcess();
        if (own.PriorityClass != ProcessPriorityClass.Normal) return;
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (InvalidOperationException)
        {
            // It is over already.
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
