namespace Marketplace.Domain.Invocations.Recordings;

/// <summary>Answers a call from a recording. The version that was recorded must ask the same things in the same order, and hears the same;
/// another one is given the answer to whatever the recording holds the very question of, and is told when it holds none.</summary>
/// <param name="exact">The call is of the version that was recorded.</param>
/// <param name="otherwise">Who answers what the recording does not hold, from today's data; null for nobody.</param>
public sealed class RecordedAnswers(Recording recording, bool exact, IHostBroker? otherwise = null) : IHostBroker
{
    private readonly Lock gate = new();
    private readonly List<RecordedAnswer> unused = [.. recording.Answers];
    private readonly SortedDictionary<int, HostQuestion> asked = [];
    private readonly HashSet<int> notHeld = [], fresh = [], otherEffects = [];

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<HostQuestion> Asked => [.. asked.Values];

    /// <summary>The questions that nobody could answer.</summary>
    public IReadOnlyList<HostQuestion> NotHeld => [.. asked.Where(one => notHeld.Contains(one.Key)).Select(static one => one.Value)];

    /// <summary>Answers that came from today's data.</summary>
    public int Fresh => fresh.Count;

    /// <summary>Answers that were served although the call had proposed other effects before it asked.</summary>
    public int OnOtherEffects => otherEffects.Count;

    /// <summary>Answers that came out of the recording.</summary>
    public int Served => asked.Count - notHeld.Count - fresh.Count;

    /// <inheritdoc />
    public async ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel)
    {
        lock (gate)
        {
            asked[question.Seq] = question;
            if ((exact ? InItsPlace(question) : Anywhere(question)) is { } known)
            {
                if (!SameEffects(known, question)) otherEffects.Add(question.Seq);
                return known.Answer();
            }
            (otherwise is null ? notHeld : fresh).Add(question.Seq);
        }
        return otherwise is null ? HostAnswer.No(Refusal.Of(Codes.ReplayNotHeld, ("question", question.Op))) : await otherwise.Ask(question, cancel);
    }

    private RecordedAnswer? InItsPlace(HostQuestion question) =>
        question.Seq <= recording.Answers.Count && recording.Answers[question.Seq - 1] is var known && known.Seq == question.Seq && IsOf(known, question) ? known : null;

    /// <summary>The first answer to this question that was not given yet; asked more often than in the recording, it hears the last one again.</summary>
    private RecordedAnswer? Anywhere(HostQuestion question)
    {
        var at = unused.FindIndex(one => IsOf(one, question));
        if (at < 0) return recording.Answers.LastOrDefault(one => IsOf(one, question));
        var found = unused[at];
        unused.RemoveAt(at);
        return found;
    }

    private bool SameEffects(RecordedAnswer known, HostQuestion question) =>
        known.After == question.Effects.Count
        && RecordingJson.Bytes([.. recording.End.Effects.Take(known.After)]).AsSpan().SequenceEqual(RecordingJson.Bytes(question.Effects));

    private static bool IsOf(RecordedAnswer answer, HostQuestion question) => answer.Op == question.Op && answer.Args.AsSpan().SequenceEqual(question.Args);
}
