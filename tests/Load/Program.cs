using System.Globalization;
using Marketplace.Load.Runs;
using Marketplace.Load.Stage;
using Marketplace.Load.Telemetry;
using Marketplace.Tests.Running;

// dotnet run -c Release --project tests/Load -- knee sqlite|postgres [play …]
//                                              overload sqlite|postgres TIMES SECONDS [play [knee/s]]
//                                              neighbour sqlite|postgres [knee/s]
//                                              telemetry sqlite|postgres [MINUTES [METERS [PER-MINUTE]]]
if (args is ["telemetry", ("sqlite" or "postgres") and var store, .. var given])
{
    // Not on cores of their own: meters and host share what there is.
    await using var metered = await RunningHost.Start(store);
    double At(int place, double otherwise) => given.Length > place ? Number(given[place]) : otherwise;
    var wrong = await new MeterRun(metered, (int)At(1, 50), 20, (int)At(2, 50_000), TimeSpan.FromMinutes(At(0, 5)), Console.WriteLine).Run(20_261_127);
    foreach (var breach in wrong.Take(20)) Console.WriteLine(breach);
    return wrong.Count == 0 ? 0 : 1;
}
if (await Cores.Again(args) is { } code) return code;
if (args is not [("knee" or "overload" or "neighbour") and var run, ("sqlite" or "postgres") and var engine, .. var rest])
{
    Console.Error.WriteLine("knee ENGINE [play ...] | overload ENGINE TIMES SECONDS [play [knee]] | neighbour ENGINE [knee] | telemetry ENGINE [MINUTES [METERS [PER-MINUTE]]]; ENGINE is sqlite or postgres");
    return 2;
}

await using var theatre = await Theatre.Open(engine);
Console.WriteLine($"{engine}: the host on core {Cores.Allowed(theatre.ProcessId)}, the generator on core {Cores.Allowed(Environment.ProcessId)}, load {File.ReadAllText("/proc/loadavg").Trim()}");
switch (run)
{
    case "knee":
        foreach (var play in rest.Length > 0 ? rest : ["read", "write", "echo", "onScan", "page"]) await Knee.Find(theatre, play);
        break;
    case "overload":
        var (times, seconds) = rest is [var x, var s, ..] ? (Number(x), (int)Number(s)) : (5, 120);
        var chosen = rest.Length > 2 ? rest[2] : "echo";
        await Overload.Run(theatre, chosen, rest.Length > 3 ? Number(rest[3]) : await Knee.Find(theatre, chosen), times, seconds);
        break;
    default:
        await Neighbour.Run(theatre, rest is [var knee] ? Number(knee) : await Knee.Find(theatre, "echo"));
        break;
}
return 0;

static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
