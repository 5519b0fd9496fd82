using Marketplace.Machine;

var (switches, fault) = Switches.Read(args);
if (switches is null)
{
    Console.Error.WriteLine($"{fault}\n{Switches.Usage}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var tools = switches.Devices.ToDictionary(static d => d.Key, d => new MachineTool(d.Key, d.Value, switches, TimeProvider.System, Console.Out));
var running = Task.WhenAll(tools.Values.Select(t => t.Run(stop.Token)));

// The parent holds the other end of standard input: when it dies, this ends too.
var reading = Task.Run(() =>
{
    while (Console.In.ReadLine() is { } line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 2 && tools.TryGetValue(words[0], out var tool) && Switches.Word(words[1]) is { } how) tool.Behaviour = how;
        else if (words.Length > 0) Console.Error.WriteLine($"not understood: {line}");
    }
});
await Task.WhenAny(reading, running);
await stop.CancelAsync();
await running;
return 0;
