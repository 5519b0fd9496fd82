using System.Text;
using Marketplace.Grains.Invocations.Recordings;
using Marketplace.Storage.Secrets;

namespace Marketplace.Grains.Jobs;

/// <summary>The secrets of webhooks as they lie in the store: sealed with the firm's key under the webhook's own name. They cannot be hashes:
/// who checks a signature needs the secret itself.</summary>
internal sealed class HookSeal(IRecordingKeys keys)
{
    /// <summary>Seals.</summary>
    public async ValueTask<byte[]> Close(string tenant, string id, string secret) => Box.Seal(await keys.Of(tenant), Name(tenant, id), Encoding.ASCII.GetBytes(secret));

    /// <summary>Opens; what does not open was sealed by another host's key, or was changed.</summary>
    public async ValueTask<string> Open(string tenant, string id, byte[] box) =>
        Encoding.ASCII.GetString(Box.Open(await keys.Of(tenant), Name(tenant, id), box) ?? throw new InvalidDataException($"The secret of webhook {id} is not what was sealed."));

    private static string Name(string tenant, string id) => $"hook/{tenant}/{id}";
}
