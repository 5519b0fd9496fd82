using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Jobs;

/// <summary>What a firm's installs owed and could not deliver. Stateless; key <see cref="Keys.Letters"/>. For the owner.</summary>
[Alias("jobs.letters")]
public interface ILettersGrain : IGrainWithStringKey
{
    /// <summary>A page of an install's dead letters.</summary>
    [Alias("list")] Task<Answer<LetterPage>> List(Caller caller, string app, string after, int limit);

    /// <summary>Tries one again, as a new message with a new operation; what it was is gone from the list. A call that turns out to have ended
    /// is not made a second time.</summary>
    [Alias("resend")] Task<Answer<Done>> Resend(Caller caller, string app, string id);

    /// <summary>Gives one up for good.</summary>
    [Alias("drop")] Task<Answer<Done>> Drop(Caller caller, string app, string id);
}

/// <summary>A page of dead letters.</summary>
[GenerateSerializer, Immutable, Alias("jobs.letterPage")]
public sealed record LetterPage
{
    [Id(0)] public required IReadOnlyList<LetterFacts> Letters { get; init; }
    /// <summary>How many there are in all.</summary>
    [Id(1)] public long Count { get; init; }
    /// <summary>The cursor of the next page, or empty.</summary>
    [Id(2)] public string Next { get; init; } = "";
}

/// <summary>One dead letter.</summary>
[GenerateSerializer, Immutable, Alias("jobs.letter")]
public sealed record LetterFacts
{
    [Id(0)] public required string Id { get; init; }
    /// <summary><c>call</c> of a function of the app, <c>device</c>: a command to a machine, <c>event</c> to other apps.</summary>
    [Id(1)] public required string Kind { get; init; }
    /// <summary>The function, the machine's code, or the event's type.</summary>
    [Id(2)] public required string What { get; init; }
    /// <summary>Why it was to be called (<c>record schedule event webhook device job install upgrade</c>), or empty.</summary>
    [Id(3)] public string Cause { get; init; } = "";
    /// <summary>When it was promised.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }
    /// <summary>The code of the last refusal, <c>host.fault</c> when the host itself failed.</summary>
    [Id(5)] public required string Code { get; init; }
    /// <summary>What it said, as JSON.</summary>
    [Id(6)] public byte[] Content { get; init; } = [];
    /// <summary>The facts of that refusal.</summary>
    [Id(7)] public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();
}
