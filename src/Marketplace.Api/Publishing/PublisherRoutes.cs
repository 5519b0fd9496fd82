using Marketplace.Api.Http;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain;

namespace Marketplace.Api.Publishing;

/// <summary>Namespaces.</summary>
internal static class PublisherRoutes
{
    public static async Task<Answer<ClaimFacts>> Claim(Exchange x)
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.ClaimBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        var claim = body.Must();
        return Publisher(x) is { } publisher
            ? await publisher.Claim(x.Caller, new ClaimOrder { Name = claim.Name, CreditCode = claim.CreditCode, Evidence = claim.Evidence })
            : Exchange.Nothing("publisher");
    }

    public static async Task<Answer<ClaimFacts>> Prove(Exchange x)
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.ProveBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        return Publisher(x) is { } publisher ? await publisher.Prove(x.Caller, body.Must().Remark) : Exchange.Nothing("publisher");
    }

    public static async Task<Answer<ClaimFacts>> Get(Exchange x) =>
        Publisher(x) is { } publisher ? await publisher.Get(x.Caller) : Exchange.Nothing("publisher");

    private static IPublisherGrain? Publisher(Exchange x) =>
        x.Route("publisher") is var name && Keys.IsSlug(name) ? x.Grains.GetGrain<IPublisherGrain>(Keys.Publisher(name)) : null;
}

/// <summary>A claim of a namespace.</summary>
internal sealed record ClaimBody
{
    public required string Name { get; init; }
    // Settable: what the generated reader sets with init it also sets when the key is absent, to null.
    public string CreditCode { get; set; } = "";
    public string Evidence { get; set; } = "";
}

/// <summary>What the operator saw.</summary>
internal sealed record ProveBody
{
    public string Remark { get; set; } = "";
}
