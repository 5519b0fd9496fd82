using Xunit;

namespace Marketplace.Tests.House;

/// <summary>A page that is printed from the code. With <c>PRINT=1</c> in the environment it is written anew instead of compared.</summary>
internal static class Printed
{
    public static void Holds(string path, string fresh)
    {
        if (Environment.GetEnvironmentVariable("PRINT") == "1")
            File.WriteAllText(Path.Combine(Repository.Root, path), fresh);
        Assert.True(Repository.Has(path) && Repository.Read(path) == fresh, $"{path} is stale: run  PRINT=1 ./test.sh House  and commit it.");
    }
}
