using System.Text.Json;
using Marketplace.Contracts.Accounts;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Operations;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Invocations;

/// <summary>Runs calls and holds nothing: admit, run in a runner, check the effects, commit one unit, answer. Where there are several
/// silos, what must take the install's head runs at the install's home.</summary>
[StatelessWorker(64)]
[Reentrant]
internal sealed class InvokerGrain(
    Database database, ReleaseLibrary library, CallRun runs, InFlight inFlight, InvocationLog log)
    : Grain, IInvokerGrain
{
    private const int MostAdmissions = 16;

    public async Task<Answer<InvokeReceipt>> Invoke(Caller caller, InvokeOrder order)
    {
        if (ChainRules.Check(caller.Chain, $"{caller.Tenant}/{order.App}", isAwaited: order.Cause.Length == 0) is { } cycle) return cycle;
        var request = RequestHash.Of($"call {order.App} {order.Function} {order.SecondSignature.Text}", order.Input);
        if (order.DryRun || caller.Operation.Length == 0) return await Run(caller, order, request);
        return await inFlight.Once(caller.Tenant, caller.Operation, request, () => Stored(caller, request), async () =>
        {
            var answer = await Run(caller, order, request);
            // Another silo may have finished the same operation first, and be the reason for this refusal: then its reply is the answer.
            return !answer.Ok && await Stored(caller, request) is { } stored ? stored : answer;
        });
    }

    public Task<Answer<InvocationPage>> Log(Caller caller, string app, string function, string after, int limit) =>
        log.Page(caller, GrainFactory, app, function, after, limit);

    /// <summary>The install's terms may change while a call runs; then it committed nothing and is admitted again on the new ones.</summary>
    private async Task<Answer<InvokeReceipt>> Run(Caller caller, InvokeOrder order, string request)
    {
        var install = GrainFactory.GetGrain<IInstallGrain>(Keys.Install(caller.Tenant, order.App));
        for (var admission = 1; ; admission++)
        {
            var ticket = await install.Admit(caller, order.Function);
            if (!ticket.Ok) return ticket.Refusal!;
            var answer = await Run(caller, order, request, ticket.Must());
            // The install's terms moved between admission and commit: admitted again on the terms that hold now.
            if (answer.Refusal?.Code != Codes.ConflictHead || admission == MostAdmissions) return answer;
            await install.Forget(Caller.System(caller.Tenant));
        }
    }

    private async Task<Answer<InvokeReceipt>> Run(Caller caller, InvokeOrder order, string request, Ticket ticket)
    {
        var release = await library.Load(ticket.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
        var function = release.Manifest.Functions[order.Function];
        if (Checked(release, order) is { } no) return no;
        var signer = await Signer(caller, function, order.SecondSignature.Text);
        if (!signer.Ok) return signer.Refusal!;
        var plan = new CallPlan(caller, order, request, ticket, release, function, signer.Must());
        if (!database.IsShared || !plan.Fenced || order.DryRun) return await runs.Run(GrainFactory, plan);
        return await GrainFactory.GetGrain<IHomeGrain>(Keys.Home(caller.Tenant, order.App))
            .Call(caller, order, new Admitted { Ticket = ticket, Request = request, SecondSigner = plan.SecondSigner });
    }

    private static Refusal? Checked(LoadedRelease release, InvokeOrder order)
    {
        if (release.Inputs[order.Function] is not { } schema) return null;
        using var input = JsonDocument.Parse(order.Input, new JsonDocumentOptions { MaxDepth = 64 });
        var errors = schema.Check(input.RootElement);
        return errors.Count == 0
            ? null
            : Refusal.Of(Codes.InputInvalid, ("pointer", errors[0].Pointer), ("rule", errors[0].Message));
    }

    private async Task<Answer<string>> Signer(Caller caller, FunctionSpec function, string signature)
    {
        if (function.SecondSigners.Count == 0) return "";
        if (signature.Length == 0) return Refusal.Of(Codes.SignatureMissing, ("roles", string.Join(", ", function.SecondSigners)));
        var colon = signature.LastIndexOf(':');
        if (colon <= 0) return Refusal.Of(Codes.SignatureInvalid, ("form", "badge:pin"));
        var person = await GrainFactory.GetGrain<IAccountsGrain>(Keys.Accounts())
            .ByBadge(caller, caller.Tenant, signature[..colon], signature[(colon + 1)..]);
        if (!person.Ok) return Refusal.Of(Codes.SignatureInvalid, ("form", "badge:pin"));
        if (person.Must().Person == caller.Actor) return Refusal.Of(Codes.SignatureSelf, ("person", caller.Actor));
        return function.SecondSigners.Any(person.Must().Roles.Contains)
            ? person.Must().Person
            : Refusal.Of(Codes.SignatureInvalid, ("roles", string.Join(", ", function.SecondSigners)));
    }

    private async Task<Answer<InvokeReceipt>?> Stored(Caller caller, string request)
    {
        if (await OperationFacts.Get(database, caller.Tenant, caller.Operation) is not { } known) return null;
        return known.RequestHash == request
            ? JsonSerializer.Deserialize(known.Reply, GrainJson.Default.InvokeReceipt)! with { Replayed = true }
            : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
    }
}
