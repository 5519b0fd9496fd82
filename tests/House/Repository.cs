namespace Marketplace.Tests.House;

/// <summary>The folder that holds <c>Marketplace.sln</c>, and the files in it that people write.</summary>
internal static class Repository
{
    private static readonly string[] notOurs =
        ["bin", "obj", ".git", ".data", "artifacts", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = Find();

    /// <summary>Every file, as paths from the root with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } =
        Walk(new DirectoryInfo(Root)).Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Has(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>Files under any of the folders that end in any of the given ways.</summary>
    public static IEnumerable<string> Under(string[] folders, params string[] endings) =>
        Files.Where(f => folders.Any(d => f.StartsWith(d + "/", StringComparison.Ordinal))
            && endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)));

    private static IEnumerable<string> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles()) yield return file.FullName;
        foreach (var inner in folder.EnumerateDirectories().Where(d => !notOurs.Contains(d.Name) && d.LinkTarget is null))
            foreach (var file in Walk(inner)) yield return file;
    }

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Marketplace.sln"))) return at.FullName;
        throw new InvalidOperationException("The house tests run from a build inside the repository.");
    }
}
