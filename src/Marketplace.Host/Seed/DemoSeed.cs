using System.Security.Cryptography;
using System.Text;
using Marketplace.Contracts.Accounts;
using Marketplace.Contracts.Brains;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Publishing;
using Marketplace.Contracts.Resources;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Resources;
using Marketplace.Host.Sealing;
using Marketplace.Storage;
using Orleans.Concurrency;

namespace Marketplace.Host.Seed;

/// <summary>Plants the demo through the same doors as everyone: claims, packages, reviews, installs. Every step carries an operation
/// id or is the same when done twice, so that a start after a crash goes on where the last one stopped. Of hosts that start together one
/// plants, and the others wait for it.</summary>
internal sealed class DemoSeed(Database store, Vault vault, IGrainFactory grains)
{
    private static readonly (string Publisher, string Name)[] Publishers =
        [("auto", "汽摩大脑应用组（示例）"), ("demo", "示例发布者"), ("chuanyu", "川渝工软（虚构）"), ("jialing-soft", "嘉陵软件工坊（虚构）")];

    private static readonly string[] FirstParty = ["demo/echo", "auto/tag-to-parameter", "auto/piecework", "auto/delivery", "auto/spc", "auto/oee", "auto/energy"];

    /// <summary>Plants what is missing.</summary>
    public async Task Plant(CancellationToken stop)
    {
        await using var alone = await store.Alone("demo seed", stop);
        if ((await grains.GetGrain<ICollectionGrain>(Keys.Collection("auto", DemoFirms.Collection.Id)).Get(Caller.System())).Ok) return;
        foreach (var brain in DemoFirms.Brains)
            (await grains.GetGrain<IBrainGrain>(Keys.Brain(brain.Brain)).Found(Caller.System(), brain)).Must();
        foreach (var firm in DemoFirms.Firms)
            (await grains.GetGrain<ITenantGrain>(Keys.Tenant(firm.Tenant)).Found(Caller.System(firm.Tenant), firm)).Must();
        foreach (var entry in DemoPeople.All)
            (await grains.GetGrain<IAccountsGrain>(Keys.Accounts()).Put(Caller.System(), entry.Person, entry.Pin, "")).Must();
        foreach (var (publisher, name) in Publishers) await Claim(publisher, name);
        foreach (var service in SharedServices.All) await SwitchOn(service);
        await DemoDirectory.Plant(grains);
        await new DemoTrade(grains, ResourcePolicy.Today(store.Time.GetUtcNow())).Plant();
        await new DemoTalent(grains, store.Time.GetUtcNow()).Plant();
        await DemoFreight.Plant(grains, store.Time.GetUtcNow());
        using var key = await SigningKey(stop);
        var isv = DemoPeople.All.Single(e => e.Person.Roles.Contains(Roles.Isv)).Person;
        foreach (var app in FirstParty)
        {
            var version = await Publish(Path.Combine(AppContext.BaseDirectory, "apps", app.Replace('/', Path.DirectorySeparatorChar)), key, isv);
            await List("auto", app, version);
        }
        foreach (var folder in Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "Seed", "releases")).Order(StringComparer.Ordinal))
        {
            stop.ThrowIfCancellationRequested();
            await Publish(folder, key, isv);
        }
        await List("hardware", "demo/echo", "");
        await Install("hongyan", "demo/echo");
        await Install("hongyan", "auto/tag-to-parameter");
        await Install("hongyan", "auto/piecework");
        await Install("hongyan", "auto/spc");
        await Install("qiaotou", "auto/delivery");
        await new DemoInsight(grains, store).Plant();
        (await grains.GetGrain<ICollectionGrain>(Keys.Collection("auto", DemoFirms.Collection.Id)).Put(Caller.System(), DemoFirms.Collection)).Must();
    }

    /// <summary>Switches a shared service on, in the mode that does most, from the first day there can be.</summary>
    private async Task SwitchOn(IResourceService service)
    {
        var from = ResourcePolicy.Today(store.Time.GetUtcNow()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var grain = grains.GetGrain<IResourceGrain>(Keys.Resource("auto", service.Name, ResourcePolicy.Collection, "seed"));
        (await grain.Do(Caller.System(brain: "auto", operation: "seed-mode"), new ResourceOrder { Command = "set", Input = $$"""{"mode":"{{service.Modes[^1]}}","from":"{{from}}"}""" })).Must();
    }

    private async Task Claim(string publisher, string name)
    {
        var grain = grains.GetGrain<IPublisherGrain>(Keys.Publisher(publisher));
        (await grain.Claim(Caller.System(), new ClaimOrder { Name = name, Evidence = "demo seed" })).Must();
        (await grain.Prove(Caller.System(), "demo seed")).Must();
    }

    private async Task<string> Publish(string folder, ECDsa key, PersonFacts isv)
    {
        var reading = PackageReader.FromFolder(folder);
        var package = reading.Package
            ?? throw new InvalidDataException($"{folder}: {string.Join("; ", reading.Findings.Select(f => $"{f.File}:{f.Line} {f.Message}"))}");
        var bytes = PackageWriter.Pack(package, key);
        var grain = grains.GetGrain<IReleaseGrain>(Keys.Release(package.Manifest.Id, package.Manifest.Version));
        (await grain.Submit(isv.AsCaller(), new Immutable<byte[]>(bytes))).Must();
        return package.Manifest.Version;
    }

    private async Task List(string brain, string app, string version)
    {
        var grain = grains.GetGrain<IListingGrain>(Keys.Listing(brain, app));
        var versions = (await grain.Versions(Caller.System())).Must();
        var waiting = versions.FirstOrDefault(v => v.State == "inReview" && (version.Length == 0 || v.Version == version));
        if (waiting is null) return;
        var decision = new ReviewDecision { Decision = "list" };
        (await grain.Decide(Caller.System(brain: brain, operation: $"seed-list-{app}-{waiting.Version}"), waiting.Version, decision)).Must();
    }

    private async Task Install(string tenant, string app)
    {
        var caller = Caller.System(tenant, "auto", $"seed-install-{app}");
        (await grains.GetGrain<IInstallGrain>(Keys.Install(tenant, app)).Install(caller, new InstallOrder { App = app, AllGrants = true })).Must();
    }

    /// <summary>The first-party signing key, the same at every host.</summary>
    private async Task<ECDsa> SigningKey(CancellationToken stop)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        key.ImportFromPem(Encoding.UTF8.GetString(await vault.GetOrKeep(Vault.Signing, "first-party", () => Encoding.UTF8.GetBytes(key.ExportPkcs8PrivateKeyPem()), stop)));
        return key;
    }
}
