using System.Text;
using Marketplace.Grains.Egress;
using Marketplace.Storage.Audit;

namespace Marketplace.Host.Sealing;

/// <summary>Apps' secrets, sealed in the vault.</summary>
internal sealed class AppSecrets(Vault vault) : IAppSecrets
{
    /// <inheritdoc />
    public async ValueTask<string?> Open(string tenant, string app, string name) =>
        await vault.Find(IAppSecrets.Kind, $"{tenant}/{app}/{name}") is { } secret ? Encoding.UTF8.GetString(secret) : null;

    /// <inheritdoc />
    public Task Keep(string tenant, string app, string name, string value, AuditEntry entry) =>
        vault.Put(IAppSecrets.Kind, $"{tenant}/{app}/{name}", Encoding.UTF8.GetBytes(value), entry);

    /// <inheritdoc />
    public Task<bool> Forget(string tenant, string app, string name, AuditEntry entry) => vault.Remove(IAppSecrets.Kind, $"{tenant}/{app}/{name}", entry);

    /// <inheritdoc />
    public async Task<IReadOnlyList<(string Name, DateTimeOffset At, string By)>> Given(string tenant, string app)
    {
        var prefix = $"{tenant}/{app}/";
        return [.. (await vault.Given(IAppSecrets.Kind, prefix)).Select(one => one with { Name = one.Name[prefix.Length..] })];
    }
}
