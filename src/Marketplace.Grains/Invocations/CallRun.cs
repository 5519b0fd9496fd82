using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Records;
using Marketplace.Grains.Egress;
using Orleans;

namespace Marketplace.Grains.Invocations;

/// <summary>One call from its plan to its committed end. The head's compare-and-swap decides; the lane lets calls of one install on
/// this silo run side by side where they do not touch each other, and a turn keeps silos apart after three lost races.</summary>
internal sealed class CallRun(CallWorld world, ICallRunner runner, InstallLanes lanes, CallWriter writer, CallMint mint)
{
    private const int RacesBeforeTurn = 3;
    private const int MostRaces = 8;

    /// <summary>Runs the call; the answer is a receipt (completed, refused by the app, stopped at a limit) or a platform refusal.</summary>
    public async Task<Answer<InvokeReceipt>> Run(IGrainFactory grains, CallPlan plan)
    {
        if (!plan.Fenced || plan.Order.DryRun) return await Free(plan);
        var memory = new WorldMemory();
        var (tenant, app) = (plan.Caller.Tenant, plan.Order.App);
        var lane = lanes.Take(tenant, app);
        var turns = grains.GetGrain<ITurnGrain>(Keys.Turn(tenant, app));
        var turn = 0L;
        try
        {
            for (var race = 1; race <= MostRaces; race++)
            {
                if (race == RacesBeforeTurn + 1) turn = await turns.Take(plan.Caller);
                await lane.Enter(alone: race > 1);
                try
                {
                    if (await Fenced(lane, plan, memory) is { } answer) return answer;
                }
                finally
                {
                    lane.Leave();
                }
            }
            return Refusal.Of(Codes.Unavailable, ("why", "the install is too busy"));
        }
        finally
        {
            lanes.Return(tenant, app, lane);
            if (turn > 0) await turns.Release(plan.Caller, turn);
        }
    }

    /// <summary>A call that writes nothing, or only pretends to: nobody waits for it and it waits for nobody.</summary>
    private async Task<Answer<InvokeReceipt>> Free(CallPlan plan)
    {
        var (end, _) = await Once(plan, plan.Order.DryRun ? null : new WorldMemory());
        if (!end.Ok) return end.Refusal!;
        if (plan.Order.DryRun) return end.Must().Receipt;
        return await writer.Commit(plan, end.Must()) is { } no ? no : writer.Recorded(plan, end.Must());
    }

    /// <summary>One try in the lane; no answer means a lost race: run again on fresh reads.</summary>
    private async Task<Answer<InvokeReceipt>?> Fenced(InstallLane lane, CallPlan plan, WorldMemory memory)
    {
        if (await lane.Begin(plan.Ticket.Epoch) is not { } run) return Refusal.Of(Codes.ConflictHead, ("app", plan.Order.App));
        try
        {
            var (ended, reads) = await Once(plan, memory);
            if (!ended.Ok) return ended.Refusal!;
            var end = ended.Must();
            if (!CallWriter.Advances(plan, end.Outcome))
                return !lane.Stands(run, reads) ? null : await writer.Commit(plan, end) is { } refused ? refused : writer.Recorded(plan, end);
            var done = await lane.Commit(run, reads, [.. end.Overlay.Changes], seq => CallWriter.Unit(plan, end, seq));
            if (done is null) return null;
            if (done.Conflict == Codes.CapReached) await writer.Pause(plan, end.Call.Now);
            return CallWriter.Refused(plan, done) is { } no ? no : writer.Recorded(plan, end);
        }
        finally
        {
            lane.End(run);
        }
    }

    private async Task<(Answer<CallEnd> End, ReadSet Reads)> Once(CallPlan plan, WorldMemory? memory)
    {
        var now = mint.Now();
        var call = Call(plan, now);
        var broker = world.Records(plan, now);
        var hearing = new Hearing(world.With(broker, plan, call.Invocation, memory));
        var outcome = await runner.Run(plan.Release.Package.Script, call, hearing, CancellationToken.None);
        if (outcome.Verdict == Verdict.HostFault)
            return (Refusal.Of(Codes.Unavailable, ("why", outcome.Refusal?.Code ?? Codes.HostFault)), broker.Reads);
        var (judged, overlay) = await Judge(plan, outcome, broker);
        return (new CallEnd(call, judged, overlay, Receipt(plan, call, judged, Pricing.Of(judged, new(plan.Ticket.Price, plan.Ticket.ForResult)))) { Said = outcome, Heard = hearing.Answers }, broker.Reads);
    }

    private async Task<(Outcome, EffectOverlay)> Judge(CallPlan plan, Outcome outcome, RecordBroker broker)
    {
        if (outcome.Verdict != Verdict.Completed) return (outcome with { Effects = [] }, EffectOverlay.Empty);
        var no = EffectRules.Check(plan.Release.Manifest, plan.Function, plan.Ticket.Grants, outcome.Effects, Budget.Default.Effects);
        if (no is not null) return (Refused(outcome, no), EffectOverlay.Empty);
        var overlay = await broker.Overlay(outcome.Effects);
        return overlay.Ok ? (outcome, overlay.Must()) : (Refused(outcome, overlay.Refusal!), EffectOverlay.Empty);
    }

    private static Outcome Refused(Outcome outcome, Refusal refusal) =>
        outcome with { Verdict = Verdict.Refused, Refusal = refusal, Effects = [], Result = [] };

    private Call Call(CallPlan plan, DateTimeOffset now) => new()
    {
        Invocation = mint.Id(now),
        Tenant = plan.Caller.Tenant,
        App = plan.Order.App,
        Function = plan.Order.Function,
        Handler = plan.Function.Handler,
        Input = plan.Order.Input,
        Now = now,
        Seed = mint.Seed(),
        User = plan.Caller.Actor,
        Roles = plan.Caller.Roles,
        Culture = plan.Caller.Culture,
        Zone = plan.Ticket.Zone,
        Grants = plan.Ticket.Grants,
        Settings = plan.Ticket.Settings,
        ReadOnly = plan.Function.ReadOnly,
        Budget = Budget.Within(plan.Release.Manifest.Runtime),
        SecondSigner = plan.SecondSigner,
        IsAwaited = plan.Order.Cause.Length == 0 && plan.Caller.Chain.Count > 0,
    };

    private static InvokeReceipt Receipt(CallPlan plan, Call call, Outcome outcome, Cost cost) => new()
    {
        Invocation = call.Invocation,
        Result = outcome.Verdict == Verdict.Completed ? outcome.Result : [],
        Refused = outcome.Verdict == Verdict.Completed ? null : outcome.Refusal,
        Cost = cost,
        Meter = outcome.Meter,
        DryRun = plan.Order.DryRun,
        Operation = plan.Caller.Operation,
        Logs = plan.Order.DryRun ? [.. outcome.Logs.Select(l => l.Text)] : [],
    };
}
