using System.Collections.Concurrent;
using System.Security.Cryptography;
using Marketplace.Grains.Invocations.Recordings;
using Marketplace.Storage.Secrets;

namespace Marketplace.Host.Sealing;

/// <summary>Each firm's own key to its recordings, made at its first call and sealed in the vault. They are read once.</summary>
internal sealed class RecordingKeys(Vault vault) : IRecordingKeys
{
    private readonly ConcurrentDictionary<string, byte[]> known = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async ValueTask<byte[]> Of(string tenant)
    {
        if (known.TryGetValue(tenant, out var key)) return key;
        key = await vault.GetOrKeep(Vault.Recordings, tenant, static () => RandomNumberGenerator.GetBytes(Box.Key), CancellationToken.None);
        return known.GetOrAdd(tenant, key);
    }
}
