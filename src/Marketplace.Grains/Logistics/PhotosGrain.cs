using Marketplace.Contracts.Logistics;
using Marketplace.Domain;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Logistics;

/// <summary>The photos of a brain's deliveries; holds nothing.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class PhotosGrain(PhotoShelf photos) : Grain, IPhotosGrain
{
    private string Brain => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public Task<Answer<string>> Put(Caller caller, string consignment, Immutable<byte[]> photo) => photos.Put(Brain, caller, consignment, photo.Value);

    public async Task<Answer<Immutable<byte[]>>> Get(Caller caller, string consignment)
    {
        var photo = await photos.Get(Brain, caller, consignment);
        return photo.Refusal is { } no ? no : new Immutable<byte[]>(photo.Must());
    }
}
