using Marketplace.Api.Http;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Installs;

namespace Marketplace.Api.Installs;

/// <summary>A firm's installs.</summary>
internal static class InstallRoutes
{
    public static async Task<Answer<InstallReceipt>> Install(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.InstallBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        var order = body.Must().AsOrder();
        if (order.Refusal is { } invalid) return invalid;
        var app = order.Must().App;
        var receipt = await x.Grains.GetGrain<IInstallGrain>(Keys.Install(x.Caller.Tenant, app)).Install(x.Caller, order.Must());
        if (receipt.Ok && receipt.Must().Created) x.Created($"/api/v1/installs/{app}");
        return receipt;
    }

    public static async Task<Answer<InstallPage>> List(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        var installs = await x.Grains.GetGrain<ITenantGrain>(Keys.Tenant(x.Caller.Tenant)).Installs(x.Caller);
        return installs.Refusal is { } refused ? refused : new InstallPage(installs.Must());
    }

    public static Task<Answer<InstallFacts>> Get(Exchange x) => On(x, install => install.Get(x.Caller));

    public static Task<Answer<InstallFacts>> Cap(Exchange x) => On(x, async install =>
    {
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.CapBody, x.Cancel);
        return body.Refusal is { } unfit ? unfit : await install.SetCap(x.Caller, body.Must().MonthlyCap);
    });

    public static Task<Answer<InstallFacts>> Suspend(Exchange x) => On(x, install => install.Suspend(x.Caller));

    public static Task<Answer<InstallFacts>> Resume(Exchange x) => On(x, install => install.Resume(x.Caller));

    public static Task<Answer<InstallFacts>> Uninstall(Exchange x) => On(x, install => install.Uninstall(x.Caller));

    public static Task<Answer<InstallFacts>> Restore(Exchange x) => On(x, install => install.Restore(x.Caller));

    private static async Task<Answer<InstallFacts>> On(Exchange x, Func<IInstallGrain, Task<Answer<InstallFacts>>> act)
    {
        if (x.FirmNeeded is { } no) return no;
        return x.App is { } app
            ? await act(x.Grains.GetGrain<IInstallGrain>(Keys.Install(x.Caller.Tenant, app)))
            : Exchange.Nothing("install");
    }
}
