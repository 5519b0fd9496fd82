using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Installs;
using Marketplace.Domain;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Installs;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Operations;
using Orleans;
using Orleans.Concurrency;
using InstallRows = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Installs;

/// <summary>Keeps apps' settings for the owner of a firm, in the head of the install. Reentrant because it holds nothing.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class SettingsGrain(Database database, ReleaseLibrary library) : Grain, ISettingsGrain
{
    private const int Tries = 3;

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<SettingsFacts>> Get(Caller caller, string app)
    {
        if (NotOwner(caller) is { } no) return no;
        return await Find(app) is { } head ? await Facts(head) : Missing();
    }

    public async Task<Answer<SettingsFacts>> Put(Caller caller, string app, Immutable<byte[]> settings)
    {
        if (NotOwner(caller) is { } no) return no;
        var request = RequestHash.Of("settings", [.. Encoding.UTF8.GetBytes(app), 0, .. settings.Value]);
        if (await Stored(caller, request) is { } known) return known;
        for (var attempt = 1; ; attempt++)
        {
            if (await Find(app) is not { } head) return Missing();
            var state = InstallStates.After(head.State, InstallStates.Settings);
            if (!state.Ok) return state.Refusal!;
            var release = await library.Load(head.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
            var decided = SettingsRules.Decide(release.Manifest.Settings, settings.Value);
            if (decided.Refusal is { } wrong) return wrong;
            var next = head with { State = state.Must(), SettingsJson = decided.Must() };
            var (facts, now) = (await Facts(next), database.Time.GetUtcNow());
            var unit = new Unit();
            InstallRows.Replace(unit, next, head.Epoch);
            AuditFacts.Append(unit, new AuditEntry(Tenant, now, caller.Actor, "settings.put", app,
                new Dictionary<string, string> { ["version"] = head.Version, ["changed"] = string.Join(' ', Changed(head.SettingsJson, next.SettingsJson)) }));
            if (caller.Operation.Length > 0)
                OperationFacts.Insert(unit, new StoredOperation(Tenant, caller.Operation, request, "", JsonSerializer.SerializeToUtf8Bytes(facts, GrainJson.Default.SettingsFacts), now));
            var done = await database.Commit(unit);
            await GrainFactory.GetGrain<IInstallGrain>(Keys.Install(Tenant, app)).Forget(Caller.System(Tenant));
            if (done.Ok) return facts;
            if (await Stored(caller, request) is { } raced) return raced;
            Races.Lost(Races.Terms);
            if (attempt == Tries) return Refusal.Of(Codes.ConflictHead, ("app", app));
        }
    }

    private static Refusal? NotOwner(Caller caller) => caller.Is(Roles.Owner) ? null : Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "install"));

    private async Task<InstallHead?> Find(string app) =>
        Keys.IsApp(app) && await InstallRows.Get(database, Tenant, app) is { } head && InstallStates.IsThere(head.State) ? head : null;

    private async Task<SettingsFacts> Facts(InstallHead head)
    {
        var schema = (await library.Load(head.Digest))?.Manifest.Settings ?? default;
        var has = schema.ValueKind == JsonValueKind.Object;
        return new SettingsFacts
        {
            App = head.App, Version = head.Version, Settings = ExportRules.Open(head.SettingsJson, schema), Schema = has ? Encoding.UTF8.GetBytes(schema.GetRawText()) : [],
        };
    }

    private async Task<Answer<SettingsFacts>?> Stored(Caller caller, string request)
    {
        if (await OperationFacts.Get(database, Tenant, caller.Operation) is not { } known) return null;
        return known.RequestHash == request
            ? JsonSerializer.Deserialize(known.Reply, GrainJson.Default.SettingsFacts)!
            : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
    }

    /// <summary>The names of what is another one now; the audit log holds no values.</summary>
    private static IEnumerable<string> Changed(byte[] before, byte[] after)
    {
        using var was = JsonDocument.Parse(before.Length == 0 ? "{}"u8.ToArray() : before);
        using var now = JsonDocument.Parse(after);
        var names = was.RootElement.EnumerateObject().Concat(now.RootElement.EnumerateObject()).Select(static one => one.Name).Distinct(StringComparer.Ordinal);
        return [.. names.Where(name => !was.RootElement.TryGetProperty(name, out var old) || !now.RootElement.TryGetProperty(name, out var other) || !JsonElement.DeepEquals(old, other))];
    }
}
