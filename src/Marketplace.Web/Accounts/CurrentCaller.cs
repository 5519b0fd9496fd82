using Marketplace.Contracts.Accounts;
using Marketplace.Domain;
using Marketplace.Views;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Web.Accounts;

/// <summary>Who looks at this page: the person of the cookie, as the <see cref="Caller"/> that grains ask for.</summary>
internal sealed class CurrentCaller(IHttpContextAccessor http, Words words)
{
    private PersonFacts? _person;

    /// <summary>The person; only on pages that need a sign-in.</summary>
    public PersonFacts Person => _person ??= SignedIn.Read(http.HttpContext!.User) ?? throw new InvalidOperationException("This page needs a signed-in person.");

    /// <summary>The person's name in their language.</summary>
    public string Name => words.Of(Person.Name);

    /// <summary>The name without the firm's.</summary>
    public string Short => ShortName.Of(Name);

    /// <summary>The caller for reads, or for a command when it has an operation id.</summary>
    public Caller As(string operation = "") => Person.AsCaller(words.Culture, operation);

    public bool Is(string role) => Person.Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>True for people of a firm that installs apps.</summary>
    public bool IsFirm => Is(Roles.Owner) || Is(Roles.Leader) || Is(Roles.Worker);

    /// <summary>The caller behind an endpoint that is no page, or null.</summary>
    public static async Task<PersonFacts?> Of(HttpContext http)
    {
        var known = await http.AuthenticateAsync(SignedIn.Scheme);
        return known.Principal is null ? null : SignedIn.Read(known.Principal);
    }
}
