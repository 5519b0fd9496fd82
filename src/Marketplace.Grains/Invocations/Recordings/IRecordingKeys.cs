namespace Marketplace.Grains.Invocations.Recordings;

/// <summary>Each firm's key to its recordings; the host keeps them under its master key.</summary>
public interface IRecordingKeys
{
    /// <summary>32 bytes, the same for a firm on every host of the store.</summary>
    ValueTask<byte[]> Of(string tenant);
}
