using System.Globalization;
using Marketplace.Sandbox.Runners;

if (args is not [var socket, var threads])
{
    Console.Error.WriteLine("The runner is started by the host: Marketplace.Runner SOCKET THREADS");
    return 2;
}
await RunnerLoop.Serve(socket, int.Parse(threads, CultureInfo.InvariantCulture));
return 0;
