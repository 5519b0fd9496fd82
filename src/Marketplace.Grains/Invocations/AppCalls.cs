using System.Text.Json.Nodes;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Records;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Orleans;
using InstallFacts = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Invocations;

/// <summary>Calls of one app's functions by another of the same firm. Each is a call like any other: admitted, metered, billed at the called app's price.</summary>
internal sealed class AppCalls(Database database, ReleaseLibrary library, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Asks for a call of an exposed function; the caller's chain already holds who calls.</summary>
    public async Task<Answer<InvokeReceipt>> Call(Caller caller, AppLink link, InvokeOrder order)
    {
        if (await InstallFacts.Get(database, caller.Tenant, link.App) is not { } head || !InstallStates.IsThere(head.State))
            return Refusal.Of(Codes.NotFound, ("what", "install"), ("app", link.App));
        var release = await library.Load(head.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
        var function = AppRules.Exposed(release.Manifest, link);
        return function.Ok ? await grains.GetGrain<IInvokerGrain>(Keys.Invoker()).Invoke(caller, order with { App = link.App, Function = function.Must() }) : function.Refusal!;
    }

    /// <summary>Tells the install that proposed a call what became of it: as a call of each of its functions that hear <see cref="AppRules.Called"/>. Told twice is told once.</summary>
    public async Task Tell(string id, PendingCall call, Answer<InvokeReceipt> answer)
    {
        if (call.From is not { } from || await InstallFacts.Get(database, call.Tenant, from) is not { } head || !InstallStates.Serves(head.State)) return;
        if (await library.Load(head.Digest) is not { } release) return;
        var (unit, now, refused) = (new Unit(), time.GetUtcNow(), answer.Refusal ?? answer.Value?.Refused);
        var happened = new JsonObject
        {
            ["specversion"] = "1.0", ["id"] = $"called:{id}", ["type"] = AppRules.Called, ["source"] = $"/tenants/{call.Tenant}/installs/{call.App}", ["time"] = Forms.TimeText(now),
            ["datacontenttype"] = "application/json", ["tenantid"] = call.Tenant, ["installid"] = head.Id,
            ["data"] = new JsonObject
            {
                ["call"] = call.Effect, ["app"] = call.App, ["function"] = call.Function, ["invocation"] = answer.Value?.Invocation, ["outcome"] = refused is null ? "completed" : "refused",
                ["result"] = refused is null ? JsonNode.Parse(answer.Value!.Result) : null, ["code"] = refused?.Code,
                ["facts"] = refused is null ? null : new JsonObject(refused.Facts.Select(static fact => KeyValuePair.Create(fact.Key, (JsonNode?)fact.Value))),
            },
        }.ToJsonString();
        foreach (var function in EventRules.Hearing(release.Manifest, head.Grants, AppRules.Called))
            Messages.Call(unit, $"called:{id}:{function}", new PendingCall(call.Tenant, from, function, happened, Causes.Actor(Causes.Event), call.Trace) { Cause = Causes.Event, Chain = ChainRules.Next(call.Chain ?? [], $"{call.Tenant}/{call.App}") }, now, now);
        await database.Commit(unit);
    }
}
