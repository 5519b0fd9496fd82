using System.Globalization;
using Marketplace.Bench.Host;
using Marketplace.Bench.Storage;

// dotnet run -c Release --project tests/Bench -- store|host|memory sqlite|postgres [seconds]
switch (args)
{
    case ["store", var engine, .. var rest]:
        return await StoreBench.Run(engine, Seconds(rest));
    case ["host", var engine, .. var rest]:
        return await HostBench.Run(engine, Seconds(rest));
    case ["memory", var engine]:
        return await MemoryBench.Run(engine);
    default:
        Console.Error.WriteLine("store|host sqlite|postgres [seconds], memory sqlite|postgres");
        return 2;
}

static TimeSpan Seconds(string[] rest) => TimeSpan.FromSeconds(rest is [var seconds] ? int.Parse(seconds, CultureInfo.InvariantCulture) : 10);
