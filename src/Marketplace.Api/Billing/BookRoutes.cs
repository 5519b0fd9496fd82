using Marketplace.Api.Http;
using Marketplace.Contracts.Billing;
using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Billing;

/// <summary>The operator's book.</summary>
internal static class BookRoutes
{
    public static async Task<Answer<BrainBook>> Get(Exchange x) => Closed(x) is { } no ? no : await InvoiceRoutes.Billing(x)!.Books(x.Caller);

    public static async Task<Answer<CloseBody>> Close(Exchange x)
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.CloseBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        if (Closed(x) is { } no) return no;
        var done = await InvoiceRoutes.Billing(x)!.Close(x.Caller, body.Must().Month);
        if (done.Refusal is { } refused) return refused;
        x.Http.Response.StatusCode = StatusCodes.Status202Accepted;
        return body;
    }

    public static async Task<Answer<SubsidyProgram>> Grant(Exchange x)
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.SubsidyBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        return Closed(x) is { } no ? no : await InvoiceRoutes.Billing(x)!.Grant(x.Caller, body.Must().AsProgram());
    }

    public static async Task<Answer<BrainBook>> Thaw(Exchange x)
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.ReasonBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        if (Closed(x) is { } no) return no;
        var done = await InvoiceRoutes.Billing(x)!.Thaw(x.Caller, body.Must().Reason);
        return done.Refusal is { } refused ? refused : await InvoiceRoutes.Billing(x)!.Books(x.Caller);
    }

    private static Refusal? Closed(Exchange x) => x.Caller.Is(Roles.Operator) ? x.BrainNeeded : Refusal.Of(Codes.RoleMissing, ("roles", Roles.Operator));
}

/// <summary>A month.</summary>
internal sealed record CloseBody
{
    /// <summary><c>YYYY-MM</c>.</summary>
    public required string Month { get; init; }
}

/// <summary>A subsidy programme to begin.</summary>
internal sealed record SubsidyBody
{
    /// <summary>A slug that stands in the accounts.</summary>
    public required string Program { get; init; }
    /// <summary>Who pays, as it stands on the invoice.</summary>
    public required string Purse { get; init; }
    /// <summary>First day, <c>YYYY-MM-DD</c>.</summary>
    public required string From { get; init; }
    /// <summary>Last day.</summary>
    public required string To { get; init; }
    /// <summary>Thousandths of each amount.</summary>
    public required int Share { get; init; }
    // Settable: what the generated reader sets with init it also sets when the key is absent, to null.
    /// <summary>The most for one firm and month, micro-yuan; 0 for no limit.</summary>
    public long FirmMonth { get; set; }
    /// <summary>Micro-yuan in all.</summary>
    public required long Budget { get; init; }
    /// <summary>The apps it is for; none means all.</summary>
    public IReadOnlyList<string> Apps { get; set; } = [];

    public SubsidyProgram AsProgram() => new() { Program = Program, Purse = Purse, From = From, To = To, Share = Share, FirmMonth = FirmMonth, Budget = Budget, Apps = Apps };
}
