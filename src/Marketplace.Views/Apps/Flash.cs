using System.Text;
using System.Text.Json;
using Marketplace.Views.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Views.Apps;

/// <summary>One sentence carried over a redirect in a short-lived cookie: what the last form did. It is shown as text and decides nothing.</summary>
public sealed record Flash(Tone Tone, string Text, string Reference)
{
    private const string Cookie = "flash";

    /// <summary>Leaves the sentence for the next page.</summary>
    public void Leave(HttpContext http) =>
        http.Response.Cookies.Append(Cookie, WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["tone"] = Tone.ToString(), ["text"] = Text, ["reference"] = Reference,
        }, TextsJson.Default.DictionaryStringString)), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromMinutes(1), Path = "/", IsEssential = true });

    /// <summary>Takes the sentence off, or null.</summary>
    public static Flash? Take(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(Cookie, out var text)) return null;
        if (!http.Response.HasStarted) http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/" });
        try
        {
            var read = JsonSerializer.Deserialize(Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text)), TextsJson.Default.DictionaryStringString)!;
            return new Flash(Enum.TryParse<Tone>(read.GetValueOrDefault("tone"), out var tone) ? tone : Tone.Plain, read.GetValueOrDefault("text", ""), read.GetValueOrDefault("reference", ""));
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            return null; // a cookie that somebody edited says nothing
        }
    }
}
