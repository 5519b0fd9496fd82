using Marketplace.Domain;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Contracts.Logistics;

/// <summary>Photos of proofs of delivery (回单) in a brain: for the shipper and the carrier of the goods, and for nobody else. Stateless; key <see cref="Keys.Photos"/>.</summary>
[Alias("logistics.photos")]
public interface IPhotosGrain : IGrainWithStringKey
{
    /// <summary>Keeps a photo of goods that the caller's firm carries: JPEG or PNG, at most 2 MB. The answer names it for the command that delivers; what no
    /// proof names within a day is forgotten.</summary>
    [Alias("put")] Task<Answer<string>> Put(Caller caller, string consignment, Immutable<byte[]> photo);

    /// <summary>The photo that the proof of these goods names.</summary>
    [Alias("get")] Task<Answer<Immutable<byte[]>>> Get(Caller caller, string consignment);
}
