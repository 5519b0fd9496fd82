using System.Collections.Concurrent;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;

namespace Marketplace.Grains.Egress;

/// <summary>The answers of the world to one order, however often its call is run: a call that lost a race runs again, and hears what it heard.</summary>
internal sealed class WorldMemory
{
    private readonly ConcurrentDictionary<int, (byte[] Args, HostAnswer Answer)> answers = [];

    /// <summary>The answer to the request of this number, if it was this one.</summary>
    public HostAnswer? Known(int number, byte[] args) => answers.TryGetValue(number, out var known) && known.Args.AsSpan().SequenceEqual(args) ? known.Answer : null;

    /// <summary>Keeps an answer.</summary>
    public void Keep(int number, byte[] args, HostAnswer answer) => answers[number] = (args, answer);
}

/// <summary>Sends what is for the world to the gateway, and the rest to the records. A call that only pretends sends nothing.</summary>
internal sealed class WorldBroker(IHostBroker records, EgressGateway gateway, EgressCall call, WorldMemory? memory) : IHostBroker
{
    private readonly SemaphoreSlim one = new(1, 1);
    private int sent;

    /// <inheritdoc />
    public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel) => question.Op switch
    {
        HostQuestion.Fetch when memory is null => ValueTask.FromResult(HostAnswer.No(Refusal.Of(Codes.EgressDry))),
        HostQuestion.Fetch => Fetch(question.Args, memory, cancel),
        _ => records.Ask(question, cancel),
    };

    private async ValueTask<HostAnswer> Fetch(byte[] args, WorldMemory known, CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            var number = ++sent;
            if (known.Known(number, args) is { } heard) return heard;
            var answer = await gateway.Fetch(call, number, args, cancel);
            known.Keep(number, args, answer);
            return answer;
        }
        finally
        {
            one.Release();
        }
    }
}
