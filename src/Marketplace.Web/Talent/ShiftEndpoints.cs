using Marketplace.Web.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Web.Talent;

/// <summary>The buttons and forms of shared work.</summary>
internal static class ShiftEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/shifts/{collection}/{id}/{command}",
        static (HttpContext http, string collection, string id, string command) => new SharedForm("talent", collection, id, command)
        {
            Input = SharedForm.From(form => ShiftForm.Input(collection, command, name => form[name].ToString())),
            Told = (words, done) => words["talent.told", ("what", words[words.Has($"talent.do.{collection}.{command}") ? $"talent.do.{collection}.{command}" : $"talent.do.{command}"]), ("state", words[$"talent.state.{done.State}"])],
            Back = (form, isDone) => Back(form, isDone, collection, id, command),
        }.Do(http)).DisableAntiforgery().ExcludeFromDescription();

    /// <summary>What was refused with a form is shown with its form again.</summary>
    private static string Back(IFormCollection form, bool isDone, string collection, string id, string command) =>
        $"/shifts?tab={(form["tab"].ToString() is "board" ? "board" : collection)}{(!isDone && form["form"] == "true" ? $"&do={command}&on={Uri.EscapeDataString(id)}" : "")}";
}
