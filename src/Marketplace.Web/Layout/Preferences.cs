using Marketplace.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Web.Layout;

/// <summary>Language and theme, kept in cookies on the device and not in any account.</summary>
internal static class Preferences
{
    private static readonly string[] Themes = ["auto", "light", "dark"];

    /// <summary>The chosen language, else the browser's, else zh-CN.</summary>
    public static string Culture(HttpContext http)
    {
        if (http.Request.Cookies.TryGetValue("culture", out var chosen) && Words.Cultures.Contains(chosen, StringComparer.Ordinal)) return chosen;
        var wanted = http.Request.Headers.AcceptLanguage.ToString();
        return wanted.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : Words.Cultures[0];
    }

    /// <summary>auto, light or dark.</summary>
    public static string Theme(HttpContext http) =>
        http.Request.Cookies.TryGetValue("theme", out var chosen) && Themes.Contains(chosen, StringComparer.Ordinal) ? chosen : Themes[0];

    /// <summary>True for an address on this host that a person may be sent to.</summary>
    public static bool IsLocal(string? to) => to is ['/', ..] && (to.Length == 1 || to[1] is not ('/' or '\\'));

    /// <summary>Links that set a choice and go back.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/prefs/culture/{value}", static (HttpContext http, string value, string? back) => Keep(http, "culture", value, Words.Cultures, back)).ExcludeFromDescription();
        routes.MapGet("/prefs/theme/{value}", static (HttpContext http, string value, string? back) => Keep(http, "theme", value, Themes, back)).ExcludeFromDescription();
    }

    private static IResult Keep(HttpContext http, string name, string value, IReadOnlyList<string> known, string? back)
    {
        if (known.Contains(value, StringComparer.Ordinal))
            http.Response.Cookies.Append(name, value, new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, Path = "/" });
        return Results.LocalRedirect(IsLocal(back) ? back! : "/");
    }
}
