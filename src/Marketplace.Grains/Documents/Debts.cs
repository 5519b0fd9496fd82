using Marketplace.Domain;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Orleans;

namespace Marketplace.Grains.Documents;

/// <summary>A document grain that owes something to others after its own commit (projections, other grains).</summary>
[Alias("documents.owes")]
internal interface IOwes : IGrainWithStringKey
{
    /// <summary>Pays what the stored document says is still owed; nothing when it owes nothing.</summary>
    [Alias("settle")] Task Settle(Caller caller);
}

/// <summary>Makes sure that a document's debts are paid after a crash: a wake-up is stored before the document that owes, and struck
/// off when it owes no more. A wake-up for nothing costs one look.</summary>
internal sealed class Debts(Database database, TimeProvider time)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Before the commit that will owe.</summary>
    public async Task Promise(string key)
    {
        var unit = new Unit();
        var now = time.GetUtcNow();
        DueFacts.Add(unit, $"settle:{key}", Messages.SettleKind, key, [], now, now + Grace);
        await database.Commit(unit);
    }

    /// <summary>After the commit that owes no more.</summary>
    public async Task Paid(string key)
    {
        var unit = new Unit();
        DueFacts.Done(unit, $"settle:{key}");
        await database.Commit(unit);
    }
}
