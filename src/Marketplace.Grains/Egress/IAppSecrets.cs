using Marketplace.Storage.Audit;

namespace Marketplace.Grains.Egress;

/// <summary>What a firm gave an app to prove itself elsewhere: passwords and tokens. The host keeps them sealed under its master key; no script
/// and no person reads them again.</summary>
public interface IAppSecrets
{
    /// <summary>Their kind among the secrets of the store; a name there is <c>{tenant}/{publisher}/{app}/{name}</c>.</summary>
    const string Kind = "app";

    /// <summary>The secret in the clear, or null when the firm gave none of this name.</summary>
    ValueTask<string?> Open(string tenant, string app, string name);

    /// <summary>Keeps a secret; one of this name that was there is replaced. The entry says who gave it, and stands in the same commit.</summary>
    Task Keep(string tenant, string app, string name, string value, AuditEntry entry);

    /// <summary>Forgets one; false when there was none, and then there is no entry either.</summary>
    Task<bool> Forget(string tenant, string app, string name, AuditEntry entry);

    /// <summary>All, in the order of their names: when each was given, and by whom.</summary>
    Task<IReadOnlyList<(string Name, DateTimeOffset At, string By)>> Given(string tenant, string app);
}
