using System.Text;

namespace Marketplace.Tests.Adversarial.Hostile;

/// <summary>The hostile scripts as data. A file holds many; each begins with a line <c>//# name | verdicts | words</c>, and what
/// follows is its text.</summary>
internal static class Corpus
{
    private const string Mark = "//# ";

    private static string Folder => Path.Combine(Repository.Root, "tests", "Adversarial", "Corpus");

    /// <summary>Every file, by folder and name.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.GetFiles(Folder, "*.js", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>The scripts of one file.</summary>
    public static IReadOnlyList<HostileScript> Read(string file)
    {
        var scripts = new List<HostileScript>();
        StringBuilder? body = null;
        string[] head = [];
        foreach (var line in File.ReadLines(Path.Combine(Folder, file)))
        {
            if (!line.StartsWith(Mark, StringComparison.Ordinal))
            {
                body?.AppendLine(line);
                continue;
            }
            if (body is not null) scripts.Add(Make(file, head, body.ToString()));
            head = line[Mark.Length..].Split(" | ");
            body = new StringBuilder();
        }
        scripts.Add(Make(file, head, body!.ToString()));
        return scripts;
    }

    private static HostileScript Make(string file, string[] head, string body) => new(file, head[0], [.. head[1].Split(',').Select(v => v.Trim())],
        head.Skip(2).Select(w => w.Split('=', 2)).ToDictionary(w => w[0], w => w[1]), body.TrimEnd('\n'));
}
