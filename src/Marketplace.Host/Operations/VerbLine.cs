namespace Marketplace.Host.Operations;

/// <summary>An operator's command as typed: its verb, what it is about, its switches; whatever names a configuration key is left to the
/// configuration.</summary>
internal sealed record VerbLine(string Verb, IReadOnlyList<string> Operands, IReadOnlySet<string> Switches, string[] Settings)
{
    /// <summary>Reads the words; nothing when the first is no word, whereupon the host serves.</summary>
    public static VerbLine? Read(string[] words)
    {
        if (words is ["--help" or "-h", ..]) return new VerbLine("help", [], new HashSet<string>(), []);
        if (words is not [[not '-' and not '/', ..] verb, .. var rest] || verb.Contains('=')) return null;
        List<string> operands = [], settings = [];
        HashSet<string> switches = [];
        for (var i = 0; i < rest.Length; i++)
        {
            var word = rest[i];
            if (!word.StartsWith('-')) operands.Add(word);
            else if (word.Contains('=')) settings.Add(word);
            else if (word.Contains(':') && i + 1 < rest.Length) settings.AddRange([word, rest[++i]]);
            else switches.Add(word);
        }
        return new VerbLine(verb, operands, switches, [.. settings]);
    }
}
