using Marketplace.Contracts.Publishing;
using Marketplace.Domain.Publishing;

namespace Marketplace.Grains.Publishing;

/// <summary>What changed between two packages, file by file, as unified lines with three lines of context.</summary>
internal static class PackageDifference
{
    private const int Context = 3;
    private const int LongestFile = 2000;
    private static readonly string[] Shown = [".js", ".json", ".md", ".svg"];

    /// <summary>Changed text files in ordinal order; the whole text of a first release's code and manifest.</summary>
    public static IReadOnlyList<FileChange> Of(Package? before, Package after)
    {
        var paths = after.Entries.Keys.Union(before?.Entries.Keys ?? []).Where(IsShown).Order(StringComparer.Ordinal);
        var changes = new List<FileChange>();
        foreach (var path in paths)
        {
            var (old, now) = (before?.Text(path), after.Text(path));
            if (old == now) continue;
            changes.Add(Change(path, Lines(old), Lines(now), old is null ? "added" : now is null ? "removed" : "changed"));
        }
        return changes;
    }

    private static bool IsShown(string path) =>
        Shown.Any(s => path.EndsWith(s, StringComparison.Ordinal)) && !path.StartsWith("seed/", StringComparison.Ordinal) && path != "sbom.json";

    private static string[] Lines(string? text) => text is null ? [] : text.TrimEnd('\n').Split('\n');

    private static FileChange Change(string path, string[] before, string[] after, string kind)
    {
        if (before.Length > LongestFile || after.Length > LongestFile)
            return new FileChange { Path = path, Kind = kind, Lines = [$" {after.Length} lines"], Numbers = [0] };
        var marks = Marks(before, after);
        var keep = new bool[marks.Count];
        for (var i = 0; i < marks.Count; i++)
            if (marks[i].Mark != ' ')
                for (var j = Math.Max(0, i - Context); j <= Math.Min(marks.Count - 1, i + Context); j++) keep[j] = true;
        var lines = new List<string>();
        var numbers = new List<int>();
        for (var i = 0; i < marks.Count; i++)
        {
            if (!keep[i])
            {
                if (i > 0 && keep[i - 1]) { lines.Add(" ⋯"); numbers.Add(0); }
                continue;
            }
            lines.Add(marks[i].Mark + marks[i].Text);
            numbers.Add(marks[i].Mark == '-' ? 0 : marks[i].Number);
        }
        return new FileChange { Path = path, Kind = kind, Lines = lines, Numbers = numbers };
    }

    /// <summary>The longest common subsequence by the plain table: files are bounded, so that it is too.</summary>
    private static List<(char Mark, string Text, int Number)> Marks(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        var marks = new List<(char, string, int)>();
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j]) marks.Add((' ', after[j++], ++i > 0 ? j : 0));
            else if (i < before.Length && (j == after.Length || common[i + 1, j] >= common[i, j + 1])) marks.Add(('-', before[i++], 0));
            else marks.Add(('+', after[j], ++j));
        }
        return marks;
    }
}
