using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Orleans;

namespace Marketplace.Domain.Metering;

/// <summary>The plan that an install is on, and how long its publisher asks nothing.</summary>
/// <param name="Plan">The plan of the manifest, or null: the app is free.</param>
/// <param name="TrialUntil">The end of the trial; the epoch for none.</param>
public sealed record PlanTerms(PlanSpec? Plan, DateTimeOffset TrialUntil)
{
    /// <summary>Whether the publisher asks nothing at this moment.</summary>
    public bool IsTrial(DateTimeOffset now) => now < TrialUntil;

    /// <summary>The fee of a whole month, micro-yuan; 0 unless the plan is flat.</summary>
    public long MonthlyFee => Plan is { Kind: PlanKinds.Month } ? Plan.Price : 0;

    /// <summary>What the publisher asks for one call at this moment.</summary>
    public CallPrice CallPrice(DateTimeOffset now) =>
        Plan is { Kind: PlanKinds.Call or PlanKinds.Result } && !IsTrial(now) ? new(Plan.Price, Plan.Kind == PlanKinds.Result) : Metering.CallPrice.None;
}

/// <summary>The publisher's price of one call, micro-yuan. One for a result is due only when the call completes.</summary>
public readonly record struct CallPrice(long Price, bool IsForResult)
{
    /// <summary>Nothing.</summary>
    public static readonly CallPrice None;
}

/// <summary>The kinds of plans, the words of the manifest.</summary>
public static class PlanKinds
{
    public const string Free = "free", Month = "month", Call = "call", Result = "result";
}

/// <summary>What calls and months cost on a plan, before and after.</summary>
public static class Pricing
{
    /// <summary>The plan by its id; the manifest's first when none is named. False when there is no such plan.</summary>
    public static bool TryPlan(Manifest manifest, string id, out PlanSpec? plan)
    {
        plan = id.Length == 0 ? manifest.Plans.Count > 0 ? manifest.Plans[0] : null : manifest.Plans.FirstOrDefault(one => one.Id == id);
        return id.Length == 0 || plan is not null;
    }

    /// <summary>The terms of an install. The trial counts from the firm's first install of the app: installing again does not begin it again.</summary>
    public static PlanTerms Terms(Manifest manifest, string id, DateTimeOffset firstInstalled)
    {
        // A version that has the plan no more: the firm is on the first one, as whoever installs it now.
        if (!TryPlan(manifest, id, out var plan)) TryPlan(manifest, "", out plan);
        return new(plan, plan is { TrialDays: > 0 } ? firstInstalled.AddDays(plan.TrialDays) : DateTimeOffset.UnixEpoch);
    }

    /// <summary>What a call costs that ended so. What the host broke costs nothing.</summary>
    public static Cost Of(Outcome outcome, CallPrice price)
    {
        if (!Tariff.IsBilled(outcome.Verdict)) return new Cost();
        var own = Tariff.Price(outcome.Meter);
        var publisher = price.IsForResult && outcome.Verdict != Verdict.Completed ? 0 : price.Price;
        return own with { Total = checked(own.Total + publisher), Publisher = publisher };
    }

    /// <summary>What to expect of each plan, or of the app when it has none.</summary>
    /// <param name="manifest">Plans and budgets.</param>
    /// <param name="typical">The platform's part of a usual call, micro-yuan; 0 when it is not known.</param>
    public static IReadOnlyList<Quote> Quotes(Manifest manifest, long typical)
    {
        var worst = Tariff.Worst(Budget.Within(manifest.Runtime));
        return manifest.Plans.Count == 0 ? [Quote(null, typical, worst)] : [.. manifest.Plans.Select(plan => Quote(plan, typical, worst))];
    }

    /// <summary>The most that a call can cost on a plan, when nobody knows a usual one.</summary>
    public static Quote Quote(PlanSpec? plan, Manifest manifest) => Quote(plan, 0, Tariff.Worst(Budget.Within(manifest.Runtime)));

    /// <summary>What to expect of one plan.</summary>
    public static Quote Quote(PlanSpec? plan, long typical, long worst)
    {
        var call = plan is { Kind: PlanKinds.Call or PlanKinds.Result } ? plan.Price : 0;
        return new Quote
        {
            Plan = plan?.Id ?? "", Kind = plan?.Kind ?? PlanKinds.Free, TrialDays = plan?.TrialDays ?? 0, MonthlyFee = plan is { Kind: PlanKinds.Month } ? plan.Price : 0,
            PublisherPerCall = call, ExpectedCall = typical == 0 ? 0 : checked(typical + call), WorstCall = checked(worst + call),
        };
    }
}

/// <summary>What a plan will cost, told before anything is used. Micro-yuan.</summary>
[GenerateSerializer, Immutable, Alias("metering.quote")]
public sealed record Quote
{
    /// <summary>The plan's id, or empty for an app without plans.</summary>
    [Id(0)] public string Plan { get; init; } = "";
    /// <summary><c>free</c>, <c>month</c>, <c>call</c>, <c>result</c>.</summary>
    [Id(1)] public string Kind { get; init; } = PlanKinds.Free;
    /// <summary>Days from the first install in which the publisher asks nothing; the platform's part is billed from the first call.</summary>
    [Id(2)] public int TrialDays { get; init; }
    /// <summary>The flat fee of a month.</summary>
    [Id(3)] public long MonthlyFee { get; init; }
    /// <summary>The publisher's part of a call, or of a result.</summary>
    [Id(4)] public long PublisherPerCall { get; init; }
    /// <summary>A usual call, all parts, after the trial; 0 when nobody knows yet.</summary>
    [Id(5)] public long ExpectedCall { get; init; }
    /// <summary>The most one call can cost within the app's budgets.</summary>
    [Id(6)] public long WorstCall { get; init; }
}
