namespace Marketplace.Tool.Dev;

/// <summary>A number that rises with every change of the folder; pages wait for the next one.</summary>
internal sealed class DevStamp
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;

    public int Now { get; private set; }

    public void Next() => Turn(() => Now++);

    /// <summary>Sends everyone home.</summary>
    public void Close() => Turn(() => _closed = true);

    /// <summary>The number, as soon as it is not the one seen; null when the server ends or the page has gone.</summary>
    public async Task<int?> After(int seen, CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_closed) return null;
                if (Now != seen) return Now;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested) return null;
        }
    }

    private void Turn(Action change)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            change();
            waiting = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        waiting.SetResult();
    }
}
