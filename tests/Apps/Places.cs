namespace Marketplace.Tests.Apps;

/// <summary>Where the packages stand in the repository.</summary>
internal static class Places
{
    public static string Root { get; } = FindRoot();
    public static string Apps => Path.Combine(Root, "apps");
    public static string TagToParameter => Path.Combine(Apps, "auto", "tag-to-parameter");
    public static string WaitingReleases => Path.Combine(Root, "src", "Marketplace.Host", "Seed", "releases");

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Marketplace.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("The tests run inside the repository.");
    }
}
