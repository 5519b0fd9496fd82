using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Domain.Resources;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Invocations;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Orleans;

namespace Marketplace.Grains.Resources;

/// <summary>A command that an app proposed on a shared thing. <see cref="Cap"/> is what the app may spend by its scope in a month, micro-yuan.</summary>
public sealed record PendingAct(string Tenant, string App, string Brain, string Actor, string Id, string Service, string Collection, string On, string Command, string Input, long Cap, string Trace = "")
{
    /// <summary>The installs whose calls led to it, the proposing one last; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Chain { get; init; }
}

/// <summary>Commands of apps on shared things: they leave with the commit of their call, in order per app and service, and what came of each is
/// told to the app as an event.</summary>
internal static class SharedActs
{
    /// <summary>The kind of their messages.</summary>
    public const string Kind = "act";

    /// <summary>Puts a command into the unit of the call that proposed it.</summary>
    public static void Send(Unit unit, Firing from, CallPlan plan, Effect.Act act, DateTimeOffset now)
    {
        var pending = new PendingAct(from.Tenant, from.App, plan.Ticket.Brain, plan.Caller.Actor, act.Id, act.Service, act.Collection, act.On, act.Command, act.Input,
            SharedAsks.CapOf(plan.Release.Manifest, SharedAsks.Spend(act.Service, act.Collection)), from.Trace)
        { Chain = from.Chain };
        OutboxFacts.Send(unit, $"{from.Tenant}:{act.Id}", $"{from.Tenant}/{from.App}", $"{act.Service}:{plan.Ticket.Brain}", Kind, GrainJson.Bytes(pending), now);
    }

    /// <summary>Does it in the firm's name, under its own id, and tells the app. A refusal that another try could turn is thrown.</summary>
    public static async Task Deliver(IGrainFactory grains, Database database, PendingAct act)
    {
        using var span = GrainTelemetry.Delivering(Kind, act.Trace);
        var caller = new Caller { Tenant = act.Tenant, Brain = act.Brain, Actor = act.Actor, Roles = [Roles.Owner], Operation = act.Id, TraceParent = span?.Id ?? act.Trace };
        var answer = await grains.GetGrain<IResourceGrain>(Keys.Resource(act.Brain, act.Service, act.Collection, act.On))
            .Do(caller, new ResourceOrder { Command = act.Command, Input = act.Input, App = act.App, Cap = act.Cap });
        if (answer.Refusal is { } no && (Codes.StatusOf(no.Code) >= 500 || no.Code is Codes.ConflictHead or Codes.OperationInFlight)) throw new DeliveryException(no.Code);
        var (now, unit, type) = (database.Time.GetUtcNow(), new Unit(), SharedAsks.Answered(act.Service, act.Collection));
        var told = new JsonObject
        {
            ["specversion"] = "1.0", ["id"] = act.Id, ["type"] = type, ["source"] = $"/brains/{act.Brain}/{act.Service}", ["subject"] = $"{act.Collection}/{act.On}", ["time"] = Forms.TimeText(now),
            ["datacontenttype"] = "application/json", ["tenantid"] = act.Tenant,
            ["data"] = SharedBooks.Told(new Effect.Act(act.Id, act.Service, act.Collection, act.On, act.Command, act.Input), answer.Ok ? Stub(answer.Must()) : answer.Refusal!),
        };
        var happened = new PendingEvent(act.Tenant, act.App, type, told.ToJsonString(), act.Trace) { Chain = act.Chain, For = act.App };
        OutboxFacts.Send(unit, $"{act.Tenant}:answered:{act.Id}", $"{act.Brain}/{act.Service}:{act.Tenant}", $"events:{act.Tenant}", Messages.EventKind, GrainJson.Bytes(happened), now);
        // Told before: the message came twice.
        await database.Commit(unit);
    }

    private static Resource Stub(ResourceView view) => new() { Name = new(view.Collection, view.Id), State = view.State, Body = view };
}
