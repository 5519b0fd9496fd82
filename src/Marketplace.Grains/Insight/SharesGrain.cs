using Marketplace.Contracts.Insight;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Insight;
using Marketplace.Domain.Installs;
using Marketplace.Grains.Catalogue;
using Marketplace.Storage;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Insight;
using Marketplace.Storage.Installs;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Insight;

/// <summary>Shows a firm what left it, and stops it at the owner's word. Reentrant because it holds nothing.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class SharesGrain(Database database, ReleaseLibrary library, TimeProvider time) : Grain, ISharesGrain
{
    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<SharePage>> List(Caller caller, string app, string dataset, string after, int limit)
    {
        var rows = await ShareFacts.Page(database, Tenant, app, dataset, after, limit);
        return new SharePage { Datasets = await Standings(), Records = [.. rows.Select(Told)], Next = rows.Count == limit ? rows[^1].Id : "" };
    }

    public async Task<Answer<ShareStanding>> Stop(Caller caller, string app, string dataset, bool stopped)
    {
        if (!caller.Is(Roles.Owner)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));
        if (Find(await Standings(), app, dataset) is not { } standing) return Refusal.Of(Codes.NotFound, ("what", "dataset"));
        if (stopped == standing.StoppedAt is not null) return standing;
        var (unit, now) = (new Unit(), time.GetUtcNow());
        if (stopped) ShareFacts.Stop(unit, new ShareStop(Tenant, app, dataset, caller.Actor, now));
        else ShareFacts.Resume(unit, Tenant, app, dataset);
        AuditFacts.Append(unit, new AuditEntry(Tenant, now, caller.Actor, stopped ? "share.stop" : "share.resume", app, new Dictionary<string, string> { ["dataset"] = dataset }));
        var done = await database.Commit(unit);
        return done.Ok ? Find(await Standings(), app, dataset) ?? standing : Refusal.Of(Codes.Unavailable, ("why", done.Conflict));
    }

    private static ShareStanding? Find(IReadOnlyList<ShareStanding> standings, string app, string dataset) => standings.FirstOrDefault(one => one.App == app && one.Dataset == dataset);

    /// <summary>What the firm's apps declare, and what left by apps that are gone.</summary>
    private async Task<IReadOnlyList<ShareStanding>> Standings()
    {
        var sums = (await ShareFacts.Sums(database, Tenant)).ToDictionary(static one => (one.App, one.Dataset));
        var stops = (await ShareFacts.Stops(database, Tenant)).ToDictionary(static one => (one.App, one.Dataset));
        var standings = new List<ShareStanding>();
        foreach (var head in (await InstallFacts.List(database, Tenant)).Where(static head => InstallStates.IsThere(head.State)))
            foreach (var declared in (await library.Load(head.Digest))?.Manifest.Shares ?? [])
                standings.Add(Standing(head.App, declared, head.Grants));
        foreach (var (app, dataset) in sums.Keys.Concat(stops.Keys).Distinct().Where(key => Find(standings, key.App, key.Dataset) is null).ToList())
            standings.Add(new ShareStanding { App = app, Dataset = dataset, State = "left" });
        return [.. standings.Select(one => With(one, sums.GetValueOrDefault((one.App, one.Dataset)), stops.GetValueOrDefault((one.App, one.Dataset))))
            .OrderBy(static one => one.App, StringComparer.Ordinal).ThenBy(static one => one.Dataset, StringComparer.Ordinal)];
    }

    private static ShareStanding Standing(string app, ShareSpec declared, IReadOnlyList<string> grants) => new()
    {
        App = app, Dataset = declared.Dataset, Why = declared.Purpose, Fields = declared.Fields,
        State = ShareRules.Purpose(grants, declared.Dataset) is null ? "notGranted" : "shared", Purpose = ShareRules.Purpose(grants, declared.Dataset) ?? "",
    };

    private static ShareStanding With(ShareStanding one, SharedSum? sum, ShareStop? stop) => one with
    {
        Records = sum?.Records ?? 0,
        Last = sum?.Last,
        StoppedAt = stop?.At,
        StoppedBy = stop?.Actor ?? "",
        State = stop is null ? one.State : "stopped",
    };

    private static SharedRecord Told(SharedRow row) => new()
    {
        Id = row.Id, App = row.App, Version = row.Version, Install = row.Install, Brain = row.Brain, Dataset = row.Dataset, Purpose = row.Purpose, Record = row.Body,
        Invocation = row.Invocation, Actor = row.Actor, At = row.At,
    };
}
