using Marketplace.Api.Http;
using Marketplace.Contracts.Egress;
using Marketplace.Domain;

namespace Marketplace.Api.Egress;

/// <summary>Secrets that a firm gives an app.</summary>
internal static class SecretRoutes
{
    public static Task<Answer<SecretNames>> Names(Exchange x) => On(x, (secrets, app) => secrets.Names(x.Caller, app));

    public static Task<Answer<SecretNames>> Keep(Exchange x) => On(x, async (secrets, app) =>
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.SecretBody, x.Cancel);
        return body.Refusal is { } unfit ? unfit : await secrets.Keep(x.Caller, app, x.Route("name"), body.Must().Value);
    });

    public static Task<Answer<SecretNames>> Forget(Exchange x) => On(x, (secrets, app) => secrets.Forget(x.Caller, app, x.Route("name")));

    private static async Task<Answer<SecretNames>> On(Exchange x, Func<ISecretsGrain, string, Task<Answer<SecretNames>>> act)
    {
        if (x.FirmNeeded is { } no) return no;
        return x.App is { } app ? await act(x.Grains.GetGrain<ISecretsGrain>(Keys.Secrets(x.Caller.Tenant)), app) : Exchange.Nothing("install");
    }
}

/// <summary>A secret.</summary>
internal sealed record SecretBody
{
    /// <summary>Visible ASCII, at most 4,000 characters.</summary>
    public required string Value { get; init; }
}
