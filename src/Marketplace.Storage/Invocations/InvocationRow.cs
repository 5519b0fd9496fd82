using Marketplace.Domain.Invocations;

namespace Marketplace.Storage.Invocations;

/// <summary>One line of the invocation log.</summary>
public sealed record InvocationRow
{
    /// <summary>The most bytes of an input or a result that the log keeps; a longer one is replaced by its size.</summary>
    public const int LargestPart = 4_096;

    public required string Id { get; init; }
    public required string Tenant { get; init; }
    public required string App { get; init; }
    public required string Version { get; init; }
    public required string Digest { get; init; }
    public required string Function { get; init; }
    public required string Actor { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary><c>completed</c>, <c>refused</c> or <c>failed</c>.</summary>
    public required string Outcome { get; init; }
    /// <summary>The refusal's code, or empty.</summary>
    public string Code { get; init; } = "";
    public byte[] InputJson { get; init; } = [];
    public byte[] ResultJson { get; init; } = [];
    /// <summary>The refusal's facts.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();
    public Meter Meter { get; init; } = new();
    public Cost Cost { get; init; } = new();
    public string Operation { get; init; } = "";
}
