using System.Text.Json;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Installs;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Records;
using InvocationFacts = Marketplace.Storage.Invocations.InvocationFacts;

namespace Marketplace.Grains.Invocations;

/// <summary>Turns the end of a call into one unit of work: head, records, messages, operation and reply, log line, meter. All or nothing.</summary>
internal sealed class CallWriter(Database database)
{
    /// <summary>How a commit ended: done, refused for good, or (neither) lost the race for the head.</summary>
    public sealed record Written(bool Ok, bool Advanced, Refusal? Refusal);

    /// <summary>Commits a call. A read-only call without an operation of its caller's does not wait for the disk.</summary>
    public async Task<Written> Commit(CallPlan plan, Call call, Outcome outcome, EffectOverlay overlay, InvokeReceipt receipt, long seq)
    {
        var unit = new Unit();
        var (caller, ticket) = (plan.Caller, plan.Ticket);
        var advances = plan.Fenced && outcome.Verdict == Verdict.Completed && outcome.Effects.Count > 0;
        if (advances) InstallFacts.Advance(unit, caller.Tenant, plan.Order.App, seq, ticket.Epoch);
        RecordFacts.Write(unit, ticket.Install, overlay.Changes);
        foreach (var effect in outcome.Effects) Tell(unit, plan, call, effect);
        if (caller.Operation.Length > 0)
            OperationFacts.Insert(unit, new StoredOperation(caller.Tenant, caller.Operation, plan.Request, outcome.Refusal?.Code ?? "",
                JsonSerializer.SerializeToUtf8Bytes(receipt, GrainJson.Default.InvokeReceipt), call.Now));
        var row = Row(plan, call, outcome, receipt);
        InvocationFacts.Insert(unit, row);
        MeterFacts.Add(unit, Spending.Day(call.Now, ticket.Zone), row);
        MeterFacts.Spend(unit, caller.Tenant, plan.Order.App, Spending.Month(call.Now, ticket.Zone), receipt.Cost.Total, ticket.MonthlyCap);
        var committing = database.Commit(unit);
        if (plan.Function.ReadOnly && !plan.Order.Repeatable)
        {
            _ = committing;
            return new Written(true, false, null);
        }
        var done = await committing;
        if (done.Ok) return new Written(true, advances, null);
        return done.Conflict switch
        {
            Codes.ConflictHead or Codes.ConflictVersion => new Written(false, false, null),
            Conflicts.Operation => new Written(false, false, Refusal.Of(Codes.OperationInFlight, ("operation", caller.Operation))),
            Codes.ConflictUnique => new Written(false, false, Refusal.Of(Codes.ConflictUnique, ("field", done.Detail))),
            Codes.CapReached => new Written(false, false, Refusal.Of(Codes.CapReached, ("cap", ticket.MonthlyCap), ("app", plan.Order.App))),
            _ => new Written(false, false, Refusal.Of(Codes.Unavailable, ("why", done.Conflict))),
        };
    }

    private static void Tell(Unit unit, CallPlan plan, Call call, Effect effect)
    {
        var (tenant, app) = (plan.Caller.Tenant, plan.Order.App);
        switch (effect)
        {
            case Effect.DeviceSend send:
                Messages.Device(unit, tenant, app, send, call.Now);
                break;
            case Effect.JobStart job:
                Messages.Call(unit, job.Id, new PendingCall(tenant, app, job.Function, job.Input, plan.Caller.Actor), call.Now, call.Now.AddMilliseconds(job.DelayMs));
                break;
            case Effect.Emit emit:
                Messages.Event(unit, tenant, app, emit, call, plan.Ticket.Install);
                break;
        }
    }

    private static InvocationRow Row(CallPlan plan, Call call, Outcome outcome, InvokeReceipt receipt) => new()
    {
        Id = call.Invocation,
        Tenant = plan.Caller.Tenant,
        App = plan.Order.App,
        Version = plan.Ticket.Version,
        Digest = plan.Ticket.Digest,
        Function = plan.Order.Function,
        Actor = plan.Caller.Actor,
        At = call.Now,
        Outcome = outcome.Verdict switch { Verdict.Completed => "completed", Verdict.Refused => "refused", _ => "failed" },
        Code = outcome.Refusal?.Code ?? "",
        InputJson = plan.Order.Input,
        ResultJson = outcome.Result,
        Facts = outcome.Refusal?.Facts ?? new Dictionary<string, string>(),
        Meter = outcome.Meter,
        Cost = receipt.Cost,
        Operation = plan.Caller.Operation,
    };
}
