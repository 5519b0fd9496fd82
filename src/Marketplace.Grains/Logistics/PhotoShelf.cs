using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;
using Marketplace.Grains.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Resources;

namespace Marketplace.Grains.Logistics;

/// <summary>Photos of deliveries as bytes under their digest; what keeps them is the mark of the consignment whose proof names them.</summary>
internal sealed class PhotoShelf(ResourceShelves shelves, Database database)
{
    /// <summary>Keeps a photo of goods that the caller's firm carries, and answers how a proof names it.</summary>
    public async Task<Answer<string>> Put(string brain, Caller caller, string consignment, byte[] photo)
    {
        if (await Goods(brain, caller, consignment, "carrier") is null) return Missing();
        if (PhotoRules.Fault(photo) is { } no) return no;
        var unit = new Unit();
        var digest = BlobFacts.Put(unit, photo, database.Time.GetUtcNow());
        var done = await database.Commit(unit);
        return done.Ok ? PhotoRules.Prefix + digest : Refusal.Of(Codes.Unavailable, ("why", done.Conflict));
    }

    /// <summary>The photo that the proof of these goods names, for their shipper and their carrier.</summary>
    public async Task<Answer<byte[]>> Get(string brain, Caller caller, string consignment)
    {
        if (await Goods(brain, caller, consignment, "shipper", "carrier") is not { } goods || PhotoRules.Digest(goods.Pod?.Photo) is not { } digest) return Missing();
        // A proof can name any digest; only what is a photo is shown for one.
        return await BlobFacts.Get(database, digest) is { } bytes && PhotoRules.Fault(bytes) is null ? bytes : Missing();
    }

    private async Task<Consignment?> Goods(string brain, Caller caller, string consignment, params string[] words)
    {
        var shelf = new ResourceShelf(brain, LogisticsService.Service);
        if (caller.Brain != brain || caller.Tenant.Length == 0 || !ResourceName.IsId(consignment)) return null;
        if (await ResourceReads.Get(database, shelf, new ResourceName(LogisticsTables.ConsignmentTable.Collection, consignment)) is not { } row) return null;
        return row.Parties.Any(one => one.Tenant == caller.Tenant && words.Contains(one.Word)) ? ResourceShelves.Thing(shelves.Service(shelf.Service), row).As<Consignment>() : null;
    }

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "photo"));
}
