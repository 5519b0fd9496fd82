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

    /// <summary>The jobs of an install, newest first, at most 100.</summary>
    [Alias("jobs")] Task<Answer<IReadOnlyList<JobSheet>>> Jobs(Caller caller, string app);

    /// <summary>Gives one up for good.</summary>
    [Alias("drop")] Task<Answer<Done>> Drop(Caller caller, string app, string id);
}

/// <summary>Work of an app in steps: what <c>ctx.job.start</c> began, and what its steps began.</summary>
[GenerateSerializer, Immutable, Alias("jobs.job")]
public sealed record JobSheet
{
    [Id(0)] public required string Id { get; init; }
    /// <summary>The function of the first step.</summary>
    [Id(1)] public required string Function { get; init; }
    /// <summary><c>open</c> while steps are promised, then <c>done</c>, or <c>failed</c>.</summary>
    [Id(2)] public required string State { get; init; }
    /// <summary>Steps that are promised and have not ended.</summary>
    [Id(3)] public long Open { get; init; }
    /// <summary>Steps that have ended.</summary>
    [Id(4)] public long Steps { get; init; }
    /// <summary>What the last step said of how far it is; 0 of 0 when none did.</summary>
    [Id(5)] public long Done { get; init; }
    [Id(6)] public long Total { get; init; }
    [Id(7)] public string Note { get; init; } = "";
    /// <summary>Why it failed, or empty.</summary>
    [Id(8)] public string Code { get; init; } = "";
    [Id(9)] public DateTimeOffset At { get; init; }
    [Id(10)] public DateTimeOffset Changed { get; init; }
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
