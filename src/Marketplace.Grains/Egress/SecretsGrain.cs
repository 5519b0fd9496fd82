using Marketplace.Contracts.Egress;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Domain.Egress;
using Marketplace.Domain.Installs;
using Marketplace.Storage;
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
        if (SecretRules.Fault(name, value.Text, [.. await secrets.Names(Tenant, app)]) is { } no) return no;
        await secrets.Keep(Tenant, app, name, value.Text);
        return null;
    });

    public Task<Answer<SecretNames>> Forget(Caller caller, string app, string name) => For(caller, app, async () =>
    {
        await secrets.Forget(Tenant, app, name);
        return null;
    });

    private async Task<Answer<SecretNames>> For(Caller caller, string app, Func<Task<Refusal?>> act)
    {
        if (!caller.Is(Roles.Owner)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));
        if (await InstallFacts.Get(database, Tenant, app) is not { } install || install.State is InstallStates.Uninstalled or InstallStates.Purged)
            return Refusal.Of(Codes.NotFound, ("what", "install"));
        return await act() is { } refused ? refused : new SecretNames { Names = await secrets.Names(Tenant, app) };
    }
}
