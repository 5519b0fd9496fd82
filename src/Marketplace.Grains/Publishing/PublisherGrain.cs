using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
using Marketplace.Domain.Publishing;
using Marketplace.Grains.Documents;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Grains.Publishing;

internal sealed class PublisherGrain : Grain, IPublisherGrain
{
    private const int KeysKept = 16;
    private const int ReleasesKept = 500;
    private readonly Shelf<PublisherState> shelf;
    private readonly TimeProvider time;

    public PublisherGrain([PersistentState("publisher", StoreNames.Documents)] IPersistentState<PublisherState> slot, TimeProvider time)
    {
        shelf = new Shelf<PublisherState>(slot, PublisherState.Empty, this.DeactivateOnIdle);
        this.time = time;
    }

    private string Slug => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<ClaimFacts>> Claim(Caller caller, ClaimOrder order)
    {
        if (!caller.Is(Roles.Isv) && !caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Isv));
        if (ClaimRules.Reserved.Contains(Slug)) return Refusal.Of(Codes.NamespaceNotYours, ("publisher", Slug));
        if (order.Name.Trim().Length is < 2 or > 80)
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/name"), ("rule", "2 to 80 characters"));
        if (order.CreditCode.Length > 0 && !ClaimRules.IsCreditCode(order.CreditCode))
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/creditCode"), ("rule", "18 characters with a right check character"));
        var state = shelf.Current;
        if (state.State.Length > 0)
            return state.Claimant == caller.Actor || caller.Publishers.Contains(Slug)
                ? Facts(state)
                : Refusal.Of(Codes.NamespaceNotYours, ("publisher", Slug));
        await shelf.Commit(state with
        {
            Name = order.Name.Trim(),
            State = "claimed",
            Claimant = caller.Actor,
            Evidence = order.Evidence,
            CreditCode = order.CreditCode,
            Since = time.GetUtcNow(),
        });
        return Facts(shelf.Current);
    }

    public async Task<Answer<ClaimFacts>> Prove(Caller caller, string remark)
    {
        if (!caller.Is(Roles.Operator) && !caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Operator));
        var state = shelf.Current;
        if (state.State.Length == 0) return Refusal.Of(Codes.NotFound, ("what", "claim"));
        if (state.State == "proved") return Facts(state);
        await shelf.Commit(state with { State = "proved", ProvedBy = caller.Actor, Remark = remark });
        return Facts(shelf.Current);
    }

    public Task<Answer<ClaimFacts>> Get(Caller caller) => Task.FromResult<Answer<ClaimFacts>>(
        shelf.Current.State.Length == 0 ? Refusal.Of(Codes.NotFound, ("what", "publisher"))
        : IsConcerned(caller) ? Facts(shelf.Current) : Facts(shelf.Current) with { Evidence = "" });

    /// <summary>Evidence is how an operator reaches the claimant; it is between the two of them.</summary>
    private bool IsConcerned(Caller caller) => MayPublish(caller) || caller.Is(Roles.Operator) || shelf.Current.Claimant == caller.Actor;

    public Task<Answer<Done>> May(Caller caller) =>
        Task.FromResult<Answer<Done>>(MayPublish(caller) ? Done.It : Refusal.Of(Codes.NamespaceNotYours, ("publisher", Slug)));

    public async Task<Answer<IReadOnlyList<ReleaseFacts>>> Releases(Caller caller)
    {
        if (!MayPublish(caller) && !caller.Is(Roles.Operator)) return Refusal.Of(Codes.NamespaceNotYours, ("publisher", Slug));
        var list = new List<ReleaseFacts>();
        foreach (var release in shelf.Current.Releases.Reverse().Take(100))
        {
            var facts = await GrainFactory.GetGrain<IReleaseGrain>(Keys.Release(release.App, release.Version)).Get(caller);
            if (facts is { Ok: true, Value: { } value }) list.Add(value);
        }
        return list;
    }

    public Task<IReadOnlyList<string>> Versions(Caller caller, string app) => Task.FromResult<IReadOnlyList<string>>(
        caller.Is(Roles.System) ? [.. shelf.Current.Releases.Where(r => r.App == app).Select(r => r.Version)] : []);

    public async Task<Answer<bool>> Note(Caller caller, string app, string version, string keyId)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        var state = shelf.Current;
        if (state.State != "proved") return Refusal.Of(Codes.NamespaceNotYours, ("publisher", Slug), ("state", state.State));
        var known = state.KeyIds.Count == 0 || keyId.Length == 0 || state.KeyIds.Contains(keyId);
        var keys = keyId.Length == 0 || state.KeyIds.Contains(keyId) ? state.KeyIds : [.. state.KeyIds.TakeLast(KeysKept - 1), keyId];
        var release = new NotedRelease(app, version);
        var releases = state.Releases.Contains(release) ? state.Releases : [.. state.Releases.TakeLast(ReleasesKept - 1), release];
        if (!ReferenceEquals(keys, state.KeyIds) || !ReferenceEquals(releases, state.Releases))
            await shelf.Commit(state with { KeyIds = keys, Releases = releases });
        return !known;
    }

    private bool MayPublish(Caller caller) => caller.Is(Roles.System) || caller.Publishers.Contains(Slug, StringComparer.Ordinal)
        || (shelf.Current is { State: "proved", Claimant: var claimant } && claimant == caller.Actor);

    private ClaimFacts Facts(PublisherState state) => new()
    {
        Publisher = Slug, Name = state.Name, State = state.State, Since = state.Since,
        Releases = state.Releases.Count, Evidence = state.Evidence,
    };
}

/// <summary>A publisher's document.</summary>
public sealed record PublisherState
{
    /// <summary>Nobody claimed it.</summary>
    public static readonly PublisherState Empty = new();
    public string Name { get; init; } = "";
    /// <summary><c>claimed</c>, <c>proved</c>, or empty.</summary>
    public string State { get; init; } = "";
    public string Claimant { get; init; } = "";
    public string Evidence { get; init; } = "";
    public string CreditCode { get; init; } = "";
    public string ProvedBy { get; init; } = "";
    public string Remark { get; init; } = "";
    public DateTimeOffset Since { get; init; }
    /// <summary>Fingerprints of the signing keys seen, oldest first.</summary>
    public IReadOnlyList<string> KeyIds { get; init; } = [];
    public IReadOnlyList<NotedRelease> Releases { get; init; } = [];
}

/// <summary>A release of the namespace.</summary>
public sealed record NotedRelease(string App, string Version);
