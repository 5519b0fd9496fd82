using System.Globalization;
using Marketplace.Bench.Days;
using Marketplace.Bench.Host;
using Marketplace.Bench.Solving;
using Marketplace.Bench.Storage;

// dotnet run -c Release --project tests/Bench -- store|host|memory|restart|records|fleet sqlite|postgres [seconds|installs|rows]
// dotnet run -c Release --project tests/Bench -- pdptw FOLDER --seconds 60
// dotnet run -c Release --project tests/Bench -- assignment FOLDER
// dotnet run -c Release --project tests/Bench -- day [--seed 1] [--runs 3] [--firms 330]
switch (args)
{
    case ["store", var engine, .. var rest]:
        return await StoreBench.Run(engine, Seconds(rest));
    case ["host", var engine, .. var rest]:
        return await HostBench.Run(engine, Seconds(rest));
    case ["memory", var engine]:
        return await MemoryBench.Run(engine);
    case ["restart", var engine, .. var rest]:
        return await RestartBench.Run(engine, rest is [var installs] ? int.Parse(installs, CultureInfo.InvariantCulture) : 10_000);
    case ["records", var engine, .. var rest]:
        return await RecordBench.Run(engine, rest is [var rows] ? int.Parse(rows, CultureInfo.InvariantCulture) : 100_000);
    case ["fleet", var engine, .. var rest]:
        return await FleetBench.Run(engine, rest is [var fleet] ? int.Parse(fleet, CultureInfo.InvariantCulture) : 10_000);
    case ["pdptw", var folder, .. var rest]:
        return await RoutingBench.Run(folder, rest);
    case ["assignment", var folder]:
        return await AssignmentBench.Run(folder);
    case ["day", .. var rest]:
        return DayBench.Run(rest);
    default:
        Console.Error.WriteLine("day [--seed 1] [--runs 3] [--firms 330], pdptw FOLDER [--seconds 60] [--seed 1] [--clock wall|processor] [--only NAME,NAME], assignment FOLDER, store|host sqlite|postgres [seconds], memory sqlite|postgres, restart sqlite|postgres [installs], records sqlite|postgres [rows], fleet sqlite|postgres [installs]");
        return 2;
}

static TimeSpan Seconds(string[] rest) => TimeSpan.FromSeconds(rest is [var seconds] ? int.Parse(seconds, CultureInfo.InvariantCulture) : 10);
