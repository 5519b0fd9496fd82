namespace Marketplace.Grains.Invocations;

/// <summary>Lets several in side by side, or one alone, in the order of arrival: who wants to be alone waits for those inside, and
/// whoever comes later waits behind.</summary>
internal sealed class SharedGate(int width)
{
    private readonly Lock gate = new();
    private readonly Queue<(bool Alone, TaskCompletionSource Place)> waiting = new();
    private int inside;
    private bool isAlone;

    /// <summary>Waits for a place.</summary>
    public Task Enter(bool alone)
    {
        lock (gate)
        {
            if (waiting.Count == 0 && Fits(alone))
            {
                Take(alone);
                return Task.CompletedTask;
            }
            var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue((alone, place));
            return place.Task;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        lock (gate)
        {
            inside--;
            isAlone = false;
            while (waiting.TryPeek(out var next) && Fits(next.Alone))
            {
                waiting.Dequeue();
                Take(next.Alone);
                next.Place.SetResult();
            }
        }
    }

    private bool Fits(bool alone) => !isAlone && (alone ? inside == 0 : inside < width);

    private void Take(bool alone)
    {
        inside++;
        isAlone = alone;
    }
}
