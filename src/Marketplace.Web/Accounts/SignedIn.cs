using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Marketplace.Contracts.Accounts;
using Marketplace.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Accounts;

/// <summary>The cookie of a signed-in person: who, which firm and brain, which roles. Each request looks the person up, in a memory of
/// seconds: a role that was taken away is gone within them, and so is a session that was ended.</summary>
internal static class SignedIn
{
    public const string Scheme = "marketplace.web";
    public const string Policy = "marketplace.web";
    private const string EpochClaim = "epoch";
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Presence>();
        services.AddAuthentication().AddCookie(Scheme, static cookie =>
        {
            cookie.Cookie.Name = "marketplace";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.LoginPath = "/sign-in";
            cookie.AccessDeniedPath = "/no-entry";
            cookie.ReturnUrlParameter = "to";
            cookie.Events.OnValidatePrincipal = Revalidate;
        });
        services.AddAuthorization(static options => options.AddPolicy(Policy, new AuthorizationPolicyBuilder(Scheme).RequireAuthenticatedUser().Build()));
    }

    /// <summary>Signs a person in on this browser.</summary>
    public static Task In(HttpContext http, PersonFacts person, bool sharedDevice) =>
        http.SignInAsync(Scheme, Principal(person), new AuthenticationProperties { IsPersistent = !sharedDevice });

    public static Task Out(HttpContext http) => http.SignOutAsync(Scheme);

    /// <summary>The person in the cookie, or null.</summary>
    public static PersonFacts? Read(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue("person") is not { } id) return null;
        return new PersonFacts
        {
            Person = id,
            Tenant = principal.FindFirstValue("tenant") ?? "",
            Brain = principal.FindFirstValue("brain") ?? "",
            Name = JsonSerializer.Deserialize<Dictionary<string, string>>(principal.FindFirstValue("name") ?? "{}")!,
            Roles = [.. principal.FindAll(ClaimTypes.Role).Select(static c => c.Value)],
            Publishers = [.. principal.FindAll("publisher").Select(static c => c.Value)],
            Badge = principal.FindFirstValue("badge") ?? "",
            Home = principal.FindFirstValue("home") ?? "/",
        };
    }

    private static ClaimsPrincipal Principal(PersonFacts person)
    {
        var claims = new List<Claim>
        {
            new("person", person.Person), new("tenant", person.Tenant), new("brain", person.Brain), new("badge", person.Badge), new("home", person.Home),
            new("name", JsonSerializer.Serialize(person.Name)), new(EpochClaim, person.Epoch.ToString(CultureInfo.InvariantCulture)),
        };
        claims.AddRange(person.Roles.Select(static r => new Claim(ClaimTypes.Role, r)));
        claims.AddRange(person.Publishers.Select(static p => new Claim("publisher", p)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme, "person", ClaimTypes.Role));
    }

    private static async Task Revalidate(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var known = await services.GetRequiredService<Presence>().Of(context.Principal?.FindFirstValue("person") ?? "");
        var epoch = context.Principal?.FindFirstValue(EpochClaim) ?? "0";
        if (known is null || known.Epoch.ToString(CultureInfo.InvariantCulture) != epoch)
        {
            context.RejectPrincipal();
            return;
        }
        context.ReplacePrincipal(Principal(known));
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        context.ShouldRenew = context.Properties.IssuedUtc is not { } issued || now - issued >= Fresh;
    }
}
