using Orleans.Runtime;

namespace Marketplace.Grains.Documents;

/// <summary>The one way a grain touches its stored document: build a candidate, write it, and only then swap it in. A failed write
/// leaves the old value and ends the activation, so that the next call reads what the store really holds.</summary>
internal sealed class Shelf<T>(IPersistentState<T> slot, T empty, Action deactivate) where T : class
{
    /// <summary>The document, or the explicit empty one.</summary>
    public T Current => slot.RecordExists ? slot.State : empty;

    /// <summary>Writes the next version; a compare-and-swap on the row's version.</summary>
    public async Task Commit(T next)
    {
        var before = slot.State;
        slot.State = next;
        try
        {
            await slot.WriteStateAsync();
        }
        catch
        {
            slot.State = before;
            deactivate();
            throw;
        }
    }
}
