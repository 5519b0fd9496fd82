using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Insight;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Records;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Installs;
using Marketplace.Grains.Invocations.Recordings;
using Marketplace.Grains.Jobs;
using Marketplace.Grains.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Insight;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Jobs;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Records;
using InvocationFacts = Marketplace.Storage.Invocations.InvocationFacts;

namespace Marketplace.Grains.Invocations;

/// <summary>The end of a call, before it is committed.</summary>
internal sealed record CallEnd(Call Call, Outcome Outcome, EffectOverlay Overlay, InvokeReceipt Receipt)
{
    /// <summary>How the script ended, before the host looked at its effects.</summary>
    public required Outcome Said { get; init; }

    /// <summary>What it asked and was told.</summary>
    public required IReadOnlyList<RecordedAnswer> Heard { get; init; }
}

/// <summary>Turns the end of a call into one unit of work: head, records, messages, operation and reply, log line, meter. All or nothing.</summary>
internal sealed class CallWriter(Database database, RecordingShelf shelf)
{
    /// <summary>A fenced call that has effects moves the install's head.</summary>
    public static bool Advances(CallPlan plan, Outcome outcome) => plan.Fenced && outcome.Verdict == Verdict.Completed && outcome.Effects.Count > 0;

    /// <summary>Commits a call that does not move the head. A read-only one does not wait for the disk, unless its caller
    /// may repeat it and must then be told the same, or its cost might not fit the cap any more.</summary>
    public async Task<Refusal?> Commit(CallPlan plan, CallEnd end)
    {
        var committing = Commit(plan, end.Call.Now, Unit(plan, end, 0));
        var worst = Tariff.Worst(Budget.Within(plan.Release.Manifest.Runtime)) + plan.Ticket.Price;
        if (!plan.Function.ReadOnly || plan.Order.Repeatable || plan.Order.Job.Length > 0 || CapRules.MustWait(plan.Ticket.MonthlyCap, plan.Ticket.Spent, worst)) return Refused(plan, await committing);
        _ = committing;
        return null;
    }

    /// <summary>Notes that the cap was reached: from here on no call begins, instead of each being run and then refused.</summary>
    public Task Pause(CallPlan plan, DateTimeOffset now)
    {
        var unit = new Unit();
        MeterFacts.Reach(unit, plan.Caller.Tenant, plan.Order.App, Spending.Month(now, plan.Ticket.Zone), plan.Ticket.MonthlyCap);
        return database.Commit(unit);
    }

    private async Task<Committed> Commit(CallPlan plan, DateTimeOffset now, Unit unit)
    {
        var done = await database.Commit(unit);
        if (done.Conflict == Codes.CapReached) await Pause(plan, now);
        return done;
    }

    /// <summary>Puts the recording of a committed call down, without a wait; answers its receipt.</summary>
    public InvokeReceipt Recorded(CallPlan plan, CallEnd end)
    {
        var (said, ticket) = (end.Said, plan.Ticket);
        var head = new RecordedHead { Install = ticket.Install, Version = ticket.Version, Digest = ticket.Digest, Epoch = ticket.Epoch, Price = ticket.Price, IsForResult = ticket.ForResult };
        shelf.Put(Recording.Of(end.Call, head, end.Heard, said.Verdict == Verdict.Completed ? said : said with { Effects = [] },
            (said.Verdict == Verdict.Completed ? end.Outcome.Refusal : null, end.Receipt.Cost)));
        return end.Receipt;
    }

