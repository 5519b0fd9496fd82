using Marketplace.Api.Http;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain;

namespace Marketplace.Api.Publishing;

/// <summary>The operator's desk.</summary>
internal static class DeskRoutes
{
    public static async Task<Answer<ReviewPage>> Queue(Exchange x)
    {
        if (Closed(x) is { } no) return no;
        if (x.Flag("all") is not { } all) return Commands.Invalid("?all", "boolean", "true or false");
        var rows = await Desk(x).Queue(x.Caller, !all);
        return rows.Refusal is { } refused ? refused : new ReviewPage(rows.Must());
    }

    public static async Task<Answer<ReviewFacts>> Review(Exchange x)
    {
        if (Closed(x) is { } no) return no;
        return x.App is { } app && x.Version is { } version
            ? await Desk(x).Review(x.Caller, app, version)
            : Exchange.Nothing("release");
    }

    public static async Task<Answer<VersionFacts>> Decide(Exchange x)
    {
        if (Closed(x) is { } no) return no;
        if (x.App is not { } app || x.Version is not { } version) return Exchange.Nothing("release");
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.DecisionBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        var decision = body.Must();
        if (decision.Decision is not ("list" or "ask" or "refuse"))
            return Commands.Invalid("/decision", "enum", "list, ask or refuse");
        return await x.Grains.GetGrain<IListingGrain>(Keys.Listing(x.Caller.Brain, app)).Decide(x.Caller, version,
            new ReviewDecision { Decision = decision.Decision, Rules = decision.Rules, Remark = decision.Remark, Share = decision.Share ?? 100 });
    }

    /// <summary>The desk is there for operators only; everyone else is told which role is missing, whatever the desk holds.</summary>
    private static Refusal? Closed(Exchange x) =>
        x.Caller.Is(Roles.Operator) ? x.BrainNeeded : Refusal.Of(Codes.RoleMissing, ("roles", Roles.Operator));

    private static IDeskGrain Desk(Exchange x) => x.Grains.GetGrain<IDeskGrain>(Keys.Desk(x.Caller.Brain));
}

/// <summary>Releases on the desk.</summary>
internal sealed record ReviewPage(IReadOnlyList<ReviewRow> Reviews);

/// <summary>The operator's word.</summary>
internal sealed record DecisionBody
{
    public required string Decision { get; init; }
    // Settable: what the generated reader sets with init it also sets when the key is absent, to null.
    public IReadOnlyList<string> Rules { get; set; } = [];
    public string Remark { get; set; } = "";
    /// <summary>Percent of the installs that are offered a listed version first: 1, 10 or 100.</summary>
    public int? Share { get; set; }
}
