namespace Marketplace.Domain.Invocations.Recordings;

/// <summary>Everything a call knew, asked and was told, and how it ended: enough to run it again anywhere. The runner has no other door
/// than host calls, so nothing else can have had a part in it.</summary>
public sealed record Recording
{
    /// <summary>The format that is written today.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>Input, clock, seed, caller, and the install's grants and settings as the call saw them.</summary>
    public required Call Call { get; init; }

    /// <summary>The install's terms.</summary>
    public required RecordedHead Head { get; init; }

    /// <summary>The host's answers in the order of the questions.</summary>
    public IReadOnlyList<RecordedAnswer> Answers { get; init; } = [];

    public required RecordedEnd End { get; init; }

    /// <summary>False once personal values were masked: such a call can be followed, but nothing is proved by it.</summary>
    public bool Exact { get; init; } = true;

    /// <summary>What was heard and how it ended. <paramref name="host"/> is the host's own no to the effects of a call that had completed.</summary>
    public static Recording Of(Call call, RecordedHead head, IReadOnlyList<RecordedAnswer> answers, Outcome outcome, (Refusal? Host, Cost Cost) judged) => new()
    {
        Call = call,
        Head = head,
        Answers = answers,
        End = new RecordedEnd
        {
            Verdict = outcome.Verdict, Result = outcome.Verdict == Verdict.Completed ? outcome.Result : [], Refusal = outcome.Refusal, Effects = outcome.Effects,
            EffectsDigest = RecordingJson.Digest(outcome.Effects), Logs = outcome.Logs, Meter = outcome.Meter, Cost = judged.Cost, Host = judged.Host,
        },
    };
}

/// <summary>The head of an install as a call saw it.</summary>
public sealed record RecordedHead
{
    public required string Install { get; init; }
    public required string Version { get; init; }
    /// <summary>The release's identity: which bytes ran.</summary>
    public required string Digest { get; init; }
    public required long Epoch { get; init; }
    /// <summary>The publisher's price of the call, micro-yuan.</summary>
    public long Price { get; init; }
    /// <summary>Whether the price is due only when the call completes.</summary>
    public bool IsForResult { get; init; }
}

/// <summary>One question and its answer.</summary>
/// <param name="Seq">1 for the first.</param>
/// <param name="After">How many effects the call had proposed before it asked: a call reads its own writes.</param>
/// <param name="Json">The answer; empty when it is a refusal.</param>
public sealed record RecordedAnswer(int Seq, string Op, byte[] Args, int After, byte[] Json, long Rows, Refusal? Refusal)
{
    /// <summary>As the call heard it.</summary>
    public HostAnswer Answer() => new(Json, Rows, Refusal);
}

/// <summary>How a call ended, as its script said it.</summary>
public sealed record RecordedEnd
{
    public required Verdict Verdict { get; init; }
    /// <summary>UTF-8 JSON when completed, empty otherwise.</summary>
    public byte[] Result { get; init; } = [];
    public Refusal? Refusal { get; init; }
    public IReadOnlyList<Effect> Effects { get; init; } = [];
    /// <summary>Lower-case hex SHA-256 of the effects' JSON.</summary>
    public required string EffectsDigest { get; init; }
    public IReadOnlyList<LogLine> Logs { get; init; } = [];
    public required Meter Meter { get; init; }
    /// <summary>The bill.</summary>
    public required Cost Cost { get; init; }
    /// <summary>The host's own no to the effects of a call that had completed: a stale version, a field that does not fit. Null when it took them.</summary>
    public Refusal? Host { get; init; }
}
