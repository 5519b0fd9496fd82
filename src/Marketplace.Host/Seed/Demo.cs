using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Marketplace.Host.Seed;

/// <summary>The demo: what is planted, the machines on its shop floors, and one link for each person.</summary>
internal sealed class Demo(DemoSeed seed, DemoMachines machines, IServer server)
{
    public DemoSeed Seed => seed;

    public DemoMachines Machines => machines;

    /// <summary>Prints where each demo person comes in.</summary>
    public void PrintLinks()
    {
        var url = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080";
        Console.WriteLine();
        Console.WriteLine($"  Ready: {url}   (API: {url}/docs)");
        Console.WriteLine();
        foreach (var entry in DemoPeople.All.Where(e => DemoLinks.HasPage(e.Person)))
            Console.WriteLine($"  {entry.Person.Name["zh-CN"]} / {entry.Person.Name["en"]}\n    {url}/sign-in?as={entry.Person.Person}");
        Console.WriteLine();
    }
}
