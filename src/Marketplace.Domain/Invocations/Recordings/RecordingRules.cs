namespace Marketplace.Domain.Invocations.Recordings;

/// <summary>A kept recording, as its keeper sees it: when the call was, and the bytes it takes in the store.</summary>
public readonly record struct HeldRecording(DateTimeOffset At, long Bytes);

/// <summary>How long and how much is kept of each install. The oldest go first.</summary>
public static class RecordingRules
{
    /// <summary>Calls and bytes (as stored) of one install.</summary>
    public const long MostCalls = 5_000, MostBytes = 64L * 1_048_576;

    /// <summary>Recordings that one step takes away at most.</summary>
    public const int Step = 500;

    /// <summary>Bytes of the largest recording that is kept; one call must not push out a month of others.</summary>
    public const int LargestOne = 4 * 1_048_576;

    /// <summary>How long.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>How many of the oldest go in this step.</summary>
    /// <param name="oldest">The oldest of an install in their order, at least <see cref="Step"/> of them if there are so many.</param>
    /// <param name="calls">How many it has.</param>
    /// <param name="bytes">How many bytes they take.</param>
    public static int Going(IReadOnlyList<HeldRecording> oldest, long calls, long bytes, DateTimeOffset now)
    {
        var gone = 0;
        foreach (var one in oldest.Take(Step))
        {
            if (calls <= MostCalls && bytes <= MostBytes && now - one.At <= Kept) break;
            (gone, calls, bytes) = (gone + 1, calls - 1, bytes - one.Bytes);
        }
        return gone;
    }
}
