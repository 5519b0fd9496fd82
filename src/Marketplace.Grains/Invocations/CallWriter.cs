using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Installs;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;

namespace Marketplace.Grains.Invocations;

/// <summary>Turns the end of a call into one unit of work: head, records, messages, operation and reply, log line, meter. All or nothing.</summary>
internal sealed class CallWriter(Database database)
{
    private const int LoggedBytes = 4096;

    /// <summary>How a commit ended: done, refused for good, or (neither) lost the race for the head.</summary>
    public sealed record Written(bool Ok, bool Advanced, Refusal? Refusal);

    /// <summary>Commits a call. A read-only call without an operation of its caller's does not wait for the disk.</summary>
    public async Task<Written> Commit(CallPlan plan, Call call, Outcome outcome, EffectOverlay overlay, InvokeReceipt receipt, long seq)
    {
        var unit = new Unit();
        var (caller, ticket) = (plan.Caller, plan.Ticket);
        var advances = plan.Fenced && outcome.Verdict == Verdict.Completed && outcome.Effects.Count > 0;
        if (advances) InstallHeads.Advance(unit, caller.Tenant, plan.Order.App, seq, ticket.Epoch);
        foreach (var change in overlay.Changes) StoredRecords.Write(unit, ticket.Install, change);
        foreach (var effect in outcome.Effects) Tell(unit, plan, call, effect);
        if (caller.Operation.Length > 0)
            Operations.Insert(unit, caller.Tenant, caller.Operation, plan.Request, 200,
                JsonSerializer.SerializeToUtf8Bytes(receipt, GrainJson.Default.InvokeReceipt), call.Now);
        Log(unit, plan, call, outcome, receipt);
        Meters.Add(unit, caller.Tenant, plan.Order.App, Spending.Day(call.Now, ticket.Zone), Spending.Month(call.Now, ticket.Zone),
            receipt.Cost, ticket.MonthlyCap);
        var committing = database.Commit(unit);
        if (plan.Function.ReadOnly && !plan.Order.DryRun)
        {
            _ = committing;
            return new Written(true, false, null);
        }
        var done = await committing;
        if (done.Ok) return new Written(true, advances, null);
        return done.Conflict switch
        {
            Codes.ConflictHead or Codes.ConflictVersion or Conflicts.Operation => new Written(false, false, null),
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
                Messages.Call(unit, job.Id, new PendingCall(tenant, app, job.Function, job.Input, plan.Caller.Actor), call.Now.AddMilliseconds(job.DelayMs));
                break;
            case Effect.Emit emit:
                Messages.Event(unit, tenant, app, emit, call, ticket: plan.Ticket.Install);
                break;
        }
    }

    private static void Log(Unit unit, CallPlan plan, Call call, Outcome outcome, InvokeReceipt receipt) => InvocationRows.Insert(unit, new InvocationRow
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
        Input = Bounded(plan.Order.Input),
        Result = Bounded(outcome.Result),
        Facts = outcome.Refusal is { } no ? JsonSerializer.SerializeToUtf8Bytes(no.Facts, GrainJson.Default.IReadOnlyDictionaryStringString) : [],
        Meter = outcome.Meter,
        Cost = receipt.Cost,
        Operation = plan.Caller.Operation,
    });

    private static byte[] Bounded(byte[] json) => json.Length <= LoggedBytes ? json : Encoding.UTF8.GetBytes("null");
}
