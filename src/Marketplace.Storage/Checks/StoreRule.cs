using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>One promise of the store, and how to see whether it is kept.</summary>
public abstract class StoreRule
{
    /// <summary>A word for the operator's list.</summary>
    public abstract string Name { get; }

    /// <summary>What must hold, in a sentence.</summary>
    public abstract string Promise { get; }

    /// <summary>Looks at everything the promise is about.</summary>
    public abstract Task Look(Snapshot store, Findings findings, CancellationToken cancel);
}
