namespace Marketplace.Tests.Unit;

/// <summary>Where the files of the repository and of the outside world are.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folder of outside data: <c>MARKETPLACE_SHARED</c>, or <c>shared</c> beside the repository.</summary>
    public static string Shared =>
        Environment.GetEnvironmentVariable("MARKETPLACE_SHARED") is { Length: > 0 } given ? given : Path.Combine(Root, "..", "shared");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
