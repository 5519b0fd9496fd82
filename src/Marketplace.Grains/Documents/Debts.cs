using Marketplace.Domain;
using Orleans;

namespace Marketplace.Grains.Documents;

/// <summary>A document grain that owes something to others after its own commit (projections, other grains).</summary>
[Alias("documents.owes")]
internal interface IOwes : IGrainWithStringKey
{
    /// <summary>Pays what the stored document says is still owed; nothing when it owes nothing.</summary>
    [Alias("settle")] Task Settle(Caller caller);
}
