using Marketplace.Domain.Invocations;
using Marketplace.Grains.Egress;
using Marketplace.Grains.Resources;
using Marketplace.Storage;

namespace Marketplace.Grains.Invocations;

/// <summary>What answers a call: the firm's records, its other apps, what the brain's firms share, and the world behind the gateway.</summary>
internal sealed class CallWorld(Database database, EgressGateway gateway, SharedAnswers shared, AppCalls apps)
{
    /// <summary>The records alone.</summary>
    public RecordBroker Records(CallPlan plan, DateTimeOffset now) => new(database, plan.Ticket.Install, plan.Release.Manifest, plan.Caller.Actor, now);

    /// <summary>The records, the other apps and the world. Without a memory nothing is sent.</summary>
    public IHostBroker With(RecordBroker records, CallPlan plan, string invocation, WorldMemory? memory) =>
        new AppBroker(new WorldBroker(new SharedBroker(records, shared, plan.Caller.Tenant, plan.Ticket.Brain), gateway, new EgressCall(plan.Caller.Tenant, plan.Order.App, plan.Release.Manifest, invocation), memory), apps, plan, memory);
}
