using Marketplace.Tool.Apps;
using Marketplace.Views;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Tool.Dev;

/// <summary>Who looks and in which language: two cookies, changed by the bar on top.</summary>
internal static class DevPreferences
{
    public static readonly IReadOnlyList<string> People = ["owner", "leader", "worker"];

    public static string Culture(HttpContext http) =>
        http.Request.Cookies["culture"] is { } culture && Words.Cultures.Contains(culture) ? culture : Words.Cultures[0];

    public static Persona Person(HttpContext http)
    {
        var role = http.Request.Cookies["person"] is { } word && People.Contains(word) ? word : People[0];
        return new Persona(role, [role], Culture(http));
    }

    public static IResult Choose(HttpContext http, string culture, string person)
    {
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" };
        http.Response.Cookies.Append("culture", culture, options);
        http.Response.Cookies.Append("person", person, options);
        var from = Uri.TryCreate(http.Request.Headers.Referer.ToString(), UriKind.Absolute, out var uri) && uri.Authority == http.Request.Host.Value ? uri.PathAndQuery : "/";
        return Results.LocalRedirect(from);
    }
}
