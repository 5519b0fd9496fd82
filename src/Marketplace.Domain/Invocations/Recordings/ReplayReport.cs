using Orleans;

namespace Marketplace.Domain.Invocations.Recordings;

/// <summary>What a replay found. It commits nothing and bills nobody.</summary>
[GenerateSerializer, Immutable, Alias("invocations.replay")]
public sealed record ReplayReport
{
    /// <summary>The words of <see cref="Verdict"/>: the same in all that is told and billed; something differs; the version asks for what
    /// the recording does not hold; the version has no such function; a clock or the machine ended one of the two runs, which proves nothing.</summary>
    public const string Same = "same", Different = "different", AsksMore = "asksMore", Gone = "gone", Clock = "clock";

    [Id(0)] public required string Invocation { get; init; }
    [Id(1)] public required string App { get; init; }
    [Id(2)] public required string Function { get; init; }
    /// <summary>The version that was recorded.</summary>
    [Id(3)] public required string RecordedVersion { get; init; }
    /// <summary>The version that was replayed.</summary>
    [Id(4)] public required string Version { get; init; }
    /// <summary><c>same different asksMore gone clock</c>.</summary>
    [Id(5)] public required string Verdict { get; init; }
    /// <summary>The very bytes that were recorded ran on what they had heard: <c>same</c> is then a proof of the result and of the bill.</summary>
    [Id(6)] public required bool Exact { get; init; }
    [Id(7)] public required ReplayEnd Recorded { get; init; }
    /// <summary>Null when nothing ran.</summary>
    [Id(8)] public ReplayEnd? Replayed { get; init; }
    [Id(9)] public IReadOnlyList<ReplayDifference> Differences { get; init; } = [];
    /// <summary>Questions that the recording holds no answer to.</summary>
    [Id(10)] public IReadOnlyList<ReplayQuestion> NotHeld { get; init; } = [];
    /// <summary>Answers that came out of the recording.</summary>
    [Id(11)] public int Served { get; init; }
    /// <summary>Answers that came from today's data.</summary>
    [Id(12)] public int Fresh { get; init; }
    /// <summary>Served answers to questions before which this version had proposed other effects: they may not be what the store would say.</summary>
    [Id(13)] public int OnOtherEffects { get; init; }
}

/// <summary>One end of the two.</summary>
[GenerateSerializer, Immutable, Alias("invocations.replayEnd")]
public sealed record ReplayEnd
{
    /// <summary><c>completed</c>, <c>refused</c> or <c>failed</c>, as in the log.</summary>
    [Id(0)] public required string Outcome { get; init; }
    /// <summary>Why not, or null.</summary>
    [Id(1)] public Refusal? Refusal { get; init; }
    /// <summary>UTF-8 JSON, or empty.</summary>
    [Id(2)] public byte[] Result { get; init; } = [];
    [Id(3)] public required Meter Meter { get; init; }
    [Id(4)] public required Cost Cost { get; init; }
    [Id(5)] public IReadOnlyList<string> Logs { get; init; } = [];
    /// <summary>Effects, by their SHA-256.</summary>
    [Id(6)] public required string EffectsDigest { get; init; }
}

/// <summary>One thing that differs.</summary>
/// <param name="Part"><c>outcome result effects calls cost</c>.</param>
/// <param name="At">A JSON pointer, a question, or the name of a quantity.</param>
[GenerateSerializer, Immutable, Alias("invocations.replayDifference")]
public sealed record ReplayDifference([property: Id(0)] string Part, [property: Id(1)] string At, [property: Id(2)] string Before, [property: Id(3)] string After);

/// <summary>One question in words: <c>records.find</c> and its arguments.</summary>
[GenerateSerializer, Immutable, Alias("invocations.replayQuestion")]
public sealed record ReplayQuestion([property: Id(0)] int Seq, [property: Id(1)] string Op, [property: Id(2)] string Arguments);
