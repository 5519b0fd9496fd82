namespace Marketplace.Domain.Invocations;

/// <summary>A read that a script asks of the host. <see cref="Op"/> is a word such as <c>records.find</c>; the arguments are bounded UTF-8 JSON.</summary>
/// <param name="Seq">1 for the call's first question.</param>
/// <param name="Effects">The effects proposed before this question, so that a call reads its own writes.</param>
public sealed record HostQuestion(int Seq, string Op, byte[] Args, IReadOnlyList<Effect> Effects)
{
    /// <summary>The word of a request to the world.</summary>
    public const string Fetch = "http.fetch";

    /// <summary>The word of a call of another app's function that only reads: <c>{ app, function, input }</c>.</summary>
    public const string App = "apps.read";
}

/// <summary>The answer: JSON, or a refusal that the script sees as a rejected promise with <c>code</c> and <c>facts</c>.</summary>
public sealed record HostAnswer(byte[] Json, long Rows, Refusal? Refusal)
{
    /// <summary>A JSON answer.</summary>
    public static HostAnswer Of(byte[] json, long rows) => new(json, rows, null);

    /// <summary>A refusal.</summary>
    public static HostAnswer No(Refusal refusal) => new([], 0, refusal);
}

/// <summary>Answers a call's reads: the store in the silo, a memory firm in <c>mkt</c>, specs and tests.</summary>
public interface IHostBroker
{
    /// <summary>Answers one question. An exception is a host fault: the call is not billed.</summary>
    ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel);
}

/// <summary>Runs calls: the kernel in this process, or a pool of runner processes.</summary>
public interface ICallRunner
{
    /// <summary>Runs one call to its end. Never throws for anything the script does.</summary>
    Task<Outcome> Run(Script script, Call call, IHostBroker broker, CancellationToken cancel);
}
