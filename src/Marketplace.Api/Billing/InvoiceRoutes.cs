using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Billing;
using Marketplace.Domain;
using Marketplace.Domain.Billing;

namespace Marketplace.Api.Billing;

/// <summary>Invoices and credit notes.</summary>
internal static class InvoiceRoutes
{
    private const int IdLongest = 100;

    public static async Task<Answer<InvoicePage>> List(Exchange x)
    {
        if (Billing(x) is not { } billing) return x.BrainNeeded!;
        var invoices = await billing.Invoices(x.Caller, x.Query("firm"));
        return invoices.Refusal is { } no ? no : new InvoicePage(invoices.Must());
    }

    public static async Task Get(Exchange x)
    {
        var format = x.Query("format");
        var answer = format is not ("" or "csv") ? Commands.Invalid("?format", "enum", "csv")
            : Billing(x) is not { } billing ? x.BrainNeeded!
            : x.Route("id") is { Length: > 0 and <= IdLongest } id ? await billing.Invoice(x.Caller, id) : Exchange.Nothing("invoice");
        if (answer.Refusal is { } no) await Problems.Write(x.Http, x.Caller.Culture, no);
        else if (format.Length == 0) await Raw.Write(x, JsonSerializer.SerializeToUtf8Bytes(answer.Must(), ApiJson.Shapes.Invoice));
        else await Table(x, answer.Must());
    }

    public static async Task<Answer<Invoice>> Credit(Exchange x)
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.CreditBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        if (Billing(x) is not { } billing) return x.BrainNeeded!;
        if (x.Route("id") is not { Length: > 0 and <= IdLongest } id) return Exchange.Nothing("invoice");
        var credit = body.Must();
        var note = await billing.Credit(x.Caller, id, new CreditOrder { Line = credit.Line, Fen = credit.Fen, Bearer = credit.Bearer, Reason = credit.Reason });
        if (note.Ok) x.Created($"/api/v1/invoices/{note.Must().Id}");
        return note;
    }

    /// <summary>The billing of the caller's brain, or null when no brain is known.</summary>
    public static IBillingGrain? Billing(Exchange x) => x.BrainNeeded is null ? x.Grains.GetGrain<IBillingGrain>(Keys.Billing(x.Caller.Brain)) : null;

    private static Task Table(Exchange x, Invoice invoice)
    {
        var table = new StringBuilder("invoice,line,app,function,unit,quantity,amount_yuan,subsidy_yuan,programme,payable_yuan\r\n");
        foreach (var line in invoice.Lines)
            table.Append(CultureInfo.InvariantCulture, $"{invoice.Id},{line.Line},{line.App},{line.Function},{line.Unit},{line.Quantity},{Yuan(line.Amount, 6)},{Yuan(line.Subsidy, 6)},{line.Program},{Yuan(line.Fen * Apportion.Fen, 2)}\r\n");
        table.Append(CultureInfo.InvariantCulture, $"{invoice.Id},,,,total,,{Yuan(invoice.Gross + invoice.Carried, 6)},{Yuan(invoice.Subsidy, 6)},,{Yuan(invoice.Fen * Apportion.Fen, 2)}\r\n{invoice.Id},,,,remainder,,{Yuan(invoice.Remainder, 6)},,,\r\n");
        var bytes = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(table.ToString())).ToArray();
        var response = x.Http.Response;
        (response.ContentType, response.ContentLength) = ("text/csv; charset=utf-8", bytes.Length);
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{invoice.Id}.csv\"";
        return response.Body.WriteAsync(bytes, x.Cancel).AsTask();
    }

    private static string Yuan(long micro, int digits) => (micro / 1_000_000m).ToString(digits == 2 ? "0.00" : "0.000000", CultureInfo.InvariantCulture);
}

/// <summary>Invoices and credit notes.</summary>
internal sealed record InvoicePage(IReadOnlyList<Invoice> Invoices);

/// <summary>What of an invoice goes back.</summary>
internal sealed record CreditBody
{
    public required int Line { get; init; }
    /// <summary>Hundredths of a yuan.</summary>
    public required long Fen { get; init; }
    // Settable: what the generated reader sets with init it also sets when the key is absent, to null.
    /// <summary><c>platform</c> or <c>publisher</c>: who bears it.</summary>
    public string Bearer { get; set; } = "platform";
    public required string Reason { get; init; }
}
