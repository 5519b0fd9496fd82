using Marketplace.Tests.Cluster.Storage;

namespace Marketplace.Tests.Cluster;

/// <summary>The test run; or, with <c>child</c> as its first word, a process that a test starts in order to kill it.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["child", .. var words]) return await Child.Run(words);
        return args.Any(static arg => arg is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
