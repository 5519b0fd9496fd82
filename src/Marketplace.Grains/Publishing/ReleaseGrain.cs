using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
using Marketplace.Domain.Publishing;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Operations;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Marketplace.Grains.Publishing;

internal sealed class ReleaseGrain : Grain, IReleaseGrain, IOwes
{
    private readonly Shelf<ReleaseState> shelf;
    private readonly ReleaseLibrary library;
    private readonly ReleaseGate gate;
    private readonly Debts debts;
    private readonly Database database;

    public ReleaseGrain(
        [PersistentState("release", StoreNames.Documents)] IPersistentState<ReleaseState> slot,
        ReleaseLibrary library, ReleaseGate gate, Debts debts, Database database)
    {
        shelf = new Shelf<ReleaseState>(slot, ReleaseState.Empty, this.DeactivateOnIdle);
        (this.library, this.gate, this.debts, this.database) = (library, gate, debts, database);
    }

    /// <summary>What a crash left untold is told before anything else is answered.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => shelf.Current.Pending ? Tell() : Task.CompletedTask;

    public async Task<Answer<ReleaseFacts>> Submit(Caller caller, Immutable<byte[]> package)
    {
        var opened = PackageReader.FromZip(package.Value);
        if (!opened.Ok) return opened.Refusal!;
        var release = opened.Must();
        var manifest = release.Manifest;
        if (Keys.Release(manifest.Id, manifest.Version) != this.GetPrimaryKeyString())
            return Refusal.Of(Codes.ReleaseInvalid, ("pointer", "/version"), ("rule", "the manifest is of another release"));
        var publisher = Keys.Owner(manifest.Id);
        if ((await GrainFactory.GetGrain<IPublisherGrain>(Keys.Publisher(publisher)).May(caller)).Refusal is { } no) return no;
        // By the digest: who signs the same files again does the same thing, though no two signatures are alike.
        if (await Bound(caller, RequestHash.Of("publish", release.Digest)) is { } other) return other;
        if (shelf.Current.Digest.Length > 0)
            return shelf.Current.Digest == release.Digest
                ? await Facts(caller)
                : Refusal.Of(Codes.ReleaseBytesChanged, ("version", manifest.Version), ("digest", shelf.Current.Digest));
        return await Take(caller, release, package.Value, publisher);
    }

    /// <summary>Binds the operation id to these bytes, wherever else it is used. No reply is kept with it: the same bytes give the same facts.</summary>
    private async Task<Refusal?> Bound(Caller caller, string request)
    {
        if (caller.Operation.Length == 0) return null;
        var (unit, scope) = (new Unit(), $"@{caller.Actor}");
        OperationFacts.Insert(unit, new StoredOperation(scope, caller.Operation, request, "", [], database.Time.GetUtcNow()));
        if ((await database.Commit(unit)).Ok) return null;
        return (await OperationFacts.Get(database, scope, caller.Operation))?.RequestHash == request
            ? null
            : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
    }

    private async Task<Answer<ReleaseFacts>> Take(Caller caller, Package release, byte[] bytes, string publisher)
    {
        var manifest = release.Manifest;
        var published = await Published(manifest.Id, manifest.Version);
        if (VersionRules.Barrier(published.Select(static one => one.Version), manifest.Version) is { } barrier)
            return Refusal.Of(Codes.ReleaseVersion, ("version", manifest.Version), ("published", barrier), ("least", VersionRules.Least(barrier, "patch")));
        var noted = await GrainFactory.GetGrain<IPublisherGrain>(Keys.Publisher(publisher))
            .Note(Caller.System(), manifest.Id, manifest.Version, ReleaseGate.KeyId(release));
        if (!noted.Ok) return noted.Refusal!;
        await library.Keep(release.Digest, bytes);
        var before = VersionOrder.Before(published.Select(static one => one.Version), manifest.Version);
        var previous = before is null ? null : (await library.Load(published.First(one => one.Version == before).Digest))?.Package;
        var verdict = await gate.Check(release, previous, noted.Must());
        await debts.Promise(this.GetPrimaryKeyString());
        await shelf.Commit(new ReleaseState
        {
            App = manifest.Id, Version = manifest.Version, Digest = release.Digest, Size = bytes.Length,
            SubmittedAt = database.Time.GetUtcNow(), SubmittedBy = caller.Actor, Findings = verdict.Findings,
            TypicalCall = verdict.TypicalCall, Sectors = manifest.Sectors, Pending = true,
            Name = Locales.Words(release, manifest.Name), Summary = Locales.Words(release, manifest.Summary),
        });
        await Tell();
        return await Facts(caller) with { Created = true };
    }

