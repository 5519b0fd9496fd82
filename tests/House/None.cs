using Xunit;

namespace Marketplace.Tests.House;

/// <summary>A rule holds when nothing breaks it; otherwise everything that breaks it is named, a line each.</summary>
internal static class None
{
    public static void Broke(string rule, IEnumerable<string?> broken)
    {
        var all = broken.ToList();
        Assert.True(all.Count == 0, $"{rule}\n{string.Join('\n', all)}");
    }
}
