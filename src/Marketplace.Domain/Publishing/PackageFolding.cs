using System.Text;
using System.Text.Json;

namespace Marketplace.Domain.Publishing;

/// <summary>Many small JSON files of a folder travel as one: <c>views/a.json</c> and <c>views/b.json</c> as <c>views.json</c> with the members
/// <c>a</c> and <c>b</c>, each the very text of its file with its line ends. Who opens a package finds the files again.</summary>
internal static class PackageFolding
{
    private static readonly string[] Folders = ["views", "seed", "specs"];

    /// <summary>The paths under which folders travel.</summary>
    public static bool IsFolded(string path) => path.EndsWith(".json", StringComparison.Ordinal) && Folders.Contains(path[..^5]);

    /// <summary>What travels. A folder with a file that is no JSON stays as it is, so that what is wrong is said of that file.</summary>
    public static SortedDictionary<string, byte[]> Fold(IReadOnlyDictionary<string, byte[]> entries)
    {
        var travelling = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, bytes) in entries) travelling[path] = bytes;
        foreach (var folder in Folders)
        {
            var files = entries.Where(one => one.Key.StartsWith(folder + "/", StringComparison.Ordinal)).OrderBy(static one => one.Key, StringComparer.Ordinal).ToList();
            if (files.Count < 2 || files.Any(static one => !one.Key.EndsWith(".json", StringComparison.Ordinal) || !IsJson(one.Value))) continue;
            using var whole = new MemoryStream();
            for (var at = 0; at < files.Count; at++)
            {
                whole.Write(Encoding.ASCII.GetBytes($"{(at == 0 ? "{" : ",\n")}\"{files[at].Key[(folder.Length + 1)..^5]}\":"));
                whole.Write(files[at].Value.AsSpan().Trim("\n "u8));
                travelling.Remove(files[at].Key);
            }
            whole.Write("}\n"u8);
            travelling[$"{folder}.json"] = whole.ToArray();
        }
        return travelling;
    }

    /// <summary>The files of what travelled, or the entry that is no folder of files.</summary>
    public static (SortedDictionary<string, byte[]> Entries, string? Broken) Unfold(IReadOnlyDictionary<string, byte[]> travelled)
    {
        var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, bytes) in travelled)
            if (!IsFolded(path)) entries[path] = bytes;
        foreach (var (path, bytes) in travelled.Where(static one => IsFolded(one.Key)))
        {
            try
            {
                foreach (var (name, text) in Members(bytes))
                    if (!PackagePaths.IsContent($"{path[..^5]}/{name}.json") || !entries.TryAdd($"{path[..^5]}/{name}.json", [.. text, (byte)'\n'])) return (entries, path);
            }
            catch (JsonException)
            {
                return (entries, path);
            }
        }
        return (entries, null);
    }

    private static List<(string Name, byte[] Text)> Members(byte[] utf8)
    {
        var members = new List<(string, byte[])>();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 256 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add((name, utf8[from..(int)reader.BytesConsumed]));
        }
        if (reader.Read()) throw new JsonException();
        return members;
    }

    private static bool IsJson(byte[] utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 256 });
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
