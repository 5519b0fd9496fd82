using System.Text;
using Marketplace.Storage;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Secrets;

namespace Marketplace.Host.Sealing;

/// <summary>The secrets of the store, opened by this host's master key. A host with another key than the store was sealed with does not
/// start: it could read nobody's session, and what it wrote nobody could read.</summary>
internal sealed class Vault
{
    /// <summary>Kinds of secrets: sessions' keys, keys that sign packages, and each firm's key to its recordings.</summary>
    public const string Ring = "ring", Signing = "signing", Recordings = "recordings";

    private const string Check = "check", Master = "master";
    private readonly Database store;
    private readonly MasterKey master;

    private Vault(Database store, MasterKey master) => (this.store, this.master) = (store, master);

    /// <summary>Opens the vault. The first host of a store seals it with its key, and makes one where none was named.</summary>
    public static async Task<Vault> Open(HostSettings settings, Database store, CancellationToken cancel = default)
    {
        await using var alone = await store.Alone("keys", cancel);
        var seals = await SecretFacts.List(store, Check, cancel);
        if (seals.Count > 0 && !settings.MasterKeyGiven && !File.Exists(settings.MasterKey))
            throw new InvalidOperationException($"The store is sealed with a master key, and there is none at {settings.MasterKey}. Give this host the file that the first host of this store has (Marketplace:MasterKey).");
        var made = !settings.MasterKeyGiven && !File.Exists(settings.MasterKey);
        var vault = new Vault(store, made ? MasterKey.Make(settings.MasterKey) : MasterKey.Read(settings.MasterKey));
        if (seals.Count == 0) await vault.Keep(Check, Master, Encoding.ASCII.GetBytes(Master), cancel);
        else if (vault.master.Open($"{Check}/{Master}", seals[0].Secret) is null)
            throw new InvalidOperationException($"The store is sealed with another master key than the one at {settings.MasterKey}. Every host of a store is given the same file (Marketplace:MasterKey).");
        await vault.TakeOver(Path.Combine(settings.Data, "keys"), cancel);
        return vault;
    }

    /// <summary>Every secret of a kind, the oldest first.</summary>
    public async Task<IReadOnlyList<(string Name, byte[] Secret)>> List(string kind, CancellationToken cancel)
    {
        var secrets = new List<(string, byte[])>();
        foreach (var (name, secret) in await SecretFacts.List(store, kind, cancel))
            secrets.Add((name, Opened(kind, name, secret)));
        return secrets;
    }

    private byte[] Opened(string kind, string name, byte[] secret) =>
        master.Open($"{kind}/{name}", secret) ?? throw new InvalidDataException($"The secret {kind}/{name} is not what was sealed.");

    /// <summary>Keeps a secret; false when there is one of this name.</summary>
    public async Task<bool> Keep(string kind, string name, byte[] secret, CancellationToken cancel)
    {
        var unit = new Unit();
        SecretFacts.Add(unit, kind, name, master.Seal($"{kind}/{name}", secret), store.Time.GetUtcNow());
        return (await store.Commit(unit, cancel)).Ok;
    }

    /// <summary>Keeps a secret in place of what stood under its name, and the entry that says who gave it.</summary>
    public async Task Put(string kind, string name, byte[] secret, AuditEntry entry)
    {
        var unit = new Unit();
        SecretFacts.Put(unit, kind, name, master.Seal($"{kind}/{name}", secret), entry.At, entry.Actor);
        AuditFacts.Append(unit, entry);
        if (await store.Commit(unit) is { Ok: false } lost) throw new IOException($"A secret was not kept: {lost.Conflict}.");
    }

    /// <summary>The secret of this name, or null.</summary>
    public async Task<byte[]?> Find(string kind, string name) => await SecretFacts.Get(store, kind, name) is { } secret ? Opened(kind, name, secret) : null;

    /// <summary>Takes one away, and keeps the entry that says who did; false when there was none.</summary>
    public async Task<bool> Remove(string kind, string name, AuditEntry entry)
    {
        var unit = new Unit();
        SecretFacts.Remove(unit, kind, name);
        AuditFacts.Append(unit, entry);
        return (await store.Commit(unit)).Ok;
    }

    /// <summary>Those of a kind whose names begin so: when each was given, and by whom.</summary>
    public Task<IReadOnlyList<(string Name, DateTimeOffset At, string By)>> Given(string kind, string prefix) => SecretFacts.Given(store, kind, prefix);

    /// <summary>The secret of this name, made when there is none.</summary>
    public async Task<byte[]> GetOrKeep(string kind, string name, Func<byte[]> make, CancellationToken cancel)
    {
        if (await SecretFacts.Get(store, kind, name, cancel) is null) await Keep(kind, name, make(), cancel);
        return Opened(kind, name, (await SecretFacts.Get(store, kind, name, cancel))!);
    }

    /// <summary>A host of before kept its keys as plain files: they are sealed, and the plain ones go when the store has them.</summary>
    private async Task TakeOver(string folder, CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.GetFiles(folder, "*.xml"))
        {
            await Keep(Ring, Path.GetFileNameWithoutExtension(file), await File.ReadAllBytesAsync(file, cancel), cancel);
            File.Delete(file);
        }
        foreach (var file in Directory.GetFiles(folder, "*.pem"))
            if (await Keep(Signing, Path.GetFileNameWithoutExtension(file), await File.ReadAllBytesAsync(file, cancel), cancel)) File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }
}
