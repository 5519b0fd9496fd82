using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Records;
using Marketplace.Grains.Catalogue;
using Marketplace.Storage;
using Marketplace.Storage.Installs;

namespace Marketplace.Grains.Records;

/// <summary>Where a firm's records of one entity lie, and what shape they have.</summary>
internal sealed record RecordPlace(InstallHead Head, Entity Shape, LoadedRelease Release);

/// <summary>Finds the place of records; reads the store each time.</summary>
internal sealed class RecordPlaces(Database database, ReleaseLibrary library)
{
    /// <summary>The place, or <c>notFound</c>; <paramref name="held"/> finds records of an install that was left, too.</summary>
    public async Task<Answer<RecordPlace>> Find(string tenant, string app, string entity, bool held = false)
    {
        if ((held ? await Held(tenant, app) : await Installed(tenant, app)) is not { } head) return Refusal.Of(Codes.NotFound, ("what", "install"));
        var release = await Release(head);
        return release.Manifest.Entities.TryGetValue(entity, out var shape)
            ? new RecordPlace(head, shape, release)
            : Refusal.Of(Codes.NotFound, ("what", "entity"), ("entity", entity));
    }

    /// <summary>The release that an install has.</summary>
    public async Task<LoadedRelease> Release(InstallHead head) => await library.Load(head.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");

    /// <summary>The install's head, or null when there is none.</summary>
    public async Task<InstallHead?> Installed(string tenant, string app) =>
        Keys.IsApp(app) && await InstallFacts.Get(database, tenant, app) is { } head && InstallStates.IsThere(head.State) ? head : null;

    /// <summary>The head of an install whose records are there: of one that was left too, for as long as it can be had back.</summary>
    public async Task<InstallHead?> Held(string tenant, string app) =>
        Keys.IsApp(app) && await InstallFacts.Get(database, tenant, app) is { } head && InstallStates.Now(head.State, head.LeftAt, database.Time.GetUtcNow()) != InstallStates.Purged ? head : null;
}
