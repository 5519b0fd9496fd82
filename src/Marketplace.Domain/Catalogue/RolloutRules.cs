using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Orleans;

namespace Marketplace.Domain.Catalogue;

/// <summary>A listed version on its way to all installs. It is offered to a share of them; the version before stays on the shelf until it is all of them.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.rollout")]
public sealed record Rollout
{
    /// <summary>Percent of installs that are offered it: 1 or 10. At 100 there is no rollout any more.</summary>
    [Id(0)] public int Share { get; init; }
    /// <summary>When this step began, or was begun again. Only calls since then are counted against the version.</summary>
    [Id(1)] public DateTimeOffset Since { get; init; }
    /// <summary>Why nobody more is offered it: a word of <see cref="RolloutRules"/>, or empty.</summary>
    [Id(2)] public string Halted { get; init; } = "";
    /// <summary>What was counted when it halted by itself; nothing otherwise.</summary>
    [Id(3)] public RolloutTally? Tally { get; init; }
}

/// <summary>Calls and failures (the app threw, or met a limit) of a version since its step began, and of the others since a week before that.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.rolloutTally")]
public sealed record RolloutTally([property: Id(0)] long Calls, [property: Id(1)] long Failed, [property: Id(2)] long OtherCalls, [property: Id(3)] long OtherFailed);

/// <summary>Who is offered a version that is being rolled out, and when it stops by itself.</summary>
public static class RolloutRules
{
    /// <summary>The steps, percent. 0 halts.</summary>
    public static readonly IReadOnlyList<int> Steps = [1, 10, 100];

    /// <summary>Halted by somebody; by the error rate.</summary>
    public const string ByHand = "hand", ByErrors = "errors";

    /// <summary>Calls and failures below which nothing is concluded.</summary>
    public const int LeastCalls = 20, LeastFailures = 5;

    /// <summary>Places in which installs lie.</summary>
    private const int Places = 10_000;

    /// <summary>How far back the other versions' calls are counted.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromDays(7);

    /// <summary>Whether a firm's install of an app is in a share. The place is a hash of the two: a firm that is in 1 % is in 10 %, with every version.</summary>
    public static bool IsIn(string tenant, string app, int share)
    {
        if (tenant.Length == 0) return share >= 100;
        var place = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{app}\n{tenant}"))) % Places;
        return place < (ulong)(share * (Places / 100));
    }

    /// <summary>Whether a version fails more than the others: at least <see cref="LeastFailures"/> of at least <see cref="LeastCalls"/> calls failed, and that is
    /// more than three standard deviations above what the others' rate and one percent more would give. Reckoned in whole numbers.</summary>
    public static bool Halts(RolloutTally tally)
    {
        var (calls, failed) = ((BigInteger)tally.Calls, (BigInteger)tally.Failed);
        if (tally.Calls < LeastCalls || tally.Failed < LeastFailures) return false;
        // The rate held against it, as a fraction: the others' and one percent.
        var below = 100 * BigInteger.Max(1, tally.OtherCalls);
        var above = BigInteger.Min(below, (100 * (BigInteger)tally.OtherFailed) + BigInteger.Max(1, tally.OtherCalls));
        var more = (failed * below) - (calls * above);
        return more > 0 && more * more > 9 * calls * above * (below - above);
    }
}
