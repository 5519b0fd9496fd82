using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Publishing;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Publishing;

/// <summary>Reads one brain's desk. Operators of the brain only.</summary>
[StatelessWorker]
internal sealed class DeskGrain(Database database, ReleaseLibrary library) : Grain, IDeskGrain
{
    private string Brain => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<IReadOnlyList<ReviewRow>>> Queue(Caller caller, bool waitingOnly)
    {
        if (Denied(caller) is { } no) return no;
        var rows = (await database.Projected(Projecting.Review, Brain)).Select(r => GrainJson.Read<ReviewRow>(r.Body));
        return new Answer<IReadOnlyList<ReviewRow>>
        {
            Value = [.. rows.Where(r => !waitingOnly || r.State == ListingRules.InReview).OrderByDescending(r => r.Risk).ThenBy(r => r.SubmittedAt)],
        };
    }

    public async Task<Answer<ReviewFacts>> Review(Caller caller, string app, string version)
    {
        if (Denied(caller) is { } no) return no;
        if (await database.ProjectedOne(Projecting.Review, Brain, $"{app}@{version}") is not { } stored)
            return Refusal.Of(Codes.NotFound, ("what", "release"));
        var row = GrainJson.Read<ReviewRow>(stored.Body);
        var facts = (await GrainFactory.GetGrain<IReleaseGrain>(Keys.Release(app, version)).Get(caller)).Must();
        var after = await library.Load(facts.Digest) ?? throw new InvalidDataException("A release in review has no bytes.");
        var before = row.Previous.Length == 0 ? null : await Loaded(caller, app, row.Previous);
        var claim = await GrainFactory.GetGrain<IPublisherGrain>(Keys.Publisher(Keys.Owner(app))).Get(caller);
        return new ReviewFacts
        {
            Row = row,
            Findings = facts.Findings,
            Touches = Touches(before?.Manifest, after.Manifest),
            PlansBefore = before is null ? [] : ListingProjector.Plans(before.Manifest),
            PlansAfter = ListingProjector.Plans(after.Manifest),
            Files = PackageDifference.Of(before?.Package, after.Package),
            Publisher = claim.Value is not { } known ? null : new PublisherFacts
            {
                Publisher = known.Publisher, Name = known.Name, Proved = known.State == "proved", Since = known.Since, Releases = known.Releases,
            },
            Digest = facts.Digest,
            Readme = after.Package.Text("README.md") ?? "",
        };
    }

    private async Task<LoadedRelease?> Loaded(Caller caller, string app, string version)
    {
        var facts = await GrainFactory.GetGrain<IReleaseGrain>(Keys.Release(app, version)).Get(caller);
        return facts.Ok ? await library.Load(facts.Must().Digest) : null;
    }

    private Refusal? Denied(Caller caller) =>
        caller.Is(Roles.System) || (caller.Is(Roles.Operator) && caller.Brain == Brain)
            ? null
            : Refusal.Of(Codes.RoleMissing, ("role", $"{Roles.Operator} of {Brain}"));

    private static IReadOnlyList<TouchChange> Touches(Manifest? before, Manifest after)
    {
        var old = before is null ? [] : ListingProjector.Touches(before);
        var now = ListingProjector.Touches(after);
        return
        [
            .. now.Select(t => new TouchChange { Kind = before is null || old.Any(o => o.Scope == t.Scope) ? before is null ? "added" : "kept" : "added", Touch = t }),
            .. old.Where(o => now.All(t => t.Scope != o.Scope)).Select(o => new TouchChange { Kind = "removed", Touch = o }),
        ];
    }
}
