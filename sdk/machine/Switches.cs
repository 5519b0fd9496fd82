using System.Globalization;

namespace Marketplace.Machine;

/// <summary>The command line, or what is wrong with it.</summary>
internal sealed record Switches
{
    public const string Usage =
        "machine-simulator --server host:port --device ID[=honest|lie|lag|drop] [--device …] [--token-file FILE] [--resolution 0.01]\n" +
        "  FILE holds one token for all devices, or lines ID=TOKEN. While it runs, a line \"ID lie\" on standard input changes\n" +
        "  a device's behaviour; the end of standard input ends the program.";

    public string Host { get; private init; } = "localhost";
    public int Port { get; private init; } = 1883;
    public decimal Resolution { get; private init; } = 0.01m;
    public IReadOnlyDictionary<string, Behaviour> Devices { get; private init; } = new Dictionary<string, Behaviour>();
    public IReadOnlyDictionary<string, string> Tokens { get; private init; } = new Dictionary<string, string>();

    /// <summary>The token of a device; the one for all stands under the empty name.</summary>
    public string TokenOf(string device) => Tokens.GetValueOrDefault(device) ?? Tokens.GetValueOrDefault("") ?? "";

    public static (Switches? Switches, string Fault) Read(IReadOnlyList<string> args)
    {
        var read = new Switches();
        var devices = new Dictionary<string, Behaviour>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count) return (null, $"{args[i]} needs a value");
            var value = args[i + 1];
            switch (args[i])
            {
                case "--server" when Endpoint(value) is var (host, port): read = read with { Host = host, Port = port }; break;
                case "--device" when Device(value) is var (id, how): devices[id] = how; break;
                case "--resolution" when decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var step) && step > 0:
                    read = read with { Resolution = step };
                    break;
                case "--token-file" when File.Exists(value): read = read with { Tokens = TokenLines(File.ReadAllLines(value)) }; break;
                default: return (null, $"{args[i]} {value} is not understood");
            }
        }
        return devices.Count == 0 ? (null, "name at least one --device") : (read with { Devices = devices }, "");
    }

    /// <summary>A behaviour by its word, or null.</summary>
    public static Behaviour? Word(string text) => text switch
    {
        "honest" => Behaviour.Honest,
        "lie" => Behaviour.Lie,
        "lag" => Behaviour.Lag,
        "drop" => Behaviour.Drop,
        _ => null,
    };

    private static (string Host, int Port)? Endpoint(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? (text[..colon], port) : null;
    }

    private static (string Id, Behaviour How)? Device(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) return text.Length == 0 ? null : (text, Behaviour.Honest);
        return equals > 0 && Word(text[(equals + 1)..]) is { } how ? (text[..equals], how) : null;
    }

    private static Dictionary<string, string> TokenLines(IEnumerable<string> lines)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Select(static l => l.Trim()).Where(static l => l.Length > 0))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            // A token alone may end in '=' (base 64); a device's line has something on both sides.
            if (equals > 0 && line[equals..].Trim('=').Length > 0) tokens[line[..equals].Trim()] = line[(equals + 1)..].Trim();
            else tokens[""] = line;
        }
        return tokens;
    }
}
