using System.Text.RegularExpressions;

namespace Marketplace.Tests.House;

/// <summary>Something that may not stand in the source: where it counts, how it is seen, and a sample it must catch.</summary>
internal sealed record Ban(string Name)
{
    /// <summary>The folders that it counts in.</summary>
    public required string[] In { get; init; }

    /// <summary>What it sees in a file.</summary>
    public required Func<SourceFile, IEnumerable<string>> Sees { get; init; }

    /// <summary>A deliberately wrong file; a ban that lets it pass is broken.</summary>
    public required string Wrong { get; init; }

    /// <summary>Where the wrong file would stand.</summary>
    public string WrongAt { get; init; } = "src/Marketplace.Grains/Wrong.cs";

    /// <summary>Files where it is allowed, each for a reason that the list says beside it.</summary>
    public string[] Except { get; init; } = [];

    public string[] Endings { get; init; } = [".cs", ".razor"];

    public bool Covers(string path) =>
        In.Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal)) && Endings.Any(path.EndsWith) && !Except.Contains(path);

    public override string ToString() => Name;

    /// <summary>A ban on a pattern in code (not in comments, not inside literals).</summary>
    public static Func<SourceFile, IEnumerable<string>> Code(string pattern) => file => file.Find(file.Code, new Regex(pattern));

    /// <summary>A ban on a pattern anywhere, comments and literals too.</summary>
    public static Func<SourceFile, IEnumerable<string>> Text(string pattern) => file => file.Find(file.Text, new Regex(pattern));
}
