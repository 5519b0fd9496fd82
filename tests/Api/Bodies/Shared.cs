using Xunit;

namespace Marketplace.Tests.Api.Bodies;

/// <summary>Where the outside test data lie.</summary>
internal static class Shared
{
    /// <summary>The folder of <c>MARKETPLACE_SHARED</c>.</summary>
    public static string Folder
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("MARKETPLACE_SHARED") ?? "";
            if (!Directory.Exists(folder)) Assert.Fail("MARKETPLACE_SHARED names no folder: run ./test.sh, which sets it.");
            return folder;
        }
    }
}
