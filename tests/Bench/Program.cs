using Marketplace.Bench.Storage;

// dotnet run -c Release --project tests/Bench -- store sqlite|postgres [seconds]
switch (args)
{
    case ["store", var engine, .. var rest]:
        return await StoreBench.Run(engine, TimeSpan.FromSeconds(rest is [var seconds] ? int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) : 10));
    default:
        Console.Error.WriteLine("store sqlite|postgres [seconds]");
        return 2;
}
