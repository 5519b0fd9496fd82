using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Views;
using Marketplace.Views.Kit;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Views.Apps;

/// <summary>Opens an app for whoever sent the request; null when there is no such person or no such app for them.</summary>
public delegate Task<IViewSource?> OpenApp(HttpContext http, string app);

/// <summary>What the drawn views post to and read from: the host and <c>mkt dev</c> map the same.</summary>
public static class ViewEndpoints
{
    /// <summary>scan.js says with this header that it is a page of ours; no other site can send it.</summary>
    public const string PageHeader = "Marketplace-View";

    /// <summary>Maps the endpoints under <c>/run/{publisher}/{app}</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes, OpenApp open)
    {
        var run = routes.MapGroup("/run/{publisher}/{name}").ExcludeFromDescription();
        run.MapPost("/act/{view}/{action:int}", (HttpContext http, string publisher, string name, string view, int action) => Act(http, open, $"{publisher}/{name}", view, action)).DisableAntiforgery();
        run.MapPost("/form/{view}", (HttpContext http, string publisher, string name, string view) => Form(http, open, $"{publisher}/{name}", view)).DisableAntiforgery();
        run.MapGet("/csv/{view}", (HttpContext http, string publisher, string name, string view) => Rows(http, open, $"{publisher}/{name}", view, "csv"));
        run.MapGet("/xlsx/{view}", (HttpContext http, string publisher, string name, string view) => Rows(http, open, $"{publisher}/{name}", view, "xlsx"));
        run.MapPost("/call/{function}", (HttpContext http, string publisher, string name, string function) => CallJson(http, open, $"{publisher}/{name}", function)).DisableAntiforgery();
        run.MapGet("/record/{entity}/{id}", (HttpContext http, string publisher, string name, string entity, string id) => RecordJson(http, open, $"{publisher}/{name}", entity, id));
    }

    /// <summary>The addresses of an app under the usual roots.</summary>
    public static ViewPaths Paths(string app) => new($"/apps/{app}", $"/run/{app}", $"/scan/{app}");

    private static async Task<IResult> Act(HttpContext http, OpenApp open, string app, string name, int index)
    {
        if (!await IsOurs(http)) return Results.BadRequest();
        if (await open(http, app) is not { } source) return Results.NotFound();
        var actions = await source.View(name, http.RequestAborted) switch { View.Table t => t.Actions, View.Detail d => d.Actions, View.Board b => b.Actions, _ => [] };
        if (index < 0 || index >= actions.Count) return Results.NotFound();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (Read(form["input"].ToString()) is not { } input) return Results.BadRequest();
        FormInput.Add(input, actions[index].Fields, form, null);
        Finish(http, source, await source.Call(actions[index].Function, JsonSerializer.SerializeToElement(input), Signature(form), form["operation"].ToString(), http.RequestAborted));
        return Results.LocalRedirect(Back(http, Paths(app).View(name)));
    }

    private static async Task<IResult> Form(HttpContext http, OpenApp open, string app, string name)
    {
        if (!await IsOurs(http)) return Results.BadRequest();
        if (await open(http, app) is not { } source) return Results.NotFound();
        if (await source.View(name, http.RequestAborted) is not View.Form view) return Results.NotFound();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var input = new JsonObject();
        FormInput.Add(input, view.Fields, form, source.Manifest.Entities.GetValueOrDefault(view.Entity));
        var body = JsonSerializer.SerializeToElement(input);
        var operation = form["operation"].ToString();
        if (view.Entity.Length > 0)
        {
            var made = await source.Insert(view.Entity, body, operation, http.RequestAborted);
            Finish(http, source, made.Ok ? new ViewCall(made.Must(), null, "", new()) : made.Refusal!);
        }
        else
        {
            Finish(http, source, await source.Call(view.Function, body, Signature(form), operation, http.RequestAborted));
        }
        return Results.LocalRedirect(Back(http, Paths(app).View(name)));
    }

