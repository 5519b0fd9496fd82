using Marketplace.Web.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Web.Finance;

/// <summary>The buttons of the loop, the vouchers and the funder.</summary>
internal static class FinanceEndpoints
{
    /// <summary>The service's name.</summary>
    public const string Service = "finance";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/finance/do/{collection}/{command}", Do).DisableAntiforgery().ExcludeFromDescription();

    /// <summary>Which thing it is stands in the form: a page has many.</summary>
    private static async Task<IResult> Do(HttpContext http, string collection, string command)
    {
        if (!http.Request.HasFormContentType) return Results.BadRequest();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await new SharedForm(Service, collection, form["id"].ToString(), command)
        {
            Input = SharedForm.From(FinanceForm.Input),
            Told = (words, done) => words["fin.done", ("what", words[$"fin.cmd.{collection}.{command}"]), ("state", words[$"fin.state.{done.State}"])],
            Back = static (form, _) => form["back"].ToString(),
        }.Do(http);
    }
}
