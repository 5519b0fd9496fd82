using Marketplace.Contracts.Egress;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Domain.Egress;
using Marketplace.Domain.Installs;
using Marketplace.Storage;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Installs;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Egress;

/// <summary>Keeps apps' secrets for the owner of a firm. Reentrant because it holds nothing.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class SecretsGrain(Database database, IAppSecrets secrets) : Grain, ISecretsGrain
{
    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public Task<Answer<SecretNames>> Names(Caller caller, string app) => For(caller, app, static () => Task.FromResult<Refusal?>(null));

    public Task<Answer<SecretNames>> Keep(Caller caller, string app, string name, Secret value) => For(caller, app, async () =>
    {
        if (SecretRules.Fault(name, value.Text, [.. (await secrets.Given(Tenant, app)).Select(static one => one.Name)]) is { } no) return no;
        await secrets.Keep(Tenant, app, name, value.Text, Entry(caller, "secret.keep", app, name));
        return null;
    });

    public Task<Answer<SecretNames>> Forget(Caller caller, string app, string name) => For(caller, app, async () =>
    {
        await secrets.Forget(Tenant, app, name, Entry(caller, "secret.forget", app, name));
        return null;
    });

    private async Task<Answer<SecretNames>> For(Caller caller, string app, Func<Task<Refusal?>> act)
    {
        if (!caller.Is(Roles.Owner)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));
        if (await InstallFacts.Get(database, Tenant, app) is not { } install || install.State is InstallStates.Uninstalled or InstallStates.Purged)
            return Refusal.Of(Codes.NotFound, ("what", "install"));
        if (await act() is { } refused) return refused;
        var given = await secrets.Given(Tenant, app);
        return new SecretNames { Names = [.. given.Select(static one => one.Name)], Given = [.. given.Select(static one => new SecretGiven { Name = one.Name, At = one.At, By = one.By })] };
    }

    private AuditEntry Entry(Caller caller, string act, string app, string name) =>
        new(Tenant, database.Time.GetUtcNow(), caller.Actor, act, app, new Dictionary<string, string> { ["name"] = name });
}