    private static async Task<IResult> Rows(HttpContext http, OpenApp open, string app, string name, string ending)
    {
        if (await open(http, app) is not { } source) return Results.NotFound();
        if (Tabular.Of(await source.View(name, http.RequestAborted)) is not { } view) return Results.NotFound();
        var asked = http.Request.Query.ToDictionary(static q => q.Key, static q => q.Value.ToString(), StringComparer.Ordinal);
        var labels = LabelsOf(http, source);
        var rows = await TableExport.Load(source, view, asked, labels, http.RequestAborted);
        var file = $"{app.Replace('/', '-')}-{name}.{ending}";
        return ending == "csv" ? Results.File(rows.Csv(), "text/csv; charset=utf-8", file) : Results.File(SpreadsheetBook.Write(rows, labels[view.Table.Title], labels), SpreadsheetBook.Type, file);
    }

    private static async Task<IResult> CallJson(HttpContext http, OpenApp open, string app, string function)
    {
        if (http.Request.Headers[PageHeader] != "1") return Results.BadRequest();
        if (await open(http, app) is not { } source) return Results.Unauthorized();
        JsonElement input;
        try
        {
            input = (await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted)).RootElement;
        }
        catch (JsonException)
        {
            return No(http, source, Refusal.Of(Codes.InputMalformed));
        }
        var answer = await source.Call(function, input, http.Request.Headers["Second-Signature"].ToString(), http.Request.Headers["Idempotency-Key"].ToString(), http.RequestAborted);
        if (!answer.Ok) return No(http, source, answer.Refusal!);
        var call = answer.Must();
        if (call.Refused is { } refused) return No(http, source, refused, call.Invocation);
        return Results.Text(new JsonObject
        {
            ["result"] = JsonNode.Parse(call.Result.ValueKind == JsonValueKind.Undefined ? "null" : call.Result.GetRawText()),
            ["invocation"] = call.Invocation,
            ["cost"] = call.Cost.Total,
        }.ToJsonString(), "application/json");
    }

    private static async Task<IResult> RecordJson(HttpContext http, OpenApp open, string app, string entity, string id)
    {
        if (await open(http, app) is not { } source) return Results.Unauthorized();
        var record = await source.Record(entity, id, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return record.Ok ? Results.Text(record.Must().GetRawText(), "application/json") : No(http, source, record.Refusal!);
    }

    // A clear "no" is an answer of this page (200 with "refused"); only what says nothing about the scan keeps its error status,
    // and the page then says that nothing was checked.
    private static IResult No(HttpContext http, IViewSource source, Refusal refusal, string invocation = "")
    {
        var status = Codes.StatusOf(refusal.Code);
        var no = new JsonObject { ["code"] = refusal.Code, ["text"] = LabelsOf(http, source).Refusal(refusal), ["invocation"] = invocation };
        return Results.Text(new JsonObject { ["refused"] = no }.ToJsonString(), "application/json", statusCode: status is 401 or 429 or >= 500 ? status : 200);
    }

    private static void Finish(HttpContext http, IViewSource source, Answer<ViewCall> answer)
    {
        var words = http.RequestServices.GetRequiredService<Words>();
        var refused = answer.Refusal ?? answer.Value!.Refused;
        var flash = refused is null
            ? new Flash(Tone.Green, words["view.done"], "")
            : new Flash(Tone.Red, LabelsOf(http, source).Refusal(refused), answer.Value?.Invocation is { Length: > 0 } id ? id : refused.Code);
        flash.Leave(http);
    }

    private static Labels LabelsOf(HttpContext http, IViewSource source) =>
        new(source, http.RequestServices.GetRequiredService<Words>(), http.RequestServices.GetRequiredService<Figures>());

    // A badge's QR holds firm/badge; the signature is the badge alone, within the caller's firm.
    private static string Signature(IFormCollection form)
    {
        var badge = form["badge"].ToString().Trim();
        return badge.Length == 0 ? "" : $"{badge[(badge.LastIndexOf('/') + 1)..]}:{form["pin"]}";
    }

    private static JsonObject? Read(string text)
    {
        try
        {
            return text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // not a form that a page of ours made
        }
    }

    private static async Task<bool> IsOurs(HttpContext http) =>
        http.Request.HasFormContentType && await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);

    private static string Back(HttpContext http, string otherwise) =>
        Uri.TryCreate(http.Request.Headers.Referer.ToString(), UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value ? from.PathAndQuery : otherwise;
}
