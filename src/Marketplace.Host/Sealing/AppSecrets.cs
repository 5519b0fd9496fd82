using System.Text;
using Marketplace.Grains.Egress;

namespace Marketplace.Host.Sealing;

/// <summary>Apps' secrets, sealed in the vault.</summary>
internal sealed class AppSecrets(Vault vault) : IAppSecrets
{
    /// <inheritdoc />
    public async ValueTask<string?> Open(string tenant, string app, string name) =>
        await vault.Find(IAppSecrets.Kind, $"{tenant}/{app}/{name}") is { } secret ? Encoding.UTF8.GetString(secret) : null;

    /// <inheritdoc />
    public Task Keep(string tenant, string app, string name, string value) => vault.Put(IAppSecrets.Kind, $"{tenant}/{app}/{name}", Encoding.UTF8.GetBytes(value));

    /// <inheritdoc />
    public Task<bool> Forget(string tenant, string app, string name) => vault.Remove(IAppSecrets.Kind, $"{tenant}/{app}/{name}");

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> Names(string tenant, string app)
    {
        var prefix = $"{tenant}/{app}/";
        return [.. (await vault.Names(IAppSecrets.Kind, prefix)).Select(name => name[prefix.Length..])];
    }
}
