using Semver;

namespace Marketplace.Domain.Catalogue;

/// <summary>The states of a version in one brain and what leads from one to the next. The table is data: every cell has a test.</summary>
public static class ListingRules
{
    public const string InReview = "inReview";
    public const string Listed = "listed";
    public const string ChangesAsked = "changesAsked";
    public const string Refused = "refused";
    public const string Superseded = "superseded";
    public const string Withdrawn = "withdrawn";
    public const string Suspended = "suspended";

    /// <summary>Every state, in the order of a version's life.</summary>
    public static readonly IReadOnlyList<string> States = [InReview, Listed, ChangesAsked, Refused, Superseded, Withdrawn, Suspended];

    /// <summary>(state, command) → next state. A suspension's <c>resume</c> goes back to where it came from. What is not here is a 409.</summary>
    public static readonly IReadOnlyDictionary<(string State, string Command), string> Table =
        new Dictionary<(string, string), string>
        {
            [(InReview, "list")] = Listed,
            [(InReview, "ask")] = ChangesAsked,
            [(InReview, "refuse")] = Refused,
            [(InReview, "withdraw")] = Withdrawn,
            [(Listed, "supersede")] = Superseded,
            [(Listed, "withdraw")] = Withdrawn,
            [(Listed, "suspend")] = Suspended,
            [(Superseded, "suspend")] = Suspended,
            [(Suspended, "resume")] = "",
        };

    /// <summary>Puts a version on the desk. The same version again changes nothing.</summary>
    public static Answer<ListingState> Enqueue(ListingState state, string brain, string app, ListedVersion version, DateTimeOffset now)
    {
        if (state.Find(version.Version) is { } known)
            return known.Digest == version.Digest ? state : Refusal.Of(Codes.ReleaseBytesChanged, ("version", version.Version));
        return Changed(state with
        {
            Brain = brain,
            App = app,
            Versions = [.. state.Versions, version with { State = InReview, At = now }],
        });
    }

    /// <summary>An operator's decision: <c>list</c> supersedes the older listed version, unless it is for a share of the installs first; <c>ask</c> and
    /// <c>refuse</c> must name a rule.
    /// A version with a red finding cannot be listed: the gate fails closed, and the mend is a higher version.</summary>
    public static Answer<ListingState> Decide(
        ListingState state, string version, string decision, IReadOnlyList<string> rules, string remark, DateTimeOffset now, int share = 100)
    {
        if (decision is not ("list" or "ask" or "refuse"))
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/decision"), ("rule", "one of list, ask, refuse"));
        if (decision != "list" && rules.Count == 0)
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/rules"), ("rule", "name at least one rule"));
        if (decision == "list" && state.Find(version) is { State: InReview, Red: > 0 } bad)
            return Refusal.Of(Codes.ReviewRed, ("version", version), ("red", bad.Red));
        if (decision == "list" && share != 100 && Unfit(state, version, share) is { } unfit) return unfit;
        var moved = Move(state, version, decision, remark, rules, now);
        if (!moved.Ok || decision != "list") return moved;
        if (share == 100) return Shelved(moved.Must(), "", now);
        // One version is on its way at a time: the one before it goes where older ones go.
        var next = moved.Must().Rolling is { } other ? Put(moved.Must(), other with { State = Superseded, Rollout = null, At = now }) : moved.Must();
        next = Put(next, next.Find(version)! with { Rollout = new Rollout { Share = share, Since = now } });
        return next with { Current = Newest(next) };
    }

    /// <summary>The next step of a version that is being rolled out, or the same again after a halt; 0 halts it, 100 ends the rollout.</summary>
    public static Answer<ListingState> Roll(ListingState state, string version, int share, DateTimeOffset now)
    {
        if (share != 0 && !RolloutRules.Steps.Contains(share)) return Refusal.Of(Codes.InputInvalid, ("pointer", "/share"), ("rule", "one of 0, 1, 10, 100"));
        if (state.Find(version) is not { } found) return Refusal.Of(Codes.NotFound, ("what", "version"));
        if (found is not { State: Listed, Rollout: { } rollout }) return Refusal.Of(Codes.ConflictState, ("state", found.State), ("command", "rollout"));
        return share switch
        {
            0 => Changed(Put(state, found with { Rollout = rollout with { Halted = RolloutRules.ByHand, Tally = null } })),
            100 => Shelved(Changed(state), version, now),
            _ => Changed(Put(state, found with { Rollout = new Rollout { Share = share, Since = now } })),
        };
    }

    /// <summary>Halts a rollout that runs when its version fails more than the others; the same state otherwise.</summary>
    public static ListingState Watch(ListingState state, RolloutTally tally) =>
        state.Rolling is { Rollout: { Halted: "" } rollout } rolling && RolloutRules.Halts(tally)
            ? Changed(Put(state, rolling with { Rollout = rollout with { Halted = RolloutRules.ByErrors, Tally = tally } })) : state;

