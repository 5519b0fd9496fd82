using System.Text.Json;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Records;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using InstallFacts = Marketplace.Storage.Installs.InstallFacts;
using Orleans;

namespace Marketplace.Grains.Invocations;

/// <summary>One call from its plan to its committed end. The head's compare-and-swap decides; the lane only keeps calls of one
/// install on this silo from wasting work on each other, and a turn does the same across silos after three lost races.</summary>
internal sealed class CallRun(Database database, ICallRunner runner, InstallLanes lanes, CallWriter writer, CallMint mint)
{
    private const int RacesBeforeTurn = 3;
    private const int MostRaces = 8;

    /// <summary>Runs the call; the answer is a receipt (completed, refused by the app, stopped at a limit) or a platform refusal.</summary>
    public async Task<Answer<InvokeReceipt>> Run(IGrainFactory grains, CallPlan plan)
    {
        if (!plan.Fenced || plan.Order.DryRun) return (await Once(grains, plan, null)).Answer!;
        var caller = plan.Caller;
        using var lane = await lanes.Enter(caller.Tenant, plan.Order.App);
        var turns = grains.GetGrain<ITurnGrain>(Keys.Turn(caller.Tenant, plan.Order.App));
        var turn = 0L;
        try
        {
            for (var race = 1; race <= MostRaces; race++)
            {
                if (race == RacesBeforeTurn + 1) turn = await turns.Take(caller);
                var end = await Once(grains, plan, lane);
                if (end.Answer is { } answer) return answer;
            }
            return Refusal.Of(Codes.Unavailable, ("why", "the install is too busy"));
        }
        finally
        {
            if (turn > 0) await turns.Release(caller, turn);
        }
    }

    /// <summary>No answer means: lost the race for the head, run again with fresh reads.</summary>
    private sealed record End(Answer<InvokeReceipt>? Answer);

    private async Task<End> Once(IGrainFactory grains, CallPlan plan, InstallLanes.Lane? lane)
    {
        var (caller, ticket) = (plan.Caller, plan.Ticket);
        var seq = 0L;
        if (plan.Fenced)
        {
            seq = lane?.Seq(ticket.Epoch) ?? 0;
            if (seq == 0)
            {
                var head = await InstallFacts.Get(database, caller.Tenant, plan.Order.App);
                if (head is null || head.Epoch != ticket.Epoch)
                {
                    await grains.GetGrain<IInstallGrain>(Keys.Install(caller.Tenant, plan.Order.App)).Forget(Caller.System(caller.Tenant));
                    return new End(Refusal.Of(Codes.ConflictHead, ("app", plan.Order.App)));
                }
                seq = head.Seq;
            }
        }
        var now = mint.Now();
        var call = Call(plan, now);
        var broker = new RecordBroker(database, ticket.Install, plan.Release.Manifest, caller.Actor, now);
        var outcome = await runner.Run(plan.Release.Package.Script, call, broker, CancellationToken.None);
        if (outcome.Verdict == Verdict.HostFault)
            return new End(Refusal.Of(Codes.Unavailable, ("why", outcome.Refusal?.Code ?? Codes.HostFault)));
        var (checkedOutcome, overlay) = await Judge(plan, outcome, broker);
        var cost = Tariff.Price(checkedOutcome.Meter);
        cost = cost with { Publisher = cost.Publisher + ticket.Price, Total = cost.Total + ticket.Price };
        var receipt = Receipt(plan, call, checkedOutcome, cost);
        if (plan.Order.DryRun) return new End(receipt);
        var done = await writer.Commit(plan, call, checkedOutcome, overlay, receipt, seq);
        if (done.Ok)
        {
            lane?.Advance(ticket.Epoch, done.Advanced ? seq + 1 : seq);
            return new End(receipt);
        }
        lane?.Lost();
        return done.Refusal is { } no ? new End(no) : new End(null);
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
        Budget = Ceiling(plan.Release.Manifest.Runtime),
        SecondSigner = plan.SecondSigner,
    };

    private static Budget Ceiling(Domain.Catalogue.RuntimeSpec asked) => Budget.Default with
    {
        CpuMs = asked.CpuMs is > 0 ? Math.Min(asked.CpuMs, Budget.Default.CpuMs) : Budget.Default.CpuMs,
        MemoryMb = asked.MemoryMb is > 0 ? Math.Min(asked.MemoryMb, Budget.Default.MemoryMb) : Budget.Default.MemoryMb,
        HostCalls = asked.HostCalls is > 0 ? Math.Min(asked.HostCalls, Budget.Default.HostCalls) : Budget.Default.HostCalls,
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
