namespace Marketplace.Tests.Adversarial;

/// <summary>Where things stand.</summary>
internal static class Repository
{
    /// <summary>The root of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The runner, built beside the tests.</summary>
    public static string Runner => Path.Combine(AppContext.BaseDirectory, "Marketplace.Runner.dll");

    /// <summary>Whether the full counts run.</summary>
    public static bool Nightly => Environment.GetEnvironmentVariable("NIGHTLY") == "1";

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Marketplace.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("The tests run inside the repository.");
    }
}
