using System.Globalization;
using System.Text;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox.Specs;

namespace Marketplace.Tests.Adversarial.Runners;

/// <summary>The app that scans tags, over its own seed: what an honest call looks like.</summary>
internal sealed class HonestApp
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 1, 0, 0, TimeSpan.Zero);
    private readonly MemoryFirm firm;

    public HonestApp()
    {
        var reading = PackageReader.FromFolder(Path.Combine(Repository.Root, "apps", "auto", "tag-to-parameter"));
        Package = reading.Package ?? throw new InvalidOperationException("The app's package does not read.");
        firm = new MemoryFirm(Package.Manifest) { Now = Now };
        foreach (var row in SeedRules.Read(Package, "install", "seed", Now).Must())
            if (firm.Apply([new Effect.Insert(row.Entity, row.Id, Encoding.UTF8.GetString(row.Body))]) is { } refusal)
                throw new InvalidOperationException($"{row.Entity} {row.Id}: {refusal.Code}");
    }

    public Package Package { get; }

    /// <summary>The firm as the calls see it; nothing is applied to it, so many may ask at once.</summary>
    public IHostBroker Firm => firm;

    /// <summary>A scan that is answered green, with production limits.</summary>
    public static Call Scan(int number, string tenant = "honest") => new()
    {
        Invocation = string.Create(CultureInfo.InvariantCulture, $"{number:D26}"), Tenant = tenant, App = "auto/tag-to-parameter",
        Function = "onScan", Handler = "onScan", Input = """{"code":"DEMO-GREEN","machine":"M-01"}"""u8.ToArray(), Now = Now,
        Seed = (ulong)number, User = "li", Roles = ["worker"], Grants = ["invoke:device.command", "subscribe:device.topic"],
    };
}
