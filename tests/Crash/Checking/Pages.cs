using System.Diagnostics;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Checking;

/// <summary>A list that comes in pages.</summary>
internal static class Pages
{
    /// <summary>One member of every entry, over all pages.</summary>
    public static async Task<List<string>> All(Talk talk, string path, string list, string name)
    {
        var (ids, after) = (new List<string>(), "");
        do
        {
            var page = (await talk.Get($"{path}&after={Uri.EscapeDataString(after)}")).Json;
            ids.AddRange(page.GetProperty(list).EnumerateArray().Select(item => item.GetProperty(name).GetString()!));
            after = page.GetProperty("next").GetString()!;
        }
        while (after.Length > 0);
        return ids;
    }
}

/// <summary>What is true after the debts of a command have been paid, which takes a moment.</summary>
internal static class Soon
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>True once it is; false when it is not after a minute.</summary>
    public static async Task<bool> Is(Func<Task<bool>> so)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Patience; await Task.Delay(100))
            if (await so()) return true;
        return false;
    }
}
