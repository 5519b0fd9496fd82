namespace Marketplace.Domain.Invocations.Recordings;

/// <summary>Listens to what a call asks and is told. A call that runs again in another process asks again: the last answer to a question
/// is the one that counted.</summary>
public sealed class Hearing(IHostBroker broker) : IHostBroker
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<int, RecordedAnswer> heard = [];

    /// <summary>What was heard so far, in the order of the questions.</summary>
    public IReadOnlyList<RecordedAnswer> Answers
    {
        get
        {
            lock (gate) return [.. heard.Values];
        }
    }

    /// <inheritdoc />
    public async ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel)
    {
        var answer = await broker.Ask(question, cancel);
        lock (gate) heard[question.Seq] = new RecordedAnswer(question.Seq, question.Op, question.Args, question.Effects.Count, answer.Json, answer.Rows, answer.Refusal);
        return answer;
    }
}
