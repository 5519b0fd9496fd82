using System.Globalization;

namespace Marketplace.Tool.Dev;

/// <summary>Looks at an app's folder four times a second. Looking is dull and always works: with editors that save by renaming, in
/// containers, on network folders, where change events get lost.</summary>
internal sealed class FolderWatch(string folder)
{
    private static readonly string[] Elsewhere = ["node_modules", "types", "bin", "obj"];
    private string _seen = "";

    /// <summary>How often to look.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>True when something differs from the last look.</summary>
    public bool Changed()
    {
        var now = Look();
        if (now == _seen) return false;
        _seen = now;
        return true;
    }

    private string Look()
    {
        try
        {
            return string.Join('\n', Files(new DirectoryInfo(folder)).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.FullName}|{f.LastWriteTimeUtc.Ticks}|{f.Length}")).Order(StringComparer.Ordinal));
        }
        catch (IOException)
        {
            return _seen; // a file went away between two looks; the next one sees it
        }
    }

    private static IEnumerable<FileInfo> Files(DirectoryInfo at)
    {
        foreach (var file in at.EnumerateFiles())
            if (!file.Name.StartsWith('.')) yield return file;
        foreach (var below in at.EnumerateDirectories())
            if (!below.Name.StartsWith('.') && !Elsewhere.Contains(below.Name))
                foreach (var file in Files(below)) yield return file;
    }
}
