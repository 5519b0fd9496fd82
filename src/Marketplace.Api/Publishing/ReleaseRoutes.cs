using Marketplace.Api.Http;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
using Orleans.Concurrency;

namespace Marketplace.Api.Publishing;

/// <summary>Releases: upload, facts, and their suspension in one brain.</summary>
internal static class ReleaseRoutes
{
    public static async Task<Answer<ReleaseFacts>> Submit(Exchange x)
    {
        if (x.Http.Request.ContentType is not { } type || !type.StartsWith("application/zip", StringComparison.OrdinalIgnoreCase))
            return Refusal.Of(Codes.InputContentType, ("expected", "application/zip"));
        var read = await Bodies.Bytes(x.Http.Request, Limits.Package, Codes.ReleaseTooLarge, x.Cancel);
        if (read.Refusal is { } large) return large;
        var named = PackageLabel.Read(read.Must());
        if (named.Refusal is { } unfit) return unfit;
        var (app, version) = named.Must();
        var answer = await x.Grains.GetGrain<IReleaseGrain>(Keys.Release(app, version)).Submit(x.Caller, new Immutable<byte[]>(read.Must()));
        if (answer.Ok && answer.Must().Created) x.Created($"/api/v1/releases/{app}/{version}");
        return answer;
    }

    public static async Task<Answer<ReleaseFacts>> Get(Exchange x) =>
        x.App is { } app && x.Version is { } version
            ? await x.Grains.GetGrain<IReleaseGrain>(Keys.Release(app, version)).Get(x.Caller)
            : Exchange.Nothing("release");

    public static Task<Answer<VersionFacts>> Suspend(Exchange x) => OnListing(x, async (listing, version) =>
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.ReasonBody, x.Cancel);
        return body.Refusal is { } no ? no : await listing.Suspend(x.Caller, version, body.Must().Reason);
    });

    public static Task<Answer<VersionFacts>> Resume(Exchange x) =>
        OnListing(x, (listing, version) => listing.Resume(x.Caller, version));

    public static Task<Answer<VersionFacts>> Withdraw(Exchange x) =>
        OnListing(x, (listing, version) => listing.Withdraw(x.Caller, version));

    public static Task<Answer<VersionFacts>> Roll(Exchange x) => OnListing(x, async (listing, version) =>
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.RolloutBody, x.Cancel);
        return body.Refusal is { } no ? no : await listing.Roll(x.Caller, version, body.Must().Share);
    });

    public static Task<Answer<RolloutStand>> Rollout(Exchange x) => OnListing(x, (listing, version) => listing.Stand(x.Caller, version));

    private static async Task<Answer<T>> OnListing<T>(Exchange x, Func<IListingGrain, string, Task<Answer<T>>> act)
    {
        if (x.BrainNeeded is { } unnamed) return unnamed;
        return x.App is { } app && x.Version is { } version
            ? await act(x.Grains.GetGrain<IListingGrain>(Keys.Listing(x.Caller.Brain, app)), version)
            : Exchange.Nothing("release");
    }
}

/// <summary>How far a version is rolled out.</summary>
internal sealed record RolloutBody
{
    /// <summary>Percent of the installs: 1, 10, 100; 0 halts.</summary>
    public required int Share { get; init; }
}

/// <summary>Why a version is suspended.</summary>
internal sealed record ReasonBody
{
    public required string Reason { get; init; }
}
