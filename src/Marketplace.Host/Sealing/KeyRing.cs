using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Marketplace.Host.Sealing;

/// <summary>The keys of sessions and forms, as the web server's key management sees them: in memory, because it asks without waiting;
/// <see cref="Load"/> and <see cref="Save"/> carry them from and to the vault.</summary>
internal sealed class KeyRing(Vault vault) : IXmlRepository
{
    private ImmutableDictionary<string, string> kept = ImmutableDictionary<string, string>.Empty, unsaved = ImmutableDictionary<string, string>.Empty;

    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements() => [.. kept.Values.Concat(unsaved.Values).Select(XElement.Parse)];

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName) =>
        ImmutableInterlocked.TryAdd(ref unsaved, friendlyName, element.ToString(SaveOptions.DisableFormatting));

    /// <summary>Reads what every host has made.</summary>
    public async Task Load(CancellationToken cancel) =>
        kept = (await vault.List(Vault.Ring, cancel)).ToImmutableDictionary(static key => key.Name, static key => Encoding.UTF8.GetString(key.Secret), StringComparer.Ordinal);

    /// <summary>Writes what was made here.</summary>
    public async Task Save(CancellationToken cancel)
    {
        foreach (var (name, key) in unsaved)
        {
            await vault.Keep(Vault.Ring, name, Encoding.UTF8.GetBytes(key), cancel);
            kept = kept.SetItem(name, key);
            ImmutableInterlocked.TryRemove(ref unsaved, name, out _);
        }
    }
}
