using System.Collections.Concurrent;
using System.Diagnostics;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Runners;

/// <summary>The answers a call was given, in order: a call that runs again after its runner died hears the same.</summary>
internal sealed class CallJournal(IHostBroker broker) : IHostBroker
{
    // Questions come in on the runner's connection, which knows of no trace: the call's own is kept here.
    private readonly ActivityContext trace = Activity.Current?.Context ?? default;
    private readonly ConcurrentDictionary<int, (string Op, byte[] Args, HostAnswer Answer)> answers = new();

    /// <inheritdoc />
    public async ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel)
    {
        if (answers.TryGetValue(question.Seq, out var known) && known.Op == question.Op && known.Args.AsSpan().SequenceEqual(question.Args))
            return known.Answer;
        using var span = RunnerTelemetry.Answering(question.Op, trace);
        var answer = await broker.Ask(question, cancel);
        answers[question.Seq] = (question.Op, question.Args, answer);
        return answer;
    }
}