    /// <summary>The version that an install of a firm is offered: the newest on the shelf, or above it the one that is being rolled out, to those it has come to.</summary>
    public static Answer<ListedVersion> Next(ListingState state, string tenant) =>
        state.Rolling is { } rolling && IsOffered(state, rolling, tenant) ? rolling : Offer(state, "", tenant);

    /// <summary>Stops a version here at once.</summary>
    public static Answer<ListingState> Suspend(ListingState state, string version, string reason, DateTimeOffset now)
    {
        if (reason.Length == 0) return Refusal.Of(Codes.InputInvalid, ("pointer", "/reason"), ("rule", "say why"));
        return Move(state, version, "suspend", reason, [], now);
    }

    /// <summary>Lifts a suspension.</summary>
    public static Answer<ListingState> Resume(ListingState state, string version, DateTimeOffset now) =>
        Move(state, version, "resume", "", [], now);

    /// <summary>Takes a version off the shelf.</summary>
    public static Answer<ListingState> Withdraw(ListingState state, string version, DateTimeOffset now) =>
        Move(state, version, "withdraw", "", [], now);

    /// <summary>What a firm may install now: the shelf's version, or a named one that is listed or superseded and, while it is rolled out, has come to it.</summary>
    public static Answer<ListedVersion> Offer(ListingState state, string version, string tenant)
    {
        var wanted = version.Length == 0 ? state.Current : version;
        var found = wanted.Length == 0
            ? state.Versions.LastOrDefault(v => v.State == Suspended)
            : state.Find(wanted);
        return found switch
        {
            { State: Listed or Superseded } when found.Rollout is null || IsOffered(state, found, tenant) => found,
            { State: Suspended } => Refusal.Of(Codes.AppSuspended, ("app", state.App), ("version", found.Version), ("reason", found.Remark)),
            _ => Refusal.Of(Codes.NotFound, ("what", "listing")),
        };
    }

    private static Answer<ListingState> Move(
        ListingState state, string version, string command, string remark, IReadOnlyList<string> rules, DateTimeOffset now)
    {
        if (state.Find(version) is not { } found) return Refusal.Of(Codes.NotFound, ("what", "version"));
        if (!Table.TryGetValue((found.State, command), out var to))
            return Refusal.Of(Codes.ConflictState, ("state", found.State), ("command", command));
        var next = Put(state, found with
        {
            State = to.Length == 0 ? found.Before : to,
            Before = command == "suspend" ? found.State : "",
            Remark = remark,
            Rules = rules,
            At = now,
        });
        return Changed(next with { Current = Newest(next) });
    }

    private static ListingState Put(ListingState state, ListedVersion version) =>
        state with { Versions = [.. state.Versions.Select(v => v.Version == version.Version ? version : v)] };

    private static ListingState Changed(ListingState state) => state with { Revision = state.Revision + 1, Pending = true };

    /// <summary>Everybody is offered it now, and what is older goes from the shelf.</summary>
    private static ListingState Shelved(ListingState state, string version, DateTimeOffset now)
    {
        var next = version.Length == 0 ? state : Put(state, state.Find(version)! with { Rollout = null, At = now });
        var newest = Newest(next);
        foreach (var older in next.Versions.Where(v => v.State == Listed && v.Version != newest && (v.Rollout is null || IsAbove(newest, v.Version))).ToList())
            next = Put(next, older with { State = Superseded, Rollout = null, At = now });
        return next with { Current = newest };
    }

    private static Refusal? Unfit(ListingState state, string version, int share) =>
        !RolloutRules.Steps.Contains(share) ? Refusal.Of(Codes.InputInvalid, ("pointer", "/share"), ("rule", "one of 1, 10, 100"))
        : state.Current.Length == 0 ? Refusal.Of(Codes.InputInvalid, ("pointer", "/share"), ("rule", "100: nothing else is on the shelf"))
        : !IsAbove(version, state.Current) ? Refusal.Of(Codes.InputInvalid, ("pointer", "/share"), ("rule", $"100: it is not above {state.Current}")) : null;

    private static bool IsOffered(ListingState state, ListedVersion version, string tenant) =>
        version.Rollout is { Halted: "" } rollout && RolloutRules.IsIn(tenant, state.App, rollout.Share);

    private static bool IsAbove(string version, string other) => SemVersion.Parse(version).ComparePrecedenceTo(SemVersion.Parse(other)) > 0;

    private static string Newest(ListingState state) =>
        state.Versions.Where(static v => v is { State: Listed, Rollout: null })
            .OrderByDescending(v => SemVersion.Parse(v.Version), SemVersion.PrecedenceComparer)
            .FirstOrDefault()?.Version ?? "";
}