    /// <summary>What a call commits; <paramref name="seq"/> is where the head must stand if it moves it.</summary>
    public static Unit Unit(CallPlan plan, CallEnd end, long seq)
    {
        var unit = new Unit();
        var (caller, ticket, call, outcome) = (plan.Caller, plan.Ticket, end.Call, end.Outcome);
        if (Advances(plan, outcome)) InstallFacts.Advance(unit, caller.Tenant, plan.Order.App, seq, ticket.Epoch);
        RecordFacts.Write(unit, ticket.Install, end.Overlay.Changes);
        var from = new Firing(caller.Tenant, plan.Order.App, call.Invocation, ChainRules.Next(caller.Chain, $"{caller.Tenant}/{plan.Order.App}"), caller.TraceParent, call.Now);
        foreach (var effect in outcome.Effects) Tell(unit, plan, from, call, effect);
        Triggers.Records(unit, from, plan.Release.Manifest, [.. end.Overlay.Changes]);
        if (caller.Operation.Length > 0)
            OperationFacts.Insert(unit, new StoredOperation(caller.Tenant, caller.Operation, plan.Request, outcome.Refusal?.Code ?? "",
                JsonSerializer.SerializeToUtf8Bytes(end.Receipt, GrainJson.Default.InvokeReceipt), call.Now));
        if (plan.Order.Job.Length > 0)
            JobFacts.Step(unit, caller.Tenant, plan.Order.App, plan.Order.Job, outcome.Effects.Count(static effect => effect is Effect.JobStart), outcome.Refusal?.Code ?? "", call.Now);
        var row = Row(plan, call, outcome, end.Receipt);
        InvocationFacts.Insert(unit, row);
        MeterFacts.Add(unit, Spending.Day(call.Now, ticket.Zone), row);
        MeterFacts.Spend(unit, caller.Tenant, plan.Order.App, Spending.Month(call.Now, ticket.Zone), end.Receipt.Cost.Total, ticket.MonthlyCap);
        return unit;
    }

    /// <summary>Why a commit was refused for good, or null when it was done.</summary>
    public static Refusal? Refused(CallPlan plan, Committed done) => done.Ok ? null : done.Conflict switch
    {
        Conflicts.Operation => Refusal.Of(Codes.OperationInFlight, ("operation", plan.Caller.Operation)),
        Codes.ConflictUnique => Refusal.Of(Codes.ConflictUnique, ("field", done.Detail)),
        Codes.FileUnknown => Refusal.Of(Codes.FileUnknown, ("file", done.Detail)),
        Codes.CapReached => Refusal.Of(Codes.CapReached, ("cap", plan.Ticket.MonthlyCap), ("app", plan.Order.App)),
        _ => Refusal.Of(Codes.Unavailable, ("why", done.Conflict)),
    };

    private static void Tell(Unit unit, CallPlan plan, Firing from, Call call, Effect effect)
    {
        var (tenant, app, trace) = (from.Tenant, from.App, from.Trace);
        switch (effect)
        {
            case Effect.DeviceSend send:
                Messages.Device(unit, tenant, app, send, call.Now, trace);
                break;
            case Effect.Progress said when plan.Order.Job.Length > 0:
                JobFacts.Say(unit, tenant, app, plan.Order.Job, said.Done, said.Total, said.Note);
                break;
            case Effect.Act act:
                SharedActs.Send(unit, from, plan, act, call.Now);
                break;
            case Effect.JobStart job:
                if (plan.Order.Job.Length == 0) JobFacts.Begin(unit, tenant, app, job.Id, job.Function, plan.Caller.Actor, call.Now);
                // A job goes on with its starter's work and makes the chain no longer: what works in steps may have any number of them.
                Messages.Call(unit, job.Id, new PendingCall(tenant, app, job.Function, job.Input, plan.Caller.Actor, trace) { Cause = Causes.Job, Chain = plan.Caller.Chain, Job = plan.Order.Job.Length > 0 ? plan.Order.Job : job.Id },
                    call.Now, call.Now.AddMilliseconds(job.DelayMs));
                break;
            case Effect.Emit emit:
                Messages.Event(unit, from, emit, call, plan.Ticket.Install);
                break;
            case Effect.AppCall sent:
                Messages.Call(unit, sent.Id, new PendingCall(tenant, sent.App, sent.Function, sent.Input, plan.Caller.Actor, trace) { Cause = Causes.App, Chain = from.Chain, From = app, Effect = sent.Id, Roles = plan.Caller.Roles },
                    call.Now, call.Now);
                break;
            case Effect.Share share:
                ShareFacts.Send(unit, new SharedRow
                {
                    Tenant = tenant, Id = share.Id, App = app, Install = plan.Ticket.Install, Brain = plan.Ticket.Brain, Version = plan.Ticket.Version, Dataset = share.Dataset,
                    Purpose = ShareRules.Purpose(plan.Ticket.Grants, share.Dataset) ?? "", Month = ShareRules.MonthOf(share.Record), Invocation = call.Invocation,
                    Actor = plan.Caller.Actor, At = call.Now, Body = Encoding.UTF8.GetBytes(share.Record),
                });
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
