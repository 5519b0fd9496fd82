using System.Collections.Concurrent;
using Marketplace.Domain;

namespace Marketplace.Grains.Invocations;

/// <summary>Operations that run on this silo right now. A duplicate waits for the first for up to ten seconds and shares its answer;
/// across silos the unique row of the operation decides.</summary>
internal sealed class InFlight(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<(string, string), object> running = new();

    /// <summary>The stored answer, the running one's, or a new run's.</summary>
    public async Task<Answer<T>> Once<T>(
        string tenant, string operation, string request, Func<Task<Answer<T>?>> stored, Func<Task<Answer<T>>> run)
    {
        var mine = new Running<T>(request, new TaskCompletionSource<Answer<T>>(TaskCreationOptions.RunContinuationsAsynchronously));
        var winner = (Running<T>)running.GetOrAdd((tenant, operation), mine);
        if (!ReferenceEquals(winner, mine))
        {
            if (winner.Request != request) return Refusal.Of(Codes.OperationMismatch, ("operation", operation));
            try
            {
                return await winner.Answer.Task.WaitAsync(Patience, time);
            }
            catch (TimeoutException)
            {
                return Refusal.Of(Codes.OperationInFlight, ("operation", operation));
            }
        }
        try
        {
            var answer = await stored() ?? await run();
            mine.Answer.SetResult(answer);
            return answer;
        }
        catch (Exception broken)
        {
            mine.Answer.SetException(broken);
            _ = mine.Answer.Task.Exception;
            throw;
        }
        finally
        {
            running.TryRemove((tenant, operation), out _);
        }
    }

    private sealed record Running<T>(string Request, TaskCompletionSource<Answer<T>> Answer);
}
