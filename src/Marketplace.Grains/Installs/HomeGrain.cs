using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Imports;
using Marketplace.Grains.Invocations;
using Marketplace.Grains.Records;
using Marketplace.Grains.Upgrades;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Installs;

/// <summary>Runs an install's fenced calls and writes on the silo where it is. Reentrant, and the work leaves the grain's own turn: the
/// lane says what may run side by side. While a silo dies or one is split off, two may exist; then the head's compare-and-swap decides.</summary>
[Reentrant]
internal sealed class HomeGrain(ReleaseLibrary library, CallRun runs, RecordWriter writer, ImportRun imports, UpgradeRun upgrades) : Grain, IHomeGrain
{
    public async Task<Answer<InvokeReceipt>> Call(Caller caller, InvokeOrder order, Admitted admitted)
    {
        var release = await library.Load(admitted.Ticket.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
        var plan = new CallPlan(caller, order, admitted.Request, admitted.Ticket, release, release.Manifest.Functions[order.Function], admitted.SecondSigner);
        var grains = GrainFactory;
        return await Task.Run(() => runs.Run(grains, plan));
    }

    public Task<Answer<byte[]>> Write(Caller caller, RecordWrite write)
    {
        var tenant = Keys.Parse(this.GetPrimaryKeyString()).Owner;
        return Task.Run(() => writer.Write(tenant, caller, write));
    }

    public async Task<Answer<Done>> Import(Caller caller, string import)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("roles", Roles.System));
        var key = Keys.Parse(this.GetPrimaryKeyString());
        return await Task.Run(() => imports.Turn(key.Owner, Keys.AppOf(key.Id), import)) ? Done.It : Refusal.Of(Codes.Unavailable, ("why", "the install is too busy"));
    }

    public async Task<Answer<Done>> Upgrade(Caller caller, string run)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("roles", Roles.System));
        var key = Keys.Parse(this.GetPrimaryKeyString());
        return await Task.Run(() => upgrades.Turn(key.Owner, Keys.AppOf(key.Id), run)) ? Done.It : Refusal.Of(Codes.Unavailable, ("why", "the install is too busy"));
    }
}
