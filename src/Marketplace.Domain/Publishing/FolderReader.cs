namespace Marketplace.Domain.Publishing;

/// <summary>Reads what belongs to a package from an author's folder. What the format does not know stays behind, and is named.</summary>
internal static class FolderReader
{
    private static readonly string[] Quiet = ["node_modules", "types", "jsconfig.json", "package.json", "package-lock.json", PackagePaths.Digests,
        PackagePaths.Signature, PackagePaths.Sbom];

    public static SortedDictionary<string, byte[]> Read(string folder, List<Finding> findings)
    {
        var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        if (!Directory.Exists(folder))
        {
            findings.Add(PackageFindings.Red("package.folder", "", "There is no such folder.", "Give the folder that holds app.json."));
            return entries;
        }
        long total = 0;
        Walk(new DirectoryInfo(folder), "", entries, findings, ref total);
        return entries;
    }

    private static void Walk(DirectoryInfo folder, string prefix, SortedDictionary<string, byte[]> entries, List<Finding> findings, ref long total)
    {
        foreach (var item in folder.EnumerateFileSystemInfos().OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            var path = prefix + item.Name;
            if (item.Name.StartsWith('.') || item.Name.EndsWith(".zip", StringComparison.Ordinal) || (prefix.Length == 0 && Quiet.Contains(item.Name))) continue;
            if (item.LinkTarget is not null)
                findings.Add(PackageFindings.Red("package.link", path, $"\"{path}\" is a link.", "Put the file itself there."));
            else if (item is DirectoryInfo below)
                Walk(below, path + "/", entries, findings, ref total);
            else if (!PackagePaths.IsContent(path))
                findings.Add(PackageFindings.Amber("package.unknownFile", path, $"\"{path}\" has no place in a package and stays outside.",
                    "Nothing, if that is meant. Modules go to lib/, views to views/, words to locales/."));
            else if ((total += ((FileInfo)item).Length) > PackageLimits.Bytes)
                findings.Add(PackageFindings.Red("package.tooLarge", path, "The contents are above 20 MB.", "Make icons and sample records smaller."));
            else
                entries[path] = Travelling(path, File.ReadAllBytes(item.FullName));
        }
    }

    private static byte[] Travelling(string path, byte[] bytes) =>
        !PackagePaths.IsText(path) ? bytes : path.EndsWith(".json", StringComparison.Ordinal) ? CompactJson.Of(Lf(bytes)) : Lf(bytes);

    private static byte[] Lf(byte[] bytes)
    {
        if (!bytes.AsSpan().Contains((byte)'\r')) return bytes;
        var kept = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] != '\r' || i + 1 >= bytes.Length || bytes[i + 1] != '\n') kept.Add(bytes[i]);
        return [.. kept];
    }
}