    public async Task<Answer<ReleaseFacts>> Get(Caller caller)
    {
        if (shelf.Current.Digest.Length == 0) return Missing();
        var facts = await Facts(caller);
        if (caller.Is(Roles.System) || (await GrainFactory.GetGrain<IPublisherGrain>(Keys.Publisher(Keys.Owner(facts.App))).May(caller)).Ok) return facts;
        if (facts.Brains.Count == 0) return Missing();
        return caller.Is(Roles.Operator) ? facts : facts with { Findings = [], SubmittedBy = "" };
    }

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "release"));

    /// <summary>Puts the release on the desks that a crash kept it from.</summary>
    public Task Settle(Caller caller) => caller.Is(Roles.System) && shelf.Current.Pending ? Tell() : Task.CompletedTask;

    private async Task Tell()
    {
        var facts = Plain();
        foreach (var brain in await library.Brains(shelf.Current.Sectors))
            (await GrainFactory.GetGrain<IListingGrain>(Keys.Listing(brain, facts.App)).Enqueue(Caller.System(brain: brain), facts)).Must();
        await shelf.Commit(shelf.Current with { Pending = false });
        await debts.Paid(this.GetPrimaryKeyString());
    }

    /// <summary>The other versions of the app that somebody could have. One with a red finding can nowhere be listed: it is in no number's way, and the
    /// step of the next is not measured from it, or two tries would make of any change a patch.</summary>
    private async Task<List<(string Version, string Digest)>> Published(string app, string version)
    {
        List<(string, string)> found = [];
        foreach (var one in await GrainFactory.GetGrain<IPublisherGrain>(Keys.Publisher(Keys.Owner(app))).Versions(Caller.System(), app))
            if (one != version && await GrainFactory.GetGrain<IReleaseGrain>(Keys.Release(app, one)).Get(Caller.System()) is { Ok: true } known
                && known.Must().Findings.All(static finding => finding.Severity != Severity.Red))
                found.Add((one, known.Must().Digest));
        return found;
    }

    private async Task<ReleaseFacts> Facts(Caller caller)
    {
        var facts = Plain();
        var brains = new Dictionary<string, VersionFacts>(StringComparer.Ordinal);
        foreach (var brain in await library.Brains(facts.Sectors))
        {
            var versions = await GrainFactory.GetGrain<IListingGrain>(Keys.Listing(brain, facts.App)).Versions(caller);
            if (versions.Value?.FirstOrDefault(v => v.Version == facts.Version) is { } here) brains[brain] = here;
        }
        return facts with { Brains = brains, State = brains.Count == 0 ? "quarantined" : "inReview" };
    }

    private ReleaseFacts Plain()
    {
        var state = shelf.Current;
        return new ReleaseFacts
        {
            App = state.App, Version = state.Version, Digest = state.Digest, State = "quarantined", Size = state.Size,
            SubmittedAt = state.SubmittedAt, SubmittedBy = state.SubmittedBy, Findings = state.Findings,
            Sectors = state.Sectors, Name = state.Name, Summary = state.Summary, TypicalCall = state.TypicalCall,
        };
    }
}

/// <summary>A release's document.</summary>
public sealed record ReleaseState
{
    /// <summary>Never submitted.</summary>
    public static readonly ReleaseState Empty = new();
    public string App { get; init; } = "";
    public string Version { get; init; } = "";
    public string Digest { get; init; } = "";
    public long Size { get; init; }
    public DateTimeOffset SubmittedAt { get; init; }
    public string SubmittedBy { get; init; } = "";
    public IReadOnlyList<Finding> Findings { get; init; } = [];
    public IReadOnlyList<string> Sectors { get; init; } = [];
    public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Summary { get; init; } = new Dictionary<string, string>();
    public long TypicalCall { get; init; }
    /// <summary>True until every desk has it.</summary>
    public bool Pending { get; init; }
}
