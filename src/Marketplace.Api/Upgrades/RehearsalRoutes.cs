using Marketplace.Api.Http;
using Marketplace.Contracts.Upgrades;
using Marketplace.Domain;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Upgrades.Rehearsals;

namespace Marketplace.Api.Upgrades;

/// <summary>What another version would have made of an install's calls.</summary>
internal static class RehearsalRoutes
{
    private const string Path = "/installs/{publisher}/{app}/rehearsal";

    public static void Map(RouteBook routes)
    {
        routes.Map("GET", Path, Look)
            .Says("Installs", "What another version would change in your calls", "The version runs the calls of the last 30 days, the newest 100 of each function: which end the same, which differ and where, and what each costs before and after. Recorded answers are served again, others are read from present data. Nothing is written, sent or billed. `POST` begins it; until then it is `notFound`. Ask again while `state` is `running`.")
            .Asks("version", "A version; the one that is offered unless told.").Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound, Codes.AppSuspended);
        routes.Map("POST", Path, Begin)
            .Says("Installs", "Rehearse a version", "In place of the rehearsal before, with the calls there are now. It goes on by itself; `GET` tells how far it is.")
            .Asks("version", "A version; the one that is offered unless told.").Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound, Codes.AppSuspended, Codes.OperationMismatch);
        routes.Map("DELETE", Path, Stop)
            .Says("Installs", "Stop a rehearsal", "What it has found stays.").Refuses(Codes.RoleMissing, Codes.NotFound);
    }

    private static Task<Answer<RehearsalBody>> Look(Exchange x) => On(x, (grain, app) => grain.Look(x.Caller, app, x.Query("version")));

    private static Task<Answer<RehearsalBody>> Begin(Exchange x) => On(x, (grain, app) => grain.Begin(x.Caller, app, x.Query("version")));

    private static Task<Answer<RehearsalBody>> Stop(Exchange x) => On(x, (grain, app) => grain.Stop(x.Caller, app));

    private static async Task<Answer<RehearsalBody>> On(Exchange x, Func<IRehearsalsGrain, string, Task<Answer<RehearsalFacts>>> act)
    {
        if (x.FirmNeeded is { } no) return no;
        if (x.App is not { } app) return Exchange.Nothing("install");
        if (x.Query("version").Length > 64) return Commands.Invalid("?version", "maxLength", "too long");
        var facts = await act(x.Grains.GetGrain<IRehearsalsGrain>(Keys.Rehearsals(x.Caller.Tenant)), app);
        return facts.Refusal is { } refused ? refused : RehearsalBody.Of(facts.Must(), x.Caller.Culture);
    }
}

/// <summary>How many calls became what.</summary>
internal sealed record RehearsalCounts(int Same, int Changed, int NewlyRefused, int NewlyFailing, int Untold, int ComparedOnToday)
{
    public static RehearsalCounts Of(IReadOnlyCollection<RehearsedFunction> all) => new(
        all.Sum(static one => one.Same), all.Sum(static one => one.Changed), all.Sum(static one => one.Refused), all.Sum(static one => one.Failing), all.Sum(static one => one.Untold),
        all.Sum(static one => one.OnToday));
}

/// <summary>A rehearsal, and how far it is.</summary>
internal sealed record RehearsalBody
{
    public required string App { get; init; }
    public required string From { get; init; }
    public required string Version { get; init; }
    /// <summary><c>running done stopped</c>.</summary>
    public required string State { get; init; }
    /// <summary>Calls to be run, and run.</summary>
    public required long Total { get; init; }
    public required long Done { get; init; }
    public required RehearsalCounts Counts { get; init; }
    /// <summary>Of one call and of all, micro-yuan; null when none ran both times.</summary>
    public RehearsalCostBody? Cost { get; init; }
    public required IReadOnlyList<RehearsedFunctionBody> Functions { get; init; }
    /// <summary>The version carries records over: calls that read them are among the untold.</summary>
    public bool Migrates { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public required string Actor { get; init; }

    public static RehearsalBody Of(RehearsalFacts facts, string culture) => new()
    {
        App = facts.App, From = facts.From, Version = facts.To, State = facts.State, Total = facts.Total, Done = facts.Done, Migrates = facts.Migrates, At = facts.At,
        ChangedAt = facts.ChangedAt, Actor = facts.Actor, Counts = RehearsalCounts.Of(facts.Report.Functions), Cost = RehearsalCostBody.Of(facts.Report.Functions),
        Functions =
        [
            .. facts.Report.Functions.Select(one => new RehearsedFunctionBody
            {
                Function = one.Function, Counts = RehearsalCounts.Of([one]), Cost = RehearsalCostBody.Of([one]),
                Calls = [.. one.Cases.Select(call => new RehearsedCallBody(call.Invocation, call.At, Word(call.Verdict), call.IsOnToday, WhyBody.Of(call.Why, culture), call.Differences))],
            }),
        ],
    };

    private static string Word(string verdict) => verdict switch { RehearsalRules.Refused => "newlyRefused", RehearsalRules.Failing => "newlyFailing", _ => verdict };
}

/// <summary>One function's share of a rehearsal.</summary>
internal sealed record RehearsedFunctionBody
{
    public required string Function { get; init; }
    public required RehearsalCounts Counts { get; init; }
    public RehearsalCostBody? Cost { get; init; }
    /// <summary>The calls that are not the same, worst first.</summary>
    public required IReadOnlyList<RehearsedCallBody> Calls { get; init; }
}

/// <summary>One call that did not end as it had: <c>changed newlyRefused newlyFailing untold</c>.</summary>
internal sealed record RehearsedCallBody(string Invocation, DateTimeOffset At, string Verdict, bool ComparedOnToday, WhyBody? Why, IReadOnlyList<ReplayDifference> Differences);

/// <summary>What calls cost before and after, micro-yuan.</summary>
internal sealed record RehearsalCostBody(long MedianBefore, long MedianAfter, long TotalBefore, long TotalAfter, string Currency)
{
    public static RehearsalCostBody? Of(IEnumerable<RehearsedFunction> functions) =>
        RehearsalRules.Cost(functions) is { } cost ? new(cost.MedianBefore, cost.MedianAfter, cost.TotalBefore, cost.TotalAfter, "CNY") : null;
}
