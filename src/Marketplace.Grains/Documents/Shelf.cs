using Orleans.Runtime;
using Orleans.Storage;

namespace Marketplace.Grains.Documents;

/// <summary>The one way a grain touches its stored document: build a candidate, write it, and only then swap it in. A failed write
/// leaves the old value and ends the activation, so that the next call reads what the store really holds.</summary>
internal sealed class Shelf<T>(IPersistentState<T> slot, T empty, Action deactivate) where T : class
{
    private long readAt;

    /// <summary>The document, or the explicit empty one.</summary>
    public T Current => slot.RecordExists ? slot.State : empty;

    /// <summary>The document, read again when that was last done longer ago than <paramref name="believed"/>: while silos do not see each
    /// other, another activation may have written it.</summary>
    public async Task<T> Fresh(TimeProvider time, TimeSpan believed)
    {
        if (readAt == 0 || time.GetElapsedTime(readAt) > believed)
        {
            await slot.ReadStateAsync();
            readAt = time.GetTimestamp();
        }
        return Current;
    }

    /// <summary>Writes the next version; a compare-and-swap on the row's version.</summary>
    public async Task Commit(T next)
    {
        var before = slot.State;
        slot.State = next;
        try
        {
            await slot.WriteStateAsync();
        }
        catch (Exception lost)
        {
            if (lost is InconsistentStateException) Races.Lost(Races.Document);
            slot.State = before;
            deactivate();
            throw;
        }
    }
}
