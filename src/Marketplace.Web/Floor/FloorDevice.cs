using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Floor;

/// <summary>What a shared device remembers: its firm and who used it last, so that switching is one tap and a PIN. Kept in a
/// protected cookie; it opens nothing by itself.</summary>
internal sealed record FloorDevice(string Tenant, IReadOnlyList<FloorDevice.Recent> People)
{
    private const string Cookie = "floor";
    private const int Remembered = 6;

    /// <summary>One person; the code is what their badge holds.</summary>
    public sealed record Recent(string Code, string Badge, string Short);

    public static FloorDevice Read(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(Cookie, out var text)) return new FloorDevice("", []);
        try
        {
            return JsonSerializer.Deserialize<FloorDevice>(Protector(http).Unprotect(text)) ?? new FloorDevice("", []);
        }
        catch (Exception broken) when (broken is System.Security.Cryptography.CryptographicException or JsonException)
        {
            return new FloorDevice("", []); // another host's cookie, or an edited one: the device starts afresh
        }
    }

    /// <summary>The device after this person used it; another firm's people are forgotten.</summary>
    public FloorDevice After(string tenant, Recent person) =>
        new(tenant, [person, .. (tenant == Tenant ? People : []).Where(p => p.Badge != person.Badge).Take(Remembered - 1)]);

    public void Keep(HttpContext http) =>
        http.Response.Cookies.Append(Cookie, Protector(http).Protect(JsonSerializer.Serialize(this)), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(90), Path = "/", IsEssential = true,
        });

    private static IDataProtector Protector(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("marketplace.floor");
}
