using System.Text.Json;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Documents;
using Marketplace.Domain.Publishing;
using Marketplace.Grains.Documents;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Grains.Catalogue;

internal sealed class ListingGrain : Grain, IListingGrain, IOwes
{
    /// <summary>A suspension counts at every silo within this and the installs' own bound, even at one that is split off.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);
    private readonly Shelf<ListingState> shelf;
    private readonly ListingProjector projector;
    private readonly Debts debts;
    private readonly RolloutWatch watch;
    private readonly TimeProvider time;

    public ListingGrain(
        [PersistentState("listing", StoreNames.Documents)] IPersistentState<ListingState> slot,
        ListingProjector projector, Debts debts, RolloutWatch watch, TimeProvider time)
    {
        shelf = new Shelf<ListingState>(slot, ListingState.Empty, this.DeactivateOnIdle);
        (this.projector, this.debts, this.watch, this.time) = (projector, debts, watch, time);
    }

    /// <summary>What a crash left untold is told before anything else is answered.</summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (shelf.Current.Pending) await Tell();
        await Watched(shelf.Current);
    }

    public Task<Answer<VersionFacts>> Enqueue(Caller caller, ReleaseFacts release)
    {
        if (!caller.Is(Roles.System)) return No(Codes.RoleMissing, ("role", Roles.System));
        var (_, brain, id) = Keys.Parse(this.GetPrimaryKeyString());
        var version = new ListedVersion
        {
            Version = release.Version, Digest = release.Digest, State = ListingRules.InReview,
            SubmittedAt = release.SubmittedAt, TypicalCall = release.TypicalCall,
            Red = release.Findings.Count(f => f.Severity == Severity.Red),
            Amber = release.Findings.Count(f => f.Severity == Severity.Amber),
            Green = release.Findings.Count(f => f.Severity == Severity.Green),
        };
        return Apply(caller, release.Version, RequestHash.Of("enqueue", release.Digest),
            state => ListingRules.Enqueue(state, brain, Keys.AppOf(id), version, time.GetUtcNow()));
    }

    public Task<Answer<VersionFacts>> Decide(Caller caller, string version, ReviewDecision decision) =>
        Operator(caller, version, RequestHash.Of(["decide", version, decision.Decision, decision.Remark, .. decision.Share == 100 ? [] : new[] { $"share {decision.Share}" }, .. decision.Rules]),
            state => ListingRules.Decide(state, version, decision.Decision, decision.Rules, decision.Remark, time.GetUtcNow(), decision.Share));

    public Task<Answer<VersionFacts>> Suspend(Caller caller, string version, string reason) =>
        Operator(caller, version, RequestHash.Of("suspend", version, reason),
            state => ListingRules.Suspend(state, version, reason, time.GetUtcNow()));

    public Task<Answer<VersionFacts>> Resume(Caller caller, string version) =>
        Operator(caller, version, RequestHash.Of("resume", version), state => ListingRules.Resume(state, version, time.GetUtcNow()));

    public async Task<Answer<VersionFacts>> Roll(Caller caller, string version, int share)
    {
        if (await Concerned(caller) is { } no) return no;
        return await Apply(caller, version, RequestHash.Of("roll", version, share.ToString(System.Globalization.CultureInfo.InvariantCulture)), state => ListingRules.Roll(state, version, share, time.GetUtcNow()));
    }

    public async Task<Answer<RolloutStand>> Stand(Caller caller, string version)
    {
        if (await Concerned(caller) is { } no) return no;
        await Looked(await shelf.Fresh(time, Believed));
        return shelf.Current.Find(version) is { Rollout: not null } rolling ? await watch.Stand(shelf.Current, rolling) : Refusal.Of(Codes.NotFound, ("what", "rollout"));
    }

    public async Task<Answer<VersionFacts>> Withdraw(Caller caller, string version)
    {
        var publisher = Keys.Owner(Keys.AppOf(Keys.Parse(this.GetPrimaryKeyString()).Id));
        if ((await GrainFactory.GetGrain<IPublisherGrain>(Keys.Publisher(publisher)).May(caller)).Refusal is { } no) return no;
        return await Apply(caller, version, RequestHash.Of("withdraw", version), state => ListingRules.Withdraw(state, version, time.GetUtcNow()));
    }

    public async Task<Answer<IReadOnlyList<VersionFacts>>> Versions(Caller caller)
    {
        var (_, brain, id) = Keys.Parse(this.GetPrimaryKeyString());
        var all = caller.Is(Roles.System) || (caller.Is(Roles.Operator) && caller.Brain == brain)
            || (await GrainFactory.GetGrain<IPublisherGrain>(Keys.Publisher(Keys.Owner(Keys.AppOf(id)))).May(caller)).Ok;
        return new Answer<IReadOnlyList<VersionFacts>>
        {
            Value = all ? [.. shelf.Current.Versions.Select(Facts)]
                : caller.Brain == brain ? [.. shelf.Current.Versions.Select(Facts).Where(ListingFacts.IsPublic).Select(ListingFacts.Public)]
                : [],
        };
    }

    public async Task<Answer<VersionFacts>> Offer(Caller caller, string version)
    {
        if (!caller.Is(Roles.System) && caller.Brain != Keys.Parse(this.GetPrimaryKeyString()).Owner) return Refusal.Of(Codes.NotFound, ("what", "app"));
        var offer = ListingRules.Offer(await shelf.Fresh(time, Believed), version, caller.Tenant);
        return offer.Ok ? Facts(offer.Must()) : offer.Refusal!;
    }

    public async Task<Answer<VersionFacts>> Next(Caller caller)
    {
        if (!caller.Is(Roles.System) && caller.Brain != Keys.Parse(this.GetPrimaryKeyString()).Owner) return Refusal.Of(Codes.NotFound, ("what", "app"));
        var next = ListingRules.Next(await shelf.Fresh(time, Believed), caller.Tenant);
        return next.Ok ? Facts(next.Must()) : next.Refusal!;
    }

    /// <summary>Writes what a crash left unwritten, and looks at a version that is being rolled out.</summary>
    public async Task Settle(Caller caller)
    {
        if (!caller.Is(Roles.System)) return;
        if (shelf.Current.Pending) await Tell();
        if (await Looked(await shelf.Fresh(time, Believed))) await watch.Promise(this.GetPrimaryKeyString());
    }

    /// <summary>Halts a rollout when its version fails too often; true while one goes on. Whoever looks at it sees it as the rule says it is.</summary>
    private async Task<bool> Looked(ListingState state)
    {
        if (state.Rolling is not { Rollout.Halted: "" } rolling) return false;
        var next = ListingRules.Watch(state, await watch.Tally(state, rolling));
        if (ReferenceEquals(next, state)) return true;
        await Change(next);
        return false;
    }

    /// <summary>The operator of the brain, or who publishes the app.</summary>
    private async Task<Refusal?> Concerned(Caller caller)
    {
        var (_, brain, id) = Keys.Parse(this.GetPrimaryKeyString());
        if (caller.Is(Roles.System) || (caller.Is(Roles.Operator) && caller.Brain == brain)) return null;
        return (await GrainFactory.GetGrain<IPublisherGrain>(Keys.Publisher(Keys.Owner(Keys.AppOf(id)))).May(caller)).Refusal;
    }

    private Task Watched(ListingState state) => state.Rolling is { Rollout.Halted: "" } ? watch.Promise(this.GetPrimaryKeyString()) : Task.CompletedTask;

    private Task<Answer<VersionFacts>> Operator(
        Caller caller, string version, string request, Func<ListingState, Answer<ListingState>> decide)
    {
        var brain = Keys.Parse(this.GetPrimaryKeyString()).Owner;
        var may = caller.Is(Roles.System) || (caller.Is(Roles.Operator) && caller.Brain == brain);
        return may ? Apply(caller, version, request, decide) : No(Codes.RoleMissing, ("role", $"{Roles.Operator} of {brain}"));
    }

    private async Task<Answer<VersionFacts>> Apply(
        Caller caller, string version, string request, Func<ListingState, Answer<ListingState>> decide)
    {
        var state = shelf.Current;
        if (state.Memory.Recall(caller.Operation, request) is { } known)
            return known.Ok ? JsonSerializer.Deserialize(known.Must().Reply, GrainJson.Default.VersionFacts)! : known.Refusal!;
        var decided = decide(state);
        if (!decided.Ok) return decided.Refusal!;
        var next = decided.Must();
        var facts = Facts(next.Find(version)!);
        if (ReferenceEquals(next, state)) return facts;
        var reply = JsonSerializer.Serialize(facts, GrainJson.Default.VersionFacts);
        await Change(next with { Memory = next.Memory.With(caller.Operation, request, reply) });
        return facts;
    }

    private async Task Change(ListingState next)
    {
        await debts.Promise(this.GetPrimaryKeyString());
        await Watched(next);
        await shelf.Commit(next);
        await Tell();
    }

    private async Task Tell()
    {
        await projector.Write(shelf.Current);
        await shelf.Commit(shelf.Current with { Pending = false });
        await debts.Paid(this.GetPrimaryKeyString());
    }

    private static Task<Answer<VersionFacts>> No(string code, (string, object?) fact) =>
        Task.FromResult<Answer<VersionFacts>>(Refusal.Of(code, fact));

    private static VersionFacts Facts(ListedVersion version) => new()
    {
        Version = version.Version, State = version.State, At = version.At, Digest = version.Digest,
        Remark = version.Remark, Rules = version.Rules, Rollout = version.Rollout,
    };
}
