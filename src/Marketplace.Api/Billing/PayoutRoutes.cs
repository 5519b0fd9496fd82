using Marketplace.Api.Http;
using Marketplace.Contracts.Billing;
using Marketplace.Domain;

namespace Marketplace.Api.Billing;

/// <summary>What publishers earn and are paid.</summary>
internal static class PayoutRoutes
{
    public static async Task<Answer<StatementPage>> Statements(Exchange x)
    {
        var (publisher, month) = (x.Route("publisher"), x.Query("month"));
        if (!Keys.IsSlug(publisher)) return Exchange.Nothing("publisher");
        if (month.Length is not (0 or 7)) return Commands.Invalid("?month", "pattern", "YYYY-MM");
        var statements = await x.Grains.GetGrain<IPayoutsGrain>(Keys.Payouts(x.Caller.Brain.Length > 0 ? x.Caller.Brain : "-")).Statements(x.Caller, publisher, month);
        return statements.Refusal is { } no ? no : new StatementPage(statements.Must());
    }

    public static async Task<Answer<Payout>> Open(Exchange x)
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.PayoutBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        if (Closed(x) is { } no) return no;
        var payout = await Payouts(x).Open(x.Caller, x.Route("publisher"), new PayoutOrder { Fen = body.Must().Fen, Days = body.Must().Days });
        if (payout.Ok) x.Created($"/api/v1/publishers/{payout.Must().Publisher}/statements");
        return payout;
    }

    public static async Task<Answer<Payout>> Confirm(Exchange x) => Closed(x) is { } no ? no : await Payouts(x).Confirm(x.Caller, x.Route("id"));

    public static async Task<Answer<Payout>> Cancel(Exchange x) => Closed(x) is { } no ? no : await Payouts(x).Cancel(x.Caller, x.Route("id"));

    private static IPayoutsGrain Payouts(Exchange x) => x.Grains.GetGrain<IPayoutsGrain>(Keys.Payouts(x.Caller.Brain));

    private static Refusal? Closed(Exchange x) => x.Caller.Is(Roles.Operator) ? x.BrainNeeded : Refusal.Of(Codes.RoleMissing, ("roles", Roles.Operator));
}

/// <summary>A publisher's statements, one for each brain.</summary>
internal sealed record StatementPage(IReadOnlyList<PublisherStatement> Statements);

/// <summary>A payout that is asked for.</summary>
internal sealed record PayoutBody
{
    // Settable: what the generated reader sets with init it also sets when the key is absent, to null.
    /// <summary>Hundredths of a yuan; 0 for all whole fen that there are.</summary>
    public long Fen { get; set; }
    /// <summary>Days until it is given up unless it was confirmed.</summary>
    public int Days { get; set; } = 10;
}
